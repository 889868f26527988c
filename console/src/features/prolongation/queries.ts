import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { Prolong } from '../../lib/model';

interface Of {
  customer_key: string;
}

/** What each period would come to, asked anew whenever the dialog opens or the figures have moved. */
export const previewQuery = (customer_key: string, account_number: string, claim: string) =>
  queryOptions({
    queryKey: ['prolongation', customer_key, account_number, claim],
    queryFn: async () =>
      answered(
        await api.POST('/api/customers/{customer_key}/prolongations/preview', {
          params: { path: { customer_key } },
          body: { account_number, claim },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const prolong = async ({ customer_key, ...body }: Prolong & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/prolongations', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

export const undoProlongation = async ({ customer_key, id }: Of & { id: string }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/prolongations/{id}/undo', {
      params: { path: { customer_key, id }, header: once(key) },
      body: {},
    }),
  );
