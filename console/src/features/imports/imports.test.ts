import { describe, expect, it } from 'vitest';
import { LARGEST_BYTES, refusalOf } from './file-check';
import { stepsOf } from './upload-state';

describe('a chosen file', () => {
  it('may be a CSV file in any case', () => expect(refusalOf([{ name: 'Customers.CSV', size: 10 }])).toBeUndefined());
  it('may be as large as allowed', () => expect(refusalOf([{ name: 'a.csv', size: LARGEST_BYTES }])).toBeUndefined());
  it('may not be larger', () =>
    expect(refusalOf([{ name: 'a.csv', size: LARGEST_BYTES + 1 }])).toContain(
      'largest file that can be imported is 200 MB',
    ));
  it('may not be a spreadsheet', () => expect(refusalOf([{ name: 'a.xlsx', size: 10 }])).toContain('not a CSV file'));
  it('may not be empty', () => expect(refusalOf([{ name: 'a.csv', size: 0 }])).toBe('a.csv is empty.'));
  it('must be the only one', () => {
    const file = { name: 'a.csv', size: 10 };
    expect(refusalOf([file, file])).toBe('Choose one file at a time.');
    expect(refusalOf([])).toBe('Choose a file to import.');
  });
});

describe('the steps of an upload', () => {
  const looks = (state: Parameters<typeof stepsOf>[0]) => stepsOf(state).map(({ status }) => status);

  it('wait for a person before anything is changed', () =>
    expect(looks('AWAITING_CONFIRMATION')).toEqual(['success', 'success', 'success', 'info', 'pending']));
  it('are all done when completed', () => expect(new Set(looks('COMPLETED'))).toEqual(new Set(['success'])));
  it('stop at the check of a file that cannot be read', () =>
    expect(looks('FAILED')).toEqual(['success', 'error', 'pending', 'pending', 'pending']));
});
