import { describe, expect, it } from 'vitest';
import { faultsOf, filtersOf, isFiltered, segmentOf } from './filters';
import { segmentWords } from './segment-words';

describe('the filters of a campaign in the address', () => {
  it('keep what they know', () =>
    expect(filtersOf({ owes_from: '100', due_from: '2026-01-31', tab: 'x', tags: ' ' })).toEqual({
      owes_from: '100',
      due_from: '2026-01-31',
    }));
  it('pass over a day that does not exist', () => expect(filtersOf({ due_from: '2026-02-31' })).toEqual({}));
  it('are none when nothing is said', () => expect(isFiltered(filtersOf({ owes_to: '' }))).toBe(false));
});

describe('the question to the API', () => {
  it('is about everybody without a filter', () => expect(segmentWords(segmentOf({}))).toEqual([]));
  it('is in pence, days and codes', () =>
    expect(
      segmentOf({ owes_from: '£1,234.50', late_to: '90', areas: 'ls, eh', mobile: 'no', statuses: 'ACTIVATED,NONE' }),
    ).toMatchObject({
      balance_from_pence: 123450,
      balance_to_pence: null,
      past_due_to_days: 90,
      postcode_areas: ['LS', 'EH'],
      has_mobile: false,
      has_email: null,
      statuses: ['ACTIVATED'],
    }));
  it('asks for those without a value only when told to', () => {
    expect(segmentOf({ tags: 'gold' }).tags_blank).toBe(false);
    expect(segmentOf({ tags: 'gold', tags_blank: 'yes' }).tags_blank).toBe(true);
  });
});

describe('what is wrong with a filter', () => {
  it.each([
    [{ owes_from: 'a lot' }, 'owes_from'],
    [{ owes_from: '20', owes_to: '10' }, 'owes_to'],
    [{ late_from: '1.5' }, 'late_from'],
    [{ late_from: '100', late_to: '20' }, 'late_to'],
    [{ due_from: '2026-02-01', due_to: '2026-01-31' }, 'due_to'],
    [{ paid_from: '2026-02-01', paid_to: '2026-01-31' }, 'paid_to'],
    [{ areas: 'LS1' }, 'areas'],
  ])('%j is said where it is: %s', (filters, name) => expect(Object.keys(faultsOf(filters))).toEqual([name]));
  it.each([{}, { owes_from: '10', owes_to: '10' }, { late_from: '9', late_to: '10' }, { areas: 'LS, eh' }])(
    '%j is sound',
    (filters) => expect(faultsOf(filters)).toEqual({}),
  );
});

describe('a campaign in the history', () => {
  it('tells its filters in words', () =>
    expect(
      segmentWords(
        segmentOf({
          owes_from: '10',
          late_from: '30',
          late_to: '90',
          paid_blank: 'yes',
          portfolios: 'North',
          mobile: 'yes',
        }),
      ),
    ).toEqual([
      'Balance: at least £10.00',
      'Past due: 30 days to 90 days',
      'Last payment: none known',
      'Portfolio: North',
      'Mobile: held',
    ]));
  it('tells promises and plans, and asks for no state that there is not', () => {
    const segment = segmentOf({ promises: 'BROKEN,PART_KEPT,LOST', plans: 'AT_RISK,NONE' });
    expect(segment.promises).toEqual(['BROKEN', 'PART_KEPT']);
    expect(segmentWords(segment)).toEqual(['Promise: broken, kept in part', 'Plan: at risk, none']);
  });
  it('tells that those without a date are in', () =>
    expect(segmentWords(segmentOf({ due_to: '2026-01-31', due_blank: 'yes' }))).toEqual([
      'Due: until 31/01/2026 or nothing due',
    ]));
});
