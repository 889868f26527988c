import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { Charge, DisableMandate } from '../../lib/model';

interface Of {
  customer_key: string;
}
interface OfMandate extends Of {
  id: string;
}

const mandatesKey = (customer_key: string) => ['customer', customer_key, 'mandates'];

export const mandatesQuery = (customer_key: string) =>
  queryOptions({
    queryKey: mandatesKey(customer_key),
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/mandates', { params: { path: { customer_key } } })),
  });

/** What can be charged, asked anew whenever the dialog opens or the balance has moved: its payment id is good for one charge. */
export const chargePreviewQuery = (customer_key: string, account: string) =>
  queryOptions({
    queryKey: [...mandatesKey(customer_key), 'charge', account],
    queryFn: async () =>
      answered(
        await api.POST('/api/customers/{customer_key}/charges/preview', {
          params: { path: { customer_key } },
          body: { account },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const chargeMandate = async ({ customer_key, ...body }: Charge & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/charges', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

export const disableMandate = async ({ customer_key, id, ...body }: DisableMandate & OfMandate, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/mandates/{id}/disable', {
      params: { path: { customer_key, id }, header: once(key) },
      body,
    }),
  );

export const enableMandate = async ({ customer_key, id, version }: OfMandate & { version: number }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/mandates/{id}/enable', {
      params: { path: { customer_key, id }, header: once(key) },
      body: { version },
    }),
  );

export const endMandate = async ({ customer_key, id, version }: OfMandate & { version: number }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/mandates/{id}/end', {
      params: { path: { customer_key, id }, header: once(key) },
      body: { version },
    }),
  );
