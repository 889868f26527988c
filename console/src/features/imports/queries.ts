import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { Upload } from '../../lib/model';
import { UPLOAD_STATES } from './upload-state';

const POLL_MS = 2_000;

export const uploadsQuery = infiniteQueryOptions({
  queryKey: ['uploads'],
  queryFn: async ({ pageParam }) =>
    answered(await api.GET('/api/uploads', { params: { query: { after: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.after ?? undefined,
});

/** One upload, asked for again only while something is happening to it. */
export const uploadQuery = (id: string) =>
  queryOptions({
    queryKey: ['upload', id],
    queryFn: async () => answered(await api.GET('/api/uploads/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => data && UPLOAD_STATES[data.state].isMoving && POLL_MS,
  });

export const createUpload = async (file: { filename: string; size_bytes: number }, key: string) =>
  answered(await api.POST('/api/uploads', { params: { header: once(key) }, body: file }));

type Decided = Pick<Upload, 'id' | 'version' | 'confirmation'>;

export const confirmUpload = async ({ id, confirmation }: Decided, key: string) =>
  answered(
    await api.POST('/api/uploads/{id}/confirm', {
      params: { path: { id }, header: once(key) },
      body: { token: confirmation?.token ?? '' },
    }),
  );

export const cancelUpload = async ({ id, version }: Decided, key: string) =>
  answered(
    await api.POST('/api/uploads/{id}/cancel', { params: { path: { id }, header: once(key) }, body: { version } }),
  );

export const uploadFileAddress = async (id: string, kind: 'original' | 'report' | 'rejected') =>
  answered(await api.GET('/api/uploads/{id}/files/{kind}', { params: { path: { id, kind } } })).url;
