import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import { isBuilding } from '../../shell/build-state';

const POLL_MS = 2_000;

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
