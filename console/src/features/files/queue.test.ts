import { describe, expect, it } from 'vitest';
import { StorageRefusal } from '../../lib/send-file';
import { type About, type Progress, type Sending, UploadQueue } from './queue';

const ABOUT: About = { documentType: 'INCOME', accountNumber: '' };
const files = (...names: string[]) => names.map((name) => new File(['12345'], name));

/** A queue whose files arrive, or fail, when the test says so. */
function queueing() {
  const begun: { sending: Sending; progress: Progress; arrive: () => void; fail: (error: unknown) => void }[] = [];
  const queue = new UploadQueue(
    (sending, progress) =>
      new Promise<void>((arrive, fail) => {
        begun.push({ sending, progress, arrive, fail });
        progress.signal.addEventListener('abort', () => fail(new Error('stopped')));
      }),
  );
  const begunNames = () => begun.map(({ sending }) => sending.file.name);
  const of = (name: string) => {
    const found = begun.findLast(({ sending }) => sending.file.name === name);
    if (!found) throw new Error(`${name} has not begun`);
    return found;
  };
  const standings = () => queue.sendings().map(({ file, standing }) => `${file.name} ${standing}`);
  return { queue, begunNames, of, standings };
}

const settled = () => new Promise((done) => setTimeout(done));

describe('files on their way', () => {
  it('are sent three at a time, in the order they came', async () => {
    const { queue, begunNames, of } = queueing();
    queue.add(files('a', 'b', 'c', 'd', 'e'), ABOUT);
    expect(begunNames()).toEqual(['a', 'b', 'c']);
    of('b').arrive();
    await settled();
    expect(begunNames()).toEqual(['a', 'b', 'c', 'd']);
  });
  it('leave when they have arrived', async () => {
    const { queue, of, standings } = queueing();
    queue.add(files('a'), ABOUT);
    of('a').arrive();
    await settled();
    expect(standings()).toEqual([]);
  });
  it('say how far they have come, never more than there is', () => {
    const { queue, of } = queueing();
    queue.add(files('a'), ABOUT);
    of('a').progress.onSent(3);
    expect(queue.sendings()[0]?.sentBytes).toBe(3);
    of('a').progress.onSent(400);
    expect(queue.sendings()[0]?.sentBytes).toBe(5);
  });
  it('stay when they fail, make room for the next, and are tried again as the same', async () => {
    const { queue, of, standings, begunNames } = queueing();
    queue.add(files('a', 'b', 'c', 'd'), ABOUT);
    const { id } = of('a').sending;
    of('a').fail(new Error('no network'));
    await settled();
    expect(standings()).toEqual(['a FAILED', 'b SENDING', 'c SENDING', 'd SENDING']);
    queue.again(id);
    expect(standings()[0]).toBe('a WAITING');
    of('b').arrive();
    await settled();
    expect(begunNames()).toEqual(['a', 'b', 'c', 'd', 'a']);
    expect(of('a').sending).toMatchObject({ id, key: id });
  });
  it('are tried again as another upload when storage has refused this one', async () => {
    const { queue, of } = queueing();
    queue.add(files('a'), ABOUT);
    const { id, key } = of('a').sending;
    of('a').fail(new StorageRefusal(403));
    await settled();
    queue.again(id);
    expect(of('a').sending.key).not.toBe(key);
  });
  it('are gone when they are stopped, and the next begins', async () => {
    const { queue, of, standings, begunNames } = queueing();
    queue.add(files('a', 'b', 'c', 'd'), ABOUT);
    queue.stop(of('a').sending.id);
    await settled();
    expect(standings()).toEqual(['b SENDING', 'c SENDING', 'd SENDING']);
    expect(begunNames()).toContain('d');
  });
  it('are all stopped when the page is left', async () => {
    const { queue, of, standings, begunNames } = queueing();
    queue.add(files('a', 'b', 'c', 'd'), ABOUT);
    queue.stopAll();
    await settled();
    expect([standings(), begunNames()]).toEqual([[], ['a', 'b', 'c']]);
    expect(of('c').progress.signal.aborted).toBe(true);
  });
  it('are known by what the API calls them until they have arrived', async () => {
    const { queue, of } = queueing();
    queue.add(files('a', 'b'), ABOUT);
    of('a').progress.onAnnounced('F1');
    of('b').progress.onAnnounced('F2');
    of('a').arrive();
    queue.stop(of('b').sending.id);
    await settled();
    expect([...queue.unsent()]).toEqual(['F2']);
  });
  it('tell whoever watches', () => {
    const { queue } = queueing();
    let told = 0;
    const leave = queue.subscribe(() => {
      told += 1;
    });
    queue.add(files('a'), ABOUT);
    const before = told;
    leave();
    queue.add(files('b'), ABOUT);
    expect([before > 0, told]).toEqual([true, before]);
  });
});
