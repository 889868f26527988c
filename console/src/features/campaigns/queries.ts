import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { Segment } from '../../lib/model';
import { isBuilding } from '../../shell/build-state';

const POLL_MS = 2_000;
const COUNT_POLL_MS = 1_000;

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaign', id],
    queryFn: async () => answered(await api.GET('/api/campaigns/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => data && isBuilding(data.state) && POLL_MS,
  });

export const createCampaign = async ({ uploadId }: { uploadId: string }, key: string) =>
  answered(
    await api.POST('/api/uploads/{id}/campaign', { params: { path: { id: uploadId }, header: once(key) }, body: {} }),
  );

export const campaignFileAddress = async (id: string, kind: 'campaign' | 'exclusions') =>
  answered(await api.GET('/api/campaigns/{id}/files/{kind}', { params: { path: { id, kind } } })).url;

/** All campaigns, newest first, asked for again only while one of them is being made. */
export const campaignsQuery = infiniteQueryOptions({
  queryKey: ['campaigns'],
  queryFn: async ({ pageParam }) =>
    answered(await api.GET('/api/campaigns', { params: { query: { after: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.after ?? undefined,
  refetchInterval: ({ state: { data } }) => data?.pages[0]?.items.some(({ state }) => isBuilding(state)) && POLL_MS,
});

export const createSegmentCampaign = async (filters: Segment, key: string) =>
  answered(await api.POST('/api/campaigns', { params: { header: once(key) }, body: { filters } }));

export const createCount = async (filters: Segment, key: string) =>
  answered(await api.POST('/api/campaigns/counts', { params: { header: once(key) }, body: { filters } }));

/** A count, asked for again until it is done. */
export const countQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaign-count', id],
    queryFn: async () => answered(await api.GET('/api/campaigns/counts/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => (!data || isBuilding(data.state)) && COUNT_POLL_MS,
  });
