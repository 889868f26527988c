import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { CancelPromise, NewPromise } from '../../lib/model';

export const promisesQuery = (customer_key: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'promises'],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/promises', { params: { path: { customer_key } } })),
  });

export const makePromise = async ({ customer_key, ...body }: NewPromise & { customer_key: string }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/promises', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

export const cancelPromise = async (
  { customer_key, id, ...body }: CancelPromise & { customer_key: string; id: string },
  key: string,
) =>
  answered(
    await api.POST('/api/customers/{customer_key}/promises/{id}/cancel', {
      params: { path: { customer_key, id }, header: once(key) },
      body,
    }),
  );
