import { describe, expect, it } from 'vitest';
import { shownChange } from './change';

describe('a change', () => {
  it('shows pence as pounds', () =>
    expect(shownChange('amount_pence', undefined, '85365')).toEqual({
      label: 'Amount',
      before: '–',
      after: '£853.65',
    }));
  it('shows anything else as it is', () =>
    expect(shownChange('mobile_phone', '07***111', '07***222')).toEqual({
      label: 'Mobile phone',
      before: '07***111',
      after: '07***222',
    }));
});
