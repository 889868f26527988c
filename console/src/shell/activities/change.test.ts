import { describe, expect, it } from 'vitest';
import { changedFields, shownChange } from './change';

describe('a change', () => {
  it('shows pence as pounds', () =>
    expect(shownChange('amount_pence', undefined, '85365')).toEqual({
      label: 'Amount',
      before: '–',
      after: '£853.65',
    }));
  it('shows a day as it is written here', () =>
    expect(shownChange('due', '2026-11-23', '2026-12-01')).toMatchObject({
      before: '23/11/2026',
      after: '01/12/2026',
    }));
  it('shows codes in words', () => {
    expect(shownChange('Status', 'ACTIVATED', 'BLOCKED')).toMatchObject({ before: 'Activated', after: 'Blocked' });
    expect(shownChange('assigned_to', undefined, 'queue:general').after).toBe('Queue general');
  });
  it('shows anything else as it is', () =>
    expect(shownChange('mobile_phone', '07***111', '07***222')).toEqual({
      label: 'Mobile phone',
      before: '07***111',
      after: '07***222',
    }));
});

describe('the fields of an activity', () => {
  it('are those that changed', () =>
    expect(changedFields({ balance: '£2', status: 'ACTIVE' }, { balance: '£1', status: 'ACTIVE' })).toEqual([
      'balance',
    ]));
  it('are all of something new', () => expect(changedFields(null, { balance: '£1' })).toEqual(['balance']));
});
