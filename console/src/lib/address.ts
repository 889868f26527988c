import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

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

/**
 * Filters and page of a list, kept in the fragment. `read` takes what it knows and drops the rest. `show` changes some of
 * them and begins at the first page again: a cursor belongs to the filters it was made with.
 */
export function useFilters<Filters extends { after?: string }>(
  read: (values: Record<string, string>) => Filters,
): [Filters, (change: Partial<Filters>) => void] {
  const values = useFragment();
  const text = fragment(values);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the values, which are new at every render
  const filters = useMemo(() => read(values), [text]);
  const navigate = useNavigate();
  const show = useCallback(
    (change: Partial<Filters>) => {
      navigate({ to: '.', hash: fragment({ ...filters, after: undefined, ...change }), resetScroll: false });
    },
    [navigate, filters],
  );
  return [filters, show];
}
