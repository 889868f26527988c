import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { ActivityList, DiaryAsk } from '../../lib/model';

/** How many empty pages are passed over before a reader is asked whether to look further back. */
const EMPTY_PAGES = 5;

export const diaryPage = async (customer_key: string, asked: DiaryAsk) =>
  answered(await api.POST('/api/customers/{customer_key}/diary', { params: { path: { customer_key } }, body: asked }));

/** The next page with something on it: the server looks at a bounded number of lines at a time, and all may be left out. */
async function nextWithLines(customer_key: string, asked: DiaryAsk): Promise<ActivityList> {
  let page = await diaryPage(customer_key, asked);
  for (let empty = 0; empty < EMPTY_PAGES && page.items.length === 0 && page.after; empty += 1)
    page = await diaryPage(customer_key, { ...asked, after: page.after });
  return page;
}

export const diaryQuery = (customer_key: string, asked: DiaryAsk) =>
  infiniteQueryOptions({
    queryKey: ['customer', customer_key, 'diary', asked],
    queryFn: ({ pageParam }) => nextWithLines(customer_key, { ...asked, after: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.after ?? undefined,
  });

export const choicesQuery = (customer_key: string) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'diary', 'choices'],
    queryFn: async () =>
      answered(await api.GET('/api/customers/{customer_key}/diary/choices', { params: { path: { customer_key } } })),
    staleTime: 60_000,
  });

/** Writes down that the diary is taken away, and by which filters. */
export const tellDownload = async (customer_key: string, asked: DiaryAsk) => {
  const { first_day, last_day, events, users, claims, no_claim, entity, trigger } = asked;
  const body = { first_day, last_day, events, users, claims, no_claim, entity, trigger };
  const params = { path: { customer_key }, header: once(crypto.randomUUID()) };
  return answered(await api.POST('/api/customers/{customer_key}/diary/downloads', { params, body }));
};
