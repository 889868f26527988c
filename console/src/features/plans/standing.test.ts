import { expect, test } from 'vitest';
import type { PlanDetail } from '../../lib/model';
import { covering, missed, nextInstalment } from './standing';

type Line = PlanDetail['schedule'][number];

const line = (number: number, state: string, paid = 0): Line => ({
  number,
  state,
  paid,
  amount: 3_000,
  due: `2026-12-0${number}`,
  collect_on: null,
  attempt: null,
});
const plan = (id: string, state: string, account: string) => ({ id, state, account_numbers: [account] }) as PlanDetail;

test('the plan of an account is the one that still stands', () => {
  const plans = [plan('d', 'SUPERSEDED', 'ACC-1'), plan('c', 'BROKEN', 'ACC-1'), plan('b', 'ACTIVE', 'ACC-2')];
  expect(covering(plans, 'ACC-1')?.id).toBe('c');
  expect(covering(plans, 'ACC-3')).toBeUndefined();
  expect(covering([plan('a', 'COMPLETED', 'ACC-1')], 'ACC-1')).toBeUndefined();
});

test('what comes next is neither paid nor missed, and what was missed is summed', () => {
  const schedule = [
    line(1, 'PAID', 3_000),
    line(2, 'MISSED', 1_000),
    line(3, 'SKIPPED'),
    line(4, 'DUE'),
    line(5, 'SCHEDULED'),
  ];
  expect(nextInstalment({ schedule })?.number).toBe(4);
  expect(missed({ schedule })).toBe(2_000);
  expect(nextInstalment({ schedule: [line(1, 'PAID', 3_000)] })).toBeUndefined();
});
