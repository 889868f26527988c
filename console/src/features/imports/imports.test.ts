import { describe, expect, it } from 'vitest';
import { LARGEST_BYTES, refusalOf } from './file-check';
import { comparedFrom, listedFrom } from './filters';
import { paceOf, stepsOf } from './upload-state';

describe('a chosen file', () => {
  it('may be a CSV file in any case', () => expect(refusalOf([{ name: 'Customers.CSV', size: 10 }])).toBeUndefined());
  it('may be as large as allowed', () => expect(refusalOf([{ name: 'a.csv', size: LARGEST_BYTES }])).toBeUndefined());
  it('may not be larger', () =>
    expect(refusalOf([{ name: 'a.csv', size: LARGEST_BYTES + 1 }])).toContain(
      'largest file that can be imported is 200 MB',
    ));
  it('may be an Excel workbook', () => expect(refusalOf([{ name: 'a.xlsx', size: 10 }])).toBeUndefined());
  it.each(['a.xls', 'a.pdf', 'a.csv.exe', 'csv'])('may not be %s', (name) =>
    expect(refusalOf([{ name, size: 10 }])).toContain('neither a CSV file nor an Excel workbook'),
  );
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
  it('show that a confirmed file waits for its turn', () =>
    expect(looks('QUEUED')).toEqual(['success', 'success', 'success', 'success', 'pending']));
});

describe('the pace of an import', () => {
  const progress = { rows: 5000, rows_done: 1200, rows_a_second: 340.4, seconds_left: 12, place: null, is_late: false };

  it('is said in rows, rows a second and time left', () =>
    expect(paceOf(progress)).toBe('1,200 of 5,000 rows, 340 rows a second, about 12 seconds left'));
  it('is said in minutes when there are many', () =>
    expect(paceOf({ ...progress, seconds_left: 150 })).toContain('about 3 minutes left'));
  it('is not guessed before anything is done', () =>
    expect(paceOf({ ...progress, rows_done: 0, rows_a_second: null, seconds_left: null })).toBe('0 of 5,000 rows'));
  it('is not said before the rows are counted', () => expect(paceOf({ ...progress, rows: 0 })).toBe(''));
});

describe('an address', () => {
  it('chooses which differences are shown', () =>
    expect(comparedFrom({ kind: 'KEPT', column: 'Email', page: '3' })).toEqual({
      kind: 'KEPT',
      column: 'Email',
      page: 3,
    }));
  it.each(['1', '0', '-2', '2.5', 'x', ''])('that says page %s shows the first', (page) =>
    expect(comparedFrom({ page }).page).toBeUndefined(),
  );
  it('with a kind that does not exist shows all', () => expect(comparedFrom({ kind: 'x' }).kind).toBeUndefined());
  it('chooses which uploads are listed', () =>
    expect(listedFrom({ state: 'FAILED', source: 'S3' })).toEqual({ state: 'FAILED', source: 'S3' }));
  it('with a state that does not exist lists all', () =>
    expect(listedFrom({ state: 'x', source: 'y' })).toEqual({ state: undefined, source: undefined }));
});
