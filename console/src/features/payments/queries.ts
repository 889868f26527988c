import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { ListingAsk, NewRefund, PaymentFilter } from '../../lib/model';
import { isBuilding } from '../../shell/build-state';

const POLL_MS = 2_000;

/** Payments of all customers, newest first. A page may be empty and yet not the last one. */
export const paymentsQuery = (filters: PaymentFilter) =>
  infiniteQueryOptions({
    queryKey: ['payments', filters],
    queryFn: async ({ pageParam }) =>
      answered(await api.POST('/api/payments/search', { body: { filters, after: pageParam } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.after ?? undefined,
  });

/** Totals or a file, asked for again until they are made. */
export const listingQuery = (id: string) =>
  queryOptions({
    queryKey: ['payment-listing', id],
    queryFn: async () => answered(await api.GET('/api/payments/listings/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => (!data || isBuilding(data.state)) && POLL_MS,
  });

export const createListing = async (body: ListingAsk, key: string) =>
  answered(await api.POST('/api/payments/listings', { params: { header: once(key) }, body }));

export const filesQuery = queryOptions({
  queryKey: ['payment-files'],
  queryFn: async () => answered(await api.GET('/api/payments/listings')),
  refetchInterval: ({ state: { data } }) => data?.items.some(({ state }) => isBuilding(state)) && POLL_MS,
});

export const fileAddress = async (id: string) =>
  answered(await api.GET('/api/payments/listings/{id}/files/payments', { params: { path: { id } } })).url;

export const reportsQuery = queryOptions({
  queryKey: ['creditor-reports'],
  queryFn: async () => answered(await api.GET('/api/payments/reports')),
  refetchInterval: ({ state: { data } }) => data?.items.some(({ state }) => isBuilding(state)) && POLL_MS,
});

export const createReport = async (_: object, key: string) =>
  answered(await api.POST('/api/payments/reports', { params: { header: once(key) }, body: {} }));

export const reportAddress = async (id: string) =>
  answered(await api.GET('/api/payments/reports/{id}/files/report', { params: { path: { id } } })).url;

/** One payment: what went back, and how much can be refunded now. */
export const paymentQuery = (customerKey: string, id: string) =>
  queryOptions({
    queryKey: ['customer', customerKey, 'payment', id],
    queryFn: async () =>
      answered(
        await api.GET('/api/customers/{customer_key}/payments/{id}', {
          params: { path: { customer_key: customerKey, id } },
        }),
      ),
    gcTime: 0,
  });

export const takeBack = async (
  { customer_key, id, reason }: { customer_key: string; id: string; reason: string },
  key: string,
) =>
  answered(
    await api.POST('/api/customers/{customer_key}/payments/{id}/reversal', {
      params: { path: { customer_key, id }, header: once(key) },
      body: { reason },
    }),
  );

interface RefundAsk {
  customerKey: string;
  id: string;
  refund: NewRefund;
}

export const refundPayment = async ({ customerKey, id, refund }: RefundAsk, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/payments/{id}/refunds', {
      params: { path: { customer_key: customerKey, id }, header: once(key) },
      body: refund,
    }),
  );
