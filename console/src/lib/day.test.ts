import { describe, expect, it } from 'vitest';
import { isDay, londonDay, typedDay } from './day';

describe('a day as it is typed', () => {
  it.each([
    ['27/11/2026', '2026-11-27'],
    [' 1.3.2026 ', '2026-03-01'],
    ['29-02-2028', '2028-02-29'],
    ['05 06 2026', '2026-06-05'],
  ])('%s is %s', (text, iso) => expect(typedDay(text)).toBe(iso));

  it.each(['', '27/11', '31/04/2026', '29/02/2026', '11/27/2026', '2026-11-27', '1/1/26'])('%s is none', (text) =>
    expect(typedDay(text)).toBe(''),
  );
});

it('knows a day from what is none', () => {
  expect(isDay('2026-11-27')).toBe(true);
  expect(isDay('2026-02-30')).toBe(false);
  expect(isDay('27/11/2026')).toBe(false);
});

describe('the day in London', () => {
  it('begins an hour before midnight UTC in summer', () => {
    expect(londonDay('2026-07-01T22:59:59Z')).toBe('2026-07-01');
    expect(londonDay('2026-07-01T23:00:00Z')).toBe('2026-07-02');
  });

  it('begins at midnight UTC in winter, also on the day the clocks go back', () => {
    expect(londonDay('2026-10-25T00:30:00Z')).toBe('2026-10-25');
    expect(londonDay('2026-10-25T23:59:59Z')).toBe('2026-10-25');
    expect(londonDay('2026-10-24T23:00:00Z')).toBe('2026-10-25');
  });
});
