import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { ChangeEnd, LiftHold, PlaceHold, Prefer } from '../../lib/model';

/** What names the customer, and the hold where there is one. */
interface Of {
  customer_key: string;
}
interface OfHold extends Of {
  id: string;
}

export const careQuery = (customer_key: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'care'],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/care', { params: { path: { customer_key } } })),
  });

export const permissionsQuery = (customer_key: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'permissions'],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/permissions', { params: { path: { customer_key } } })),
  });

export const placeHold = async ({ customer_key, ...body }: PlaceHold & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/holds', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

export const changeEnd = async ({ customer_key, id, ...body }: ChangeEnd & OfHold, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/holds/{id}/end', {
      params: { path: { customer_key, id }, header: once(key) },
      body,
    }),
  );

export const liftHold = async ({ customer_key, id, ...body }: LiftHold & OfHold, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/holds/{id}/lift', {
      params: { path: { customer_key, id }, header: once(key) },
      body,
    }),
  );

export const prefer = async ({ customer_key, ...body }: Prefer & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/preferences', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

/** Everything about one hold; that somebody looks is written down. */
export const viewHold = async ({ customer_key, id }: OfHold) =>
  answered(
    await api.POST('/api/customers/{customer_key}/holds/{id}/detail', {
      params: { path: { customer_key, id } },
      body: {},
    }),
  );
