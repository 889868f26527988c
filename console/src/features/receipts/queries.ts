import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { Allocation, NewPayment, NewReceipt } from '../../lib/model';

/** Money of unknown payers that waits, and a fresh id for what is recorded next. */
export const receiptsQuery = queryOptions({
  queryKey: ['receipts'],
  queryFn: async () => answered(await api.GET('/api/receipts')),
  staleTime: 0,
});

export const recordPayment = async ({ customer_key, ...body }: NewPayment & { customer_key: string }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/payments', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

export const keepReceipt = async (body: NewReceipt, key: string) =>
  answered(await api.POST('/api/receipts', { params: { header: once(key) }, body }));

/** The reference is asked for in the body: it may be somebody's name. */
export const matchesQuery = (reference: string) =>
  queryOptions({
    queryKey: ['receipts', 'matches', reference],
    queryFn: async () => answered(await api.POST('/api/receipts/matches', { body: { reference } })),
    enabled: reference !== '',
  });

export const allocate = async ({ id, ...body }: Allocation & { id: string }, key: string) =>
  answered(await api.POST('/api/receipts/{id}/allocation', { params: { path: { id }, header: once(key) }, body }));

export const sendBack = async ({ id, reason }: { id: string; reason: string }, key: string) =>
  answered(
    await api.POST('/api/receipts/{id}/return', { params: { path: { id }, header: once(key) }, body: { reason } }),
  );
