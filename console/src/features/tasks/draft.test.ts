import { describe, expect, it } from 'vitest';
import { newDraft, notWorking, TAGS_LIMIT, withTag, wordsOf } from './draft';
import { countWords, inboxOptions, readInbox } from './inbox';

describe('a task being written', () => {
  it('goes to a queue or to a group, never to both', () => {
    const draft = newDraft('2026-11-23');
    expect(wordsOf(draft)).toMatchObject({ queue: 'general', group: null, user: null });
    expect(wordsOf({ ...draft, kind: 'GROUP', team: 'g', user: 'u' })).toMatchObject({
      queue: null,
      group: 'g',
      user: 'u',
    });
  });

  it('has each tag once, however it is typed', () => {
    const once = withTag([], 'Call  back');
    expect(once).toEqual(['call-back']);
    expect(withTag(once, ' call-BACK ')).toEqual(once);
    expect(withTag(once, '  ')).toEqual(once);
  });

  it('has no more tags than fit', () => {
    const full = Array.from({ length: TAGS_LIMIT }, (_, n) => `tag-${n}`);
    expect(withTag(full, 'another')).toEqual(full);
  });

  it('warns of days on which nobody works', () => {
    expect(notWorking('2026-11-21', [])).toBe('This is at a weekend.');
    expect(notWorking('2026-12-25', ['2026-12-25'])).toBe('This is a bank holiday.');
    expect(notWorking('2026-11-23', ['2026-12-25'])).toBeUndefined();
  });
});

describe('an inbox', () => {
  it('is read from the address, open tasks unless it says otherwise', () => {
    expect(readInbox({})).toEqual({ team: undefined, show: 'OPEN' });
    expect(readInbox({ team: 't', show: 'DONE' })).toEqual({ team: 't', show: 'DONE' });
    expect(readInbox({ show: 'everything' }).show).toBe('OPEN');
  });

  it('offers my own, then queues and groups that are not closed', () => {
    const team = { members: [], sla_hours: 0, version: 1 };
    const options = inboxOptions([
      { ...team, id: 'q', kind: 'QUEUE', name: 'Letters', closed: false },
      { ...team, id: 'x', kind: 'QUEUE', name: 'Old', closed: true },
      { ...team, id: 'g', kind: 'GROUP', name: 'Care', closed: false },
    ]);
    expect(
      options.map((option) => ('options' in option ? option.options.map(({ label }) => label) : option.label)),
    ).toEqual(['My tasks', ['Letters'], ['Care']]);
  });
});

describe('what stands beside Tasks in the menu', () => {
  it('is nothing when there is nothing to do', () => {
    expect(countWords({ open: 0, overdue: 0, more: false })).toBeUndefined();
  });

  it('says what is late, and in full to whoever hears it', () => {
    expect(countWords({ open: 1, overdue: 0, more: false })).toEqual({ short: '1', spoken: '1 open task' });
    expect(countWords({ open: 99, overdue: 3, more: true })).toEqual({
      short: '99+ · 3 late',
      spoken: 'More than 99 open tasks, 3 overdue',
    });
  });
});
