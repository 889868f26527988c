import { isDay } from '../../lib/day';
import { METHODS } from '../../lib/methods';
import type { PaymentFilter } from '../../lib/model';

export const STATUSES = {
  CREATED: 'Started',
  PENDING: 'Pending',
  SETTLED: 'Settled',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Expired',
  PART_REFUNDED: 'Part refunded',
  REFUNDED: 'Refunded',
  DISPUTED: 'Disputed',
  CHARGED_BACK: 'Charged back',
  RETURNED: 'Returned unpaid',
  INDEMNITY_CLAIMED: 'Claimed back',
} as const;
/** The filters as they stand in the fragment of the address; several values are joined by commas. */
export interface Filters {
  from?: string;
  to?: string;
  statuses?: string;
  methods?: string;
  account?: string;
  after?: string;
}

const known = (words: object, text: string | undefined) => (text ?? '').split(',').filter((value) => value in words);

/** Takes what it knows from an address; anything else is passed over. */
export function filtersOf(values: Record<string, string>): Filters {
  const statuses = known(STATUSES, values.statuses).join(',');
  const methods = known(METHODS, values.methods).join(',');
  const account = values.account?.trim();
  return {
    ...(isDay(values.from ?? '') && { from: values.from }),
    ...(isDay(values.to ?? '') && { to: values.to }),
    ...(statuses && { statuses }),
    ...(methods && { methods }),
    ...(account && { account }),
  };
}

export const isFiltered = (filters: Filters) => Object.values(filters).some(Boolean);

/** Whether the days stand the wrong way round. */
export const isUpsideDown = ({ from, to }: Filters) => Boolean(from && to && from > to);

/** The question to the API. */
export const askOf = (filters: Filters): PaymentFilter => ({
  from_day: filters.from ?? null,
  to_day: filters.to ?? null,
  statuses: known(STATUSES, filters.statuses) as PaymentFilter['statuses'],
  methods: known(METHODS, filters.methods),
  account: filters.account ?? '',
});
