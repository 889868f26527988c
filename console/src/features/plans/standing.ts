import type { PlanDetail } from '../../lib/model';

type Line = PlanDetail['schedule'][number];

const OPEN = new Set(['REQUESTED', 'PENDING_FIRST', 'ACTIVE', 'PAUSED', 'BROKEN']);
const RUNNING = new Set(['PENDING_FIRST', 'ACTIVE']);
const AHEAD = new Set(['SCHEDULED', 'DUE', 'PART_PAID']);

/** The plan that an account is under, or the request that waits; of several the newest. */
export const covering = (plans: readonly PlanDetail[], account: string) =>
  plans.find(({ state, account_numbers }) => OPEN.has(state) && account_numbers.includes(account));

/** The first instalment that is neither paid nor missed. */
export const nextInstalment = ({ schedule }: Pick<PlanDetail, 'schedule'>): Line | undefined =>
  schedule.find(({ state }) => AHEAD.has(state));

/** Pence of the instalments whose time has passed. */
export const missed = ({ schedule }: Pick<PlanDetail, 'schedule'>): number =>
  schedule.filter(({ state }) => state === 'MISSED').reduce((sum, { amount, paid }) => sum + amount - paid, 0);

/** Whether its instalments fall due and are collected. */
export const isRunning = ({ state }: Pick<PlanDetail, 'state'>) => RUNNING.has(state);
