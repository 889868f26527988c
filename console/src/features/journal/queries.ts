import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { JournalAsk } from '../../lib/model';

const EVERYTHING = { account: '', claims: [], products: [], methods: [], contexts: [], after: '' };

export const journalPage = async (customer_key: string, body: JournalAsk) =>
  answered(await api.POST('/api/customers/{customer_key}/journal', { params: { path: { customer_key } }, body }));

export const journalQuery = (customer_key: string, asked: JournalAsk) =>
  infiniteQueryOptions({
    queryKey: ['customer', customer_key, 'journal', asked],
    queryFn: ({ pageParam }) => journalPage(customer_key, { ...asked, after: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.after ?? undefined,
    placeholderData: (before) => before,
  });

/** The lines of one payment, in the order they were posted. */
export const paymentEntriesQuery = (customer_key: string, payment_id: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'journal', 'payment', payment_id],
    queryFn: () =>
      journalPage(customer_key, { ...EVERYTHING, order: 'DATE', descending: false, limit: 100, payment_id }),
  });

export const owedQuery = (customer_key: string, account: string, day: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'journal', 'owed', account, day],
    queryFn: async () => {
      const params = { path: { customer_key } };
      return answered(await api.POST('/api/customers/{customer_key}/journal/owed', { params, body: { account, day } }));
    },
  });

/** A page for a file. That it is taken away, and by which filters, is written down before the first. */
export async function takeAway(customer_key: string, asked: JournalAsk, after: string) {
  const { account, claims, products, methods, contexts } = asked;
  if (!after) {
    const params = { path: { customer_key }, header: once(crypto.randomUUID()) };
    const body = { account, claims, products, methods, contexts };
    answered(await api.POST('/api/customers/{customer_key}/journal/downloads', { params, body }));
  }
  return journalPage(customer_key, { ...asked, order: 'DATE', descending: false, after, limit: 1000 });
}
