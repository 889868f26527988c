import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { Export } from '../../lib/model';
import { isBuilding } from '../../shell/build-state';

const POLL_MS = 2_000;

/** All exports, asked for again only while one of them is being made. */
export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: async () => answered(await api.GET('/api/exports')),
  refetchInterval: ({ state: { data } }) => data?.items.some(({ state }) => isBuilding(state)) && POLL_MS,
});

export const createExport = async (wanted: Pick<Export, 'format'>, key: string) =>
  answered(await api.POST('/api/exports', { params: { header: once(key) }, body: wanted }));

export const exportFileAddress = async (id: string) =>
  answered(await api.GET('/api/exports/{id}/files/export', { params: { path: { id } } })).url;
