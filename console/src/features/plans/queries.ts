import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { ConfirmRestructure, DecidePlan, MovePlan, RestructureAsk } from '../../lib/model';
import type { PlanFilters } from './filters';

/** Every list of plans; a change of one may move it from any to any. */
export const PLANS = ['plans'];

const asked = ({ state, customer, first_day, last_day }: PlanFilters) => ({
  state: state ?? '',
  customer: customer ?? '',
  first_day: first_day || null,
  last_day: last_day || null,
});

export const plansQuery = (filters: PlanFilters) =>
  infiniteQueryOptions({
    queryKey: [...PLANS, 'feed', asked(filters)],
    queryFn: async ({ pageParam }) => {
      const { first_day, last_day, ...always } = asked(filters);
      const days = { ...(first_day && { first_day }), ...(last_day && { last_day }) };
      return answered(await api.GET('/api/plans', { params: { query: { ...always, ...days, after: pageParam } } }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.after ?? undefined,
  });

/** A page of the same list for a file; every page is written down as taken away. */
export const takeAway = async (filters: PlanFilters, after: string) =>
  answered(await api.POST('/api/plans/download', { body: { ...asked(filters), after } }));

export const customerPlansQuery = (customer_key: string) =>
  queryOptions({
    queryKey: [...PLANS, 'customer', customer_key],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/plans', { params: { path: { customer_key } } })),
  });

interface Of {
  customer_key: string;
}
interface OfPlan extends Of {
  id: string;
}

export const decidePlan = async ({ customer_key, id, ...body }: DecidePlan & OfPlan, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/plans/{id}/decision', {
      params: { path: { customer_key, id }, header: once(key) },
      body,
    }),
  );

/** A move, and what goes with it: a day with a delay, a mandate with another way to pay. */
type Moving = Pick<MovePlan, 'move' | 'version'> & Partial<MovePlan> & OfPlan;

export const movePlan = async ({ customer_key, id, ...body }: Moving, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/plans/{id}/moves', {
      params: { path: { customer_key, id }, header: once(key) },
      body: { until: null, reason: '', mandate_id: '', ...body },
    }),
  );

export const simulate = async ({ customer_key, ...body }: RestructureAsk & Of) =>
  answered(
    await api.POST('/api/customers/{customer_key}/restructure/simulation', {
      params: { path: { customer_key } },
      body,
    }),
  );

export const restructure = async ({ customer_key, ...body }: ConfirmRestructure & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/restructure', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );
