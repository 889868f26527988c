import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { MessageAsk } from '../../lib/model';

const messagesKey = (customer_key: string) => ['customer', customer_key, 'messages'];

export const messagesQuery = (customer_key: string) =>
  infiniteQueryOptions({
    queryKey: messagesKey(customer_key),
    queryFn: async ({ pageParam }) =>
      answered(
        await api.GET('/api/customers/{customer_key}/messages', {
          params: { path: { customer_key }, query: { after: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.after ?? undefined,
  });

/** What would go out, asked anew each time: the rules and the hours move on. */
export const previewQuery = (customer_key: string, ask: MessageAsk) =>
  queryOptions({
    queryKey: [...messagesKey(customer_key), 'preview', ask.text, ask.channel],
    queryFn: async () =>
      answered(
        await api.POST('/api/customers/{customer_key}/messages/preview', {
          params: { path: { customer_key } },
          body: ask,
        }),
      ),
    staleTime: 0,
  });

/** One message as it was sent. Reading it is told to the diary, so it is read once, and told once under this key. */
export const messageQuery = (customer_key: string, id: string, key: string) =>
  queryOptions({
    queryKey: [...messagesKey(customer_key), id],
    queryFn: async () =>
      answered(
        await api.POST('/api/customers/{customer_key}/messages/{id}/copy', {
          params: { path: { customer_key, id }, header: once(key) },
          body: {},
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const sendMessage = async ({ customer_key, ...body }: MessageAsk & { customer_key: string }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/messages', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );
