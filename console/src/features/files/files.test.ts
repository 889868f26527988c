import { describe, expect, it } from 'vitest';
import type { FilePage, FileRow } from '../../lib/model';
import { accepted, refusalOf } from './checks';
import { filesOf, withFile } from './listing';
import { newsOf } from './news-words';
import { byPlace, FILE_STATES, type FileState, isBeingReleased, lookOf } from './states';
import { Watch } from './watch';
import { withdrawnWords } from './words';

const LIMITS = {
  largest_bytes: 25 * 1024 ** 2,
  types: [
    { extension: 'pdf', media_type: 'application/pdf' },
    { extension: '.jpg', media_type: 'image/jpeg' },
  ],
};

describe('a chosen file', () => {
  it('may be of a kind we take, in any case of letters', () =>
    expect(refusalOf({ name: 'Payslip.PDF', size: 10 }, LIMITS)).toBeUndefined());
  it('may be as large as allowed, and no larger', () => {
    expect(refusalOf({ name: 'a.pdf', size: LIMITS.largest_bytes }, LIMITS)).toBeUndefined();
    expect(refusalOf({ name: 'a.pdf', size: LIMITS.largest_bytes + 1 }, LIMITS)).toBe(
      'a.pdf is 25 MB. A file can have up to 25 MB.',
    );
  });
  it('may not be empty', () => expect(refusalOf({ name: 'a.pdf', size: 0 }, LIMITS)).toBe('a.pdf is empty.'));
  it.each(['a.exe', 'a.pdf.exe', 'pdf', 'a.'])('may not be %s, and the kinds we take are named', (name) =>
    expect(refusalOf({ name, size: 10 }, LIMITS)).toContain('We take PDF and pictures.'),
  );
  it('is offered by the picker when it may be sent', () => expect(accepted(LIMITS)).toBe('.pdf,.jpg'));
});

const file = (id: string, state: FileState, reason = ''): FileRow =>
  ({ id, state, reason, name: `${id}.pdf` }) as FileRow;

describe('the sides of the page', () => {
  it('hold every file once, and only what is clean or released is on the right', () => {
    const states = Object.keys(FILE_STATES) as FileState[];
    const places = byPlace(states.map((state) => file(state, state)));
    expect(Object.values(places).flat()).toHaveLength(states.length);
    expect(places.READY.map(({ state }) => state)).toEqual(['CLEAN', 'RELEASED']);
  });
});

describe('a held file', () => {
  const approved = (state: FileState): FileRow => ({ ...file('a', state), released_by: 'Ben Archer' });
  it('is said to be made ready once its release is approved', () =>
    expect(lookOf(approved('RISKY'))).toEqual({
      look: 'in-progress',
      words: 'Release approved by Ben Archer, being made ready',
    }));
  it('is said to be what was found until then', () =>
    expect(lookOf({ ...file('a', 'UNSCANNABLE'), released_by: '' }).words).toBe('Cannot be looked into'));
  it('is looked at again only until it is released', () =>
    expect(
      (['RISKY', 'UNSCANNABLE', 'RELEASED', 'DELETED'] as const).map((state) => isBeingReleased(approved(state))),
    ).toEqual([true, true, false, false]));
});

describe('the list', () => {
  const listed = (...pages: FileRow[][]) => ({
    pages: pages.map((items) => ({ ...LIMITS, items, after: null, document_types: [] }) as FilePage),
    pageParams: pages.map(() => ''),
  });
  const ids = (list: ReturnType<typeof listed> | undefined) => filesOf(list).map(({ id }) => id);
  it('begins with a file that has just been sent', () =>
    expect(ids(withFile(listed([file('b', 'CLEAN')], [file('a', 'CLEAN')]), file('c', 'PENDING')))).toEqual([
      'c',
      'b',
      'a',
    ]));
  it('has every file once, as the API last told of it', () => {
    const list = listed([file('b', 'CLEAN')], [file('a', 'CLEAN')]);
    expect(withFile(list, file('a', 'PENDING'))).toBe(list);
  });
});

describe('a file that newer rules have withdrawn', () => {
  it('says since when nobody can have downloaded it', () =>
    expect(withdrawnWords('2026-11-02T09:00:00Z', '2026-11-22T10:30:00Z')).toBe(
      'Found clean 02/11/2026 09:00, withdrawn 22/11/2026 10:30 after new rules. The diary says who downloaded it.',
    ));
});

describe('what is said aloud', () => {
  it('is that a file is withdrawn while somebody looks, and why', () =>
    expect(newsOf([file('a', 'CLEAN')], [file('a', 'RISKY', 'It holds macros.')])).toEqual([
      'a.pdf is held in quarantine: risky. It holds macros.',
    ]));
  it('is that a file is ready', () =>
    expect(newsOf([file('a', 'SCANNING')], [file('a', 'CLEAN')])).toEqual(['a.pdf is ready to download.']));
  it('is that a file is held, and why', () =>
    expect(newsOf([file('a', 'PENDING')], [file('a', 'INFECTED', 'It holds known malware.')])).toEqual([
      'a.pdf is held in quarantine: dangerous. It holds known malware.',
    ]));
  it('is nothing for a file that has only come nearer', () =>
    expect(newsOf([file('a', 'PENDING')], [file('a', 'SCANNING')])).toEqual([]));
  it('is nothing for files seen for the first time', () => expect(newsOf([], [file('a', 'CLEAN')])).toEqual([]));
});

describe('looking at files on their way', () => {
  const MINUTE_MS = 60_000;
  it('is often at first, then seldom, and has an end', () => {
    const watch = new Watch();
    expect(watch.paceMs(['a'], 0)).toBe(2_000);
    expect(watch.paceMs(['a'], 3 * MINUTE_MS)).toBe(15_000);
    expect(watch.paceMs(['a'], 21 * MINUTE_MS)).toBe(false);
  });
  it('begins anew when another file is on its way', () => {
    const watch = new Watch();
    watch.paceMs(['a'], 0);
    expect(watch.paceMs(['b', 'a'], 30 * MINUTE_MS)).toBe(2_000);
    expect(watch.paceMs(['a', 'b'], 33 * MINUTE_MS)).toBe(15_000);
  });
  it('is not done when nothing is', () => expect(new Watch().paceMs([], 0)).toBe(false));
});
