import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { ActivityList, ChangeStatus, CheckContact, CorrectDetails, EndRecord } from '../../lib/model';
import { asked, type CustomersSearch } from './search';

export const customersQuery = (search: CustomersSearch) =>
  queryOptions({
    queryKey: ['customers', asked(search)],
    queryFn: async () => answered(await api.POST('/api/customers/search', { body: asked(search) })),
  });

/** A page of the same list for a file; every page is written down as taken away. */
export const takeAway = async (search: CustomersSearch, after: string) =>
  answered(await api.POST('/api/customers/download', { body: { ...asked(search), after, limit: 500 } }));

export const glanceQuery = (customer_key: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'glance'],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/glance', { params: { path: { customer_key } } })),
  });

export const endProspectQuery = (customer_key: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'end'],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/end', { params: { path: { customer_key } } })),
    staleTime: 0,
  });

export const endRecord = async ({ customer_key, ...body }: EndRecord & { customer_key: string }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/end', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

export const viewFlags = async (customer_key: string) =>
  answered(await api.POST('/api/customers/{customer_key}/flags', { params: { path: { customer_key } }, body: {} }))
    .flags;

export const customerQuery = (customer_key: string) =>
  queryOptions({
    queryKey: ['customer', customer_key],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}', { params: { path: { customer_key } } })),
  });

/** All activities loaded so far; the first page came with the customer. */
export const activitiesQuery = (customer_key: string, first: ActivityList) =>
  infiniteQueryOptions({
    queryKey: ['customer', customer_key, 'activities'],
    queryFn: async ({ pageParam }) =>
      answered(
        await api.GET('/api/customers/{customer_key}/activities', {
          params: { path: { customer_key }, query: { after: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    initialData: { pages: [first], pageParams: [undefined] },
    getNextPageParam: (page) => page.after ?? undefined,
  });

export const revokeLink = async ({ customer_key, version }: { customer_key: string; version: number }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/link/revocation', {
      params: { path: { customer_key }, header: once(key) },
      body: { version },
    }),
  );

export const regenerateLink = async (
  { customer_key, version }: { customer_key: string; version: number },
  key: string,
) =>
  answered(
    await api.POST('/api/customers/{customer_key}/link', {
      params: { path: { customer_key }, header: once(key) },
      body: { version },
    }),
  );

export const statusQuery = (customer_key: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'status'],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/status', { params: { path: { customer_key } } })),
  });

/** What names the customer, besides what is to change. */
interface Of {
  customer_key: string;
}

export const changeStatus = async ({ customer_key, ...body }: ChangeStatus & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/status', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

export const correctDetails = async ({ customer_key, ...body }: CorrectDetails & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/details', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

export const checkContact = async ({ customer_key, ...body }: CheckContact & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/contact-checks', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );
