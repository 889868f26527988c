/** What the list of customers shows, as it stands in the address. */
export interface CustomersSearch {
  by?: SearchBy;
  q?: string;
  after?: string;
  limit?: PageSize;
}

export const SEARCH_BY = {
  name: 'Name starts with',
  customer_id: 'Customer ID',
  account: 'Account number',
  phone: 'Phone',
  email: 'Email',
  postcode: 'Postcode',
} as const;
export type SearchBy = keyof typeof SEARCH_BY;

export const PAGE_SIZES = [20, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** Takes what it knows from an address; anything else falls back to the whole list. */
export function customersSearch(search: Record<string, unknown>): CustomersSearch {
  const by = Object.keys(SEARCH_BY).find((known) => known === search.by) as SearchBy | undefined;
  const limit = PAGE_SIZES.find((size) => String(size) === String(search.limit));
  const q = text(search.q)?.trim();
  const after = text(search.after);
  return { ...(by && { by }), ...(q && { q }), ...(after && { after }), ...(limit && { limit }) };
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

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
