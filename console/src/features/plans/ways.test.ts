import { expect, test } from 'vitest';
import type { Mandate } from '../../lib/model';
import { BY_HAND, waysOf } from './ways';

const mandate = (id: string, most_pence: number, more: Partial<Mandate> = {}) =>
  ({ id, name: `Card ${id}`, status: 'ACTIVE', may_end: true, consent: { most_pence }, ...more }) as Mandate;
const plan = { pay_by: 'CUSTOMER' as const, mandate_id: '', instalment: 3_333, final_instalment: 3_334 };

test('a plan can be paid under every mandate whose consent covers its largest instalment', () => {
  const [own, covers, small] = waysOf(plan, [mandate('a', 3_334), mandate('b', 3_333)]);
  expect(own).toMatchObject({ value: BY_HAND, disabled: true, description: 'As it is now.' });
  expect(covers).toMatchObject({
    value: 'a',
    label: 'Card a',
    description: 'At most £33.34 per charge.',
    disabled: false,
  });
  expect(small).toMatchObject({ value: 'b', disabled: true });
  expect(small?.description).toBe('The customer agreed to £33.33 at most, and an instalment is £33.34.');
});

test('what is over is not offered, and what is disabled cannot be chosen', () => {
  const over = mandate('a', 10_000, { status: 'CANCELLED', may_end: false });
  const ways = waysOf(plan, [over, mandate('b', 10_000, { status: 'DISABLED' })]);
  expect(ways.map(({ value, disabled }) => [value, disabled])).toEqual([
    [BY_HAND, true],
    ['b', true],
  ]);
});

test('the way it is paid now is named, also where it is over, and by hand is offered instead', () => {
  const under = { ...plan, pay_by: 'CARD' as const, mandate_id: 'a' };
  expect(waysOf(under, [mandate('a', 10_000)]).map(({ description }) => description)).toEqual([
    undefined,
    'As it is now.',
  ]);
  const [, over] = waysOf(under, [mandate('a', 10_000, { status: 'EXPIRED', may_end: false })]);
  expect(over?.description).toBe('As it is now. It cannot be used.');
});
