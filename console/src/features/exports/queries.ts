import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import { isBuilding } from '../../shell/build-state';

const POLL_MS = 2_000;

/** All exports, asked for again only while one of them is being made. */
export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: async () => answered(await api.GET('/api/exports')),
  refetchInterval: ({ state: { data } }) => data?.items.some(({ state }) => isBuilding(state)) && POLL_MS,
});

export const createExport = async (_: Record<string, never>, key: string) =>
  answered(await api.POST('/api/exports', { params: { header: once(key) }, body: { format: 'CSV' } }));

export const exportFileAddress = async (id: string) =>
  answered(await api.GET('/api/exports/{id}/files/export', { params: { path: { id } } })).url;
