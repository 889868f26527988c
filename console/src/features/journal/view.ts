import { isDay } from '../../lib/day';
import type { JournalAsk } from '../../lib/model';

export const FIELDS = ['claims', 'products', 'methods', 'contexts'] as const;
export type Field = (typeof FIELDS)[number];

export const ORDERS = { effective: 'DATE', product: 'PRODUCT', claim: 'CLAIM', context: 'CONTEXT' } as const;
export type Sort = keyof typeof ORDERS;

/** What the journal shows, as it stands in the fragment of the address; `tab`, `account` and `part` say where it is shown. */
export interface JournalView extends Partial<Record<Field, string>> {
  tab?: string;
  account?: string;
  part?: string;
  sort?: Sort;
  order?: 'ascending';
  /** The day for which it is told what was owed. */
  day?: string;
  after?: string;
}

/** How a filter calls lines without a claim, a product or a payment method. No code of these holds a space. */
export const NONE = 'not given';

/** Takes what it knows from an address; anything else falls back to the whole journal. */
export function journalView(values: Record<string, string>): JournalView {
  const kept = ['tab', 'account', 'part', ...FIELDS].filter((name) => values[name]);
  return {
    ...Object.fromEntries(kept.map((name) => [name, values[name]])),
    ...((values.sort ?? '') in ORDERS && { sort: values.sort as Sort }),
    ...(values.order === 'ascending' && { order: 'ascending' }),
    ...(isDay(values.day ?? '') && { day: values.day }),
  };
}

/** Several choices as one text of the address, and back. */
export const joined = (choices: readonly string[]) => choices.map((choice) => choice || NONE).join(',') || undefined;
export const chosen = (text: string | undefined) =>
  (text?.split(',') ?? []).filter(Boolean).map((choice) => (choice === NONE ? '' : choice));

/** What the server is asked for, on one account or for the customer. */
export const askedOf = (view: JournalView, account: string): JournalAsk => ({
  account,
  claims: chosen(view.claims),
  products: chosen(view.products),
  methods: chosen(view.methods),
  contexts: chosen(view.contexts) as JournalAsk['contexts'],
  order: ORDERS[view.sort ?? 'effective'],
  descending: view.order !== 'ascending',
  after: '',
  limit: 50,
  payment_id: '',
});

export const isFiltered = (view: JournalView) => FIELDS.some((field) => view[field]);

/** The view without any filter; the order stays. */
export const UNFILTERED: Partial<JournalView> = Object.fromEntries(FIELDS.map((field) => [field, undefined]));
