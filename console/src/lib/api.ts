import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import createClient, { type Middleware } from 'openapi-fetch';
import { isPassing, refusal } from './errors';
import type { paths } from './schema';
import { idToken, SessionEnded, sessionEnds } from './session';

const withIdToken: Middleware = {
  async onRequest({ request }) {
    request.headers.set('Authorization', await idToken());
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) throw new SessionEnded();
  },
};

export const api = createClient<paths>({ baseUrl: window.location.origin });
api.use(withIdToken);

/** The body of an answer, or the refusal as an `ApiError`. */
export function answered<Body>(answer: { data?: Body; error?: unknown; response: Response }): Body {
  if (answer.data === undefined) throw refusal(answer.response.status, answer.error);
  return answer.data;
}

/** The header every unsafe request carries. */
export const once = (key: string) => ({ 'Idempotency-Key': key });

const onError = (error: unknown) => {
  if (error instanceof SessionEnded) sessionEnds.dispatchEvent(new Event('end'));
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (failures, error) => failures < 2 && isPassing(error) },
  },
});

/** Tells that somebody has signed in. Nothing hangs on it but that administrators see them: whether they may come in is said
 * by the first page they ask for, and the next sign-in tells again. */
export const arrive = async () => {
  await api.POST('/api/me', { params: { header: once(crypto.randomUUID()) }, body: {} }).catch(() => undefined);
};

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => answered(await api.GET('/api/me')),
  staleTime: 5 * 60_000,
});
