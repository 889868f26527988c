import { describe, expect, it } from 'vitest';
import type { SettingsValues } from '../../lib/model';
import { asPence, asPounds, asWhole, heldIn, rebased, withValue } from './draft';

const base = {
  display_name: 'Example',
  brand: { colour: '#000000', dark: '#111111' },
  link_valid_days: 30,
} as unknown as SettingsValues;

describe('a draft', () => {
  it('changes one field and nothing beside it', () => {
    const changed = withValue(base, 'brand.colour', '#222222');
    expect(changed.brand).toEqual({ colour: '#222222', dark: '#111111' });
    expect(heldIn(changed, 'brand.colour')).toBe('#222222');
    expect(base.brand.colour).toBe('#000000');
  });

  it('keeps what was changed here and takes what others have saved elsewhere', () => {
    const mine = withValue(base, 'display_name', 'Mine');
    const theirs = withValue(withValue(base, 'display_name', 'Theirs'), 'link_valid_days', 60);
    expect(rebased(base, mine, theirs)).toEqual({ ...base, display_name: 'Mine', link_valid_days: 60 });
  });
});

describe('typed numbers', () => {
  it.each([
    ['1', 100],
    ['£1.5', 150],
    ['1,234.56', 123456],
    ['0.01', 1],
  ])('reads %s as %i pence', (typed, pence) => expect(asPence(typed)).toBe(pence));

  it.each(['', 'one', '1.234', '-1', '1e3'])('reads no amount in "%s"', (typed) =>
    expect(asPence(typed)).toBeUndefined(),
  );

  it('writes pence as pounds', () => expect(asPounds(150)).toBe('1.50'));

  it('reads whole numbers only', () => {
    expect(asWhole(' 12 ')).toBe(12);
    for (const typed of ['', '1.5', '-2', '1e2']) expect(asWhole(typed)).toBeUndefined();
  });
});
