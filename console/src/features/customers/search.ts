import { pence } from '../../lib/format';
import type { CustomerSearch } from '../../lib/model';

/** What the list of customers shows, as it stands in the address. */
export interface CustomersSearch {
  by?: SearchBy;
  q?: string;
  status?: Status;
  hold?: YesOrNo;
  language?: Language;
  portfolio?: string;
  /** Pounds, as they were typed. */
  from?: string;
  to?: string;
  after?: string;
  limit?: PageSize;
  /** The customer shown beside the list. */
  view?: string;
}

export const SEARCH_BY = {
  any: 'Anything',
  name: 'Name starts with',
  customer_id: 'Customer ID',
  account: 'Account number',
  reference: 'Payment reference',
  phone: 'Phone',
  email: 'Email',
  postcode: 'Postcode',
} as const;
const TAKEN_FOR: Record<keyof typeof SEARCH_BY, string> = {
  any: 'anything',
  name: 'the beginning of a name',
  customer_id: 'a customer ID',
  account: 'an account number',
  reference: 'a payment reference',
  phone: 'a phone number',
  email: 'an email address',
  postcode: 'a postcode',
};
const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** "a customer ID or the beginning of a name": what a text was taken for. */
export const takenFor = (tried: readonly SearchBy[]): string => either.format(tried.map((by) => TAKEN_FOR[by]));

export type SearchBy = keyof typeof SEARCH_BY;

export const STATUSES = {
  ACTIVATED: 'Activated',
  BLOCKED: 'Blocked',
  DEACTIVATED: 'Deactivated',
  ANONYMISED: 'Anonymised',
} as const;
export type Status = keyof typeof STATUSES;

export const HOLDS = { yes: 'On hold', no: 'Not on hold' } as const;
export type YesOrNo = keyof typeof HOLDS;

export const LANGUAGES = { 'en-GB': 'English', 'cy-GB': 'Welsh' } as const;
export type Language = keyof typeof LANGUAGES;

export const PAGE_SIZES = [20, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** Takes what it knows from an address; anything else falls back to the whole list. */
export function customersSearch(search: Record<string, unknown>): CustomersSearch {
  const limit = PAGE_SIZES.find((size) => String(size) === String(search.limit));
  const known = {
    by: oneOf(SEARCH_BY, search.by),
    q: text(search.q),
    status: oneOf(STATUSES, search.status),
    hold: oneOf(HOLDS, search.hold),
    language: oneOf(LANGUAGES, search.language),
    portfolio: text(search.portfolio),
    from: pounds(search.from),
    to: pounds(search.to),
    after: text(search.after),
    limit,
    view: text(search.view),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

const oneOf = <Known extends object>(known: Known, value: unknown) =>
  Object.keys(known).find((key) => key === value) as keyof Known | undefined;

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);

const pounds = (value: unknown) => (pence(text(value)) === null ? undefined : text(value));

const NO_FILTERS = {
  status: undefined,
  hold: undefined,
  language: undefined,
  portfolio: undefined,
  from: undefined,
  to: undefined,
} satisfies CustomersSearch;

/** What to change to see everybody again. */
export const EVERYBODY: CustomersSearch = { ...NO_FILTERS, by: undefined, q: undefined };

const FILTERS = Object.keys(NO_FILTERS) as (keyof typeof NO_FILTERS)[];

/** Whether anything narrows the list. */
export const isNarrowed = (search: CustomersSearch) =>
  search.q !== undefined || FILTERS.some((name) => search[name] !== undefined);

/** The question to the API. */
export const asked = ({ by = 'any', q, after, limit = 20, ...filters }: CustomersSearch): CustomerSearch => ({
  by,
  text: q ?? '',
  filters: {
    status: filters.status ?? null,
    hold: filters.hold === undefined ? null : filters.hold === 'yes',
    language: filters.language ?? null,
    portfolio: filters.portfolio ?? null,
    owed_from_pence: pence(filters.from),
    owed_to_pence: pence(filters.to),
  },
  after: after ?? '',
  limit,
});

/** The first pages' cursors as far as this visit has seen them; the first page has none. */
export type Trail = readonly string[];

/** The pager of a list that only knows what comes next: `pages` seen or just ahead, and which one this is. */
export function pager(trail: Trail, after: string | undefined, next: string | null) {
  const seen = after === undefined ? -1 : trail.indexOf(after);
  const current = after === undefined ? 1 : seen === -1 ? 2 : seen + 2;
  const known = seen === -1 ? (after === undefined ? [] : [after]) : trail.slice(0, seen + 1);
  const cursors = next === null ? known : [...known, next];
  return { current, pages: cursors.length + 1, cursors, isOpenEnded: next !== null };
}
