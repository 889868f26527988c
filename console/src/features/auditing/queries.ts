import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';

export const journalChecksQuery = queryOptions({
  queryKey: ['journal-checks'],
  queryFn: async () => answered(await api.GET('/api/journal-checks')),
});

export const reconciliationsQuery = queryOptions({
  queryKey: ['reconciliations'],
  queryFn: async () => answered(await api.GET('/api/reconciliations')),
});

export const reconcile = async (body: { day: string }, key: string) =>
  answered(await api.POST('/api/reconciliations', { params: { header: once(key) }, body }));
