import { describe, expect, it } from 'vitest';
import type { Activity } from '../../lib/model';
import { byDay, dayInWords } from './days';
import { askedOf, chosen, diaryView, isFiltered, joined, NO_CLAIM } from './filters';

const at = (occurred_at: string) => ({ id: occurred_at, occurred_at }) as Activity;

describe('what the diary shows, from its address', () => {
  it('keeps what it knows and drops the rest', () => {
    const view = diaryView({
      tab: 'diary',
      from: '2026-07-01',
      to: '2026-13-01',
      events: 'payment.settled',
      trigger: 'AUTO',
      order: 'x',
      account: 'A',
    });
    expect(view).toEqual({ tab: 'diary', from: '2026-07-01', events: 'payment.settled', trigger: 'AUTO' });
    expect(diaryView({ trigger: 'by itself' })).toEqual({ tab: 'diary' });
    expect(isFiltered(view)).toBe(true);
  });

  it('asks the server for everything when nothing is filtered', () => {
    expect(isFiltered(diaryView({}))).toBe(false);
    expect(askedOf(diaryView({}))).toEqual({
      first_day: null,
      last_day: null,
      events: [],
      users: [],
      claims: [],
      no_claim: false,
      entity: '',
      trigger: null,
      newest_first: true,
      after: '',
      limit: 50,
    });
  });

  it('tells claims from lines without one', () => {
    const asked = askedOf(diaryView({ claims: joined(['CLM-1', NO_CLAIM]) ?? '', order: 'oldest' }));
    expect([asked.claims, asked.no_claim, asked.newest_first]).toEqual([['CLM-1'], true, false]);
  });

  it('joins and splits choices', () => {
    expect(chosen(joined(['a', 'b']))).toEqual(['a', 'b']);
    expect(joined([])).toBeUndefined();
    expect(chosen(undefined)).toEqual([]);
  });
});

describe('days', () => {
  it('are those of London, and stay in the order of the activities', () => {
    const days = byDay([at('2026-07-01T23:30:00Z'), at('2026-07-01T22:59:00Z'), at('2026-07-01T00:00:00Z')]);
    expect(days.map(({ iso, activities }) => [iso, activities.length])).toEqual([
      ['2026-07-02', 1],
      ['2026-07-01', 2],
    ]);
  });

  it('hold both hours that are called one o’clock when the clocks go back', () => {
    const days = byDay([at('2026-10-25T01:30:00Z'), at('2026-10-25T00:30:00Z'), at('2026-10-24T23:00:00Z')]);
    expect(days.map(({ iso }) => iso)).toEqual(['2026-10-25']);
  });

  it('are said in words', () => expect(dayInWords('2026-07-02')).toBe('Thursday 2 July 2026'));
});
