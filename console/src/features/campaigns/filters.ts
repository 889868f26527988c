import { isDay } from '../../lib/day';
import { pence } from '../../lib/format';
import type { Segment } from '../../lib/model';

export const STATUSES = {
  ACTIVATED: 'Activated',
  BLOCKED: 'Blocked',
  DEACTIVATED: 'Deactivated',
} as const;
export const ACCOUNT_STATUSES = {
  ACTIVE: 'Active',
  HOLD: 'On hold',
  SETTLED: 'Settled',
  CLOSED: 'Closed',
  WRITTEN_OFF: 'Written off',
} as const;
export const PROMISES = {
  OPEN: 'Open',
  PART_KEPT: 'Kept in part',
  BROKEN: 'Broken',
  NONE: 'None',
} as const;
export const PLANS = {
  ACTIVE: 'Active',
  AT_RISK: 'At risk',
  BROKEN: 'Broken',
  NONE: 'None',
} as const;
export const LANGUAGES = { 'en-GB': 'English', 'cy-GB': 'Welsh' } as const;

const DAYS = ['due_from', 'due_to', 'paid_from', 'paid_to'] as const;
const TEXTS = ['owes_from', 'owes_to', 'late_from', 'late_to', 'portfolios', 'areas', 'tags'] as const;
const CHOICES = ['statuses', 'account_statuses', 'languages', 'promises', 'plans'] as const;
const ANSWERS = ['mobile', 'email'] as const;
const BLANKS = ['due_blank', 'paid_blank', 'portfolio_blank', 'tags_blank'] as const;
const NAMES = [...DAYS, ...TEXTS, ...CHOICES, ...ANSWERS, ...BLANKS];

export type Filter = (typeof NAMES)[number];

/** The filters as they are typed and as they stand in the fragment of the address; several values are joined by commas. */
export type Filters = Partial<Record<Filter, string>>;

/** Takes what it knows from an address; a day that does not exist is passed over. */
export function filtersOf(values: Record<string, string>): Filters {
  const isKnown = (name: Filter) => {
    const value = values[name]?.trim();
    if (!value) return false;
    return (DAYS as readonly string[]).includes(name) ? isDay(value) : true;
  };
  return Object.fromEntries(NAMES.filter(isKnown).map((name) => [name, values[name]]));
}

export const isFiltered = (filters: Filters) => Object.values(filters).some(Boolean);

/** The values of a filter that takes several. */
export const several = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean);

const wholeDays = (text: string | undefined) => (/^\d{1,5}$/.test(text?.trim() ?? '') ? Number(text) : null);

/** What is wrong with a filter, by its name; an upside-down range is said of its second end. */
export function faultsOf(filters: Filters): Filters {
  const faults: Filters = {};
  for (const name of ['owes_from', 'owes_to'] as const) {
    if (filters[name] && pence(filters[name]) === null) faults[name] = 'Write an amount like 120 or 120.50.';
  }
  for (const name of ['late_from', 'late_to'] as const) {
    if (filters[name] && wholeDays(filters[name]) === null) faults[name] = 'Write a whole number of days.';
  }
  if (several(filters.areas).some((area) => !/^[a-z]{1,3}$/i.test(area))) {
    faults.areas = 'Write the letters that postcodes begin with, like LS, EH.';
  }
  const upsideDown = (from: unknown, to: unknown) => Boolean(from !== null && to !== null && from && to && from > to);
  const least = pence(filters.owes_from);
  const most = pence(filters.owes_to);
  if (least !== null && most !== null && least > most) faults.owes_to = 'This is less than the lower amount.';
  const newer = wholeDays(filters.late_from);
  const older = wholeDays(filters.late_to);
  if (newer !== null && older !== null && newer > older) faults.late_to = 'This is less than the lower number of days.';
  if (upsideDown(filters.due_from, filters.due_to)) faults.due_to = 'This is before the first day.';
  if (upsideDown(filters.paid_from, filters.paid_to)) faults.paid_to = 'This is before the first day.';
  return faults;
}

const answer = (text: string | undefined) => (text === 'yes' ? true : text === 'no' ? false : null);

const known = <Known extends object>(words: Known, text: string | undefined) =>
  several(text).filter((value): value is keyof Known & string => value in words);

/** The question to the API. */
export const segmentOf = (filters: Filters): Segment => ({
  balance_from_pence: pence(filters.owes_from),
  balance_to_pence: pence(filters.owes_to),
  due_from: filters.due_from ?? null,
  due_to: filters.due_to ?? null,
  past_due_from_days: wholeDays(filters.late_from),
  past_due_to_days: wholeDays(filters.late_to),
  due_blank: filters.due_blank === 'yes',
  last_payment_from: filters.paid_from ?? null,
  last_payment_to: filters.paid_to ?? null,
  last_payment_blank: filters.paid_blank === 'yes',
  portfolios: several(filters.portfolios),
  portfolio_blank: filters.portfolio_blank === 'yes',
  account_statuses: known(ACCOUNT_STATUSES, filters.account_statuses),
  postcode_areas: several(filters.areas).map((area) => area.toUpperCase()),
  has_mobile: answer(filters.mobile),
  has_email: answer(filters.email),
  languages: known(LANGUAGES, filters.languages),
  statuses: known(STATUSES, filters.statuses),
  tags: several(filters.tags),
  tags_blank: filters.tags_blank === 'yes',
  promises: known(PROMISES, filters.promises),
  plans: known(PLANS, filters.plans),
});
