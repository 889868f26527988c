import { useRouterState } from '@tanstack/react-router';

/** Search parameters are text and stay text: an account number must never turn into a number on the way. */
export const parseSearch = (query: string): Record<string, string> => Object.fromEntries(new URLSearchParams(query));

export function stringifySearch(search: Record<string, unknown>): string {
  const kept = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  return query && `?${query}`;
}

/** What a screen shows, in the fragment of its address: browsers send a fragment to nobody, so a name that was searched
 * for or an account number never reaches a server's log, and back, forward and reload still work. */
export const useFragment = (): Record<string, string> =>
  parseSearch(useRouterState({ select: (s) => s.location.hash }));

/** The fragment for these values, without its `#`. */
export const fragment = (values: object): string => stringifySearch({ ...values }).slice(1);
