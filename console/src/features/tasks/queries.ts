import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { EditTask, NewTask } from '../../lib/model';
import type { Inbox } from './inbox';

/** Every list of tasks; a change of one task may move it from any to any. */
export const TASKS = ['tasks'];

export const inboxQuery = ({ team, show }: Inbox) =>
  infiniteQueryOptions({
    queryKey: [...TASKS, 'inbox', team ?? '', show],
    queryFn: async ({ pageParam }) =>
      answered(await api.GET('/api/tasks', { params: { query: { team: team ?? '', show, after: pageParam } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.after ?? undefined,
  });

export const customerTasksQuery = (customer_key: string) =>
  infiniteQueryOptions({
    queryKey: [...TASKS, 'customer', customer_key],
    queryFn: async ({ pageParam }) =>
      answered(
        await api.GET('/api/customers/{customer_key}/tasks', {
          params: { path: { customer_key }, query: { after: pageParam } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.after ?? undefined,
  });

/** How much waits for whoever is signed in. */
export const countQuery = queryOptions({
  queryKey: [...TASKS, 'count'],
  queryFn: async () => answered(await api.GET('/api/tasks/count')),
});

export const choicesQuery = queryOptions({
  queryKey: [...TASKS, 'choices'],
  queryFn: async () => answered(await api.GET('/api/tasks/choices')),
});

export const createTask = async ({ customer_key, ...body }: NewTask & { customer_key: string }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/tasks', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

interface Place {
  customer_key: string;
  id: string;
}

export const editTask = async ({ customer_key, id, ...body }: EditTask & Place, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/tasks/{id}', {
      params: { path: { customer_key, id }, header: once(key) },
      body,
    }),
  );

export const resolveTask = async ({ customer_key, id, note }: Place & { note: string }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/tasks/{id}/resolve', {
      params: { path: { customer_key, id }, header: once(key) },
      body: { note },
    }),
  );
