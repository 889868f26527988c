import { describe, expect, it } from 'vitest';
import { day, fileSize, moment, percent, phone, plural, pounds, words } from './format';

describe('money', () => {
  it('shows pence as pounds', () => expect(pounds(123450)).toBe('£1,234.50'));
  it('shows a credit with its sign', () => expect(pounds(-5)).toBe('−£0.05'));
});

describe('days and moments', () => {
  it('writes a day the British way', () => expect(day('2026-02-01')).toBe('01/02/2026'));
  it('shows summer instants on London clocks', () => expect(moment('2026-07-01T23:30:00Z')).toBe('02/07/2026 00:30'));
  it('shows winter instants unchanged', () => expect(moment('2026-01-01T09:05:00Z')).toBe('01/01/2026 09:05'));
});

describe('words', () => {
  it('turns a code into a sentence', () => expect(words('COMPLETED_WITH_ERRORS')).toBe('Completed with errors'));
  it('keeps the capitals of what is an abbreviation', () => expect(words('SMS')).toBe('SMS'));
  it('counts one', () => expect(plural(1, 'row')).toBe('1 row'));
  it('counts many', () => expect(plural(2000, 'row')).toBe('2,000 rows'));
});

describe('phone numbers', () => {
  it('are shown as dialled in the UK', () => expect(phone('+447700900123')).toBe('07700 900123'));
  it('of elsewhere stay international', () => expect(phone('+35315550100')).toBe('+35315550100'));
});

describe('file sizes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1536, '1.5 KB'],
    [209_715_200, '200 MB'],
  ])('%i bytes is %s', (bytes, shown) => expect(fileSize(bytes)).toBe(shown));
});

describe('progress', () => {
  it('is zero before anything is known', () => expect(percent(0, 0)).toBe(0));
  it('never claims completion early', () => expect(percent(999, 1000)).toBe(99));
  it('never passes one hundred', () => expect(percent(3, 2)).toBe(100));
});
