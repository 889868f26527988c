import { describe, expect, it } from 'vitest';
import { type CsvColumn, csv, guarded, poundsCell } from '../lib/csv';
import { everyRow, TooManyRows } from './filtered-csv';

const pages: Record<string, { items: number[]; after: string | null }> = {
  '': { items: [1, 2], after: 'b' },
  b: { items: [], after: 'c' },
  c: { items: [3], after: null },
};
const page = async (after: string) => pages[after] as { items: number[]; after: string | null };

describe('what is filtered', () => {
  it('is had to the last page, past pages that hold nothing', async () => {
    const seen: number[] = [];
    expect(await everyRow(page, 10, (rows) => seen.push(rows))).toEqual([1, 2, 3]);
    expect(seen).toEqual([2, 2, 3]);
  });
  it('is never cut short', async () => {
    await expect(everyRow(page, 2, () => {})).rejects.toBeInstanceOf(TooManyRows);
  });
});

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3', "'-2+3"],
    ['\tx', "'\tx"],
    ['+447700900123', '+447700900123'],
    ['-12.50', '-12.50'],
    ["O'Neill", "O'Neill"],
  ])('%s is written as %s', (given, written) => expect(guarded(given)).toBe(written));
});

describe('a file', () => {
  it('quotes every cell, and says nothing for what is not held', () => {
    const columns: CsvColumn<{ name: string; owed: number; email?: string }>[] = [
      { header: 'Name', value: ({ name }) => name },
      { header: 'Owed', value: ({ owed }) => poundsCell(owed) },
      { header: 'Email', value: ({ email }) => email },
    ];
    expect(csv(columns, [{ name: 'Ann "Nan" Lee', owed: 123450 }])).toBe(
      '\uFEFF"Name","Owed","Email"\r\n"Ann ""Nan"" Lee","1234.50",""\r\n',
    );
  });
});
