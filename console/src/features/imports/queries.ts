import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { Upload } from '../../lib/model';
import type { Compared, Listed } from './filters';
import { UPLOAD_STATES } from './upload-state';

const POLL_MS = 2_000;
const WAITING_POLL_MS = 15_000;

export const uploadsQuery = (listed: Listed) =>
  infiniteQueryOptions({
    queryKey: ['uploads', listed],
    queryFn: async ({ pageParam }) =>
      answered(await api.GET('/api/uploads', { params: { query: { ...listed, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.after ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.items.some(({ state }) => UPLOAD_STATES[state].isMoving) && 2 * POLL_MS,
  });

/** Uploads that wait for a person. */
export const waitingQuery = queryOptions({
  queryKey: ['uploads', 'waiting'],
  queryFn: async () =>
    answered(await api.GET('/api/uploads', { params: { query: { state: 'AWAITING_CONFIRMATION' } } })),
  refetchOnMount: 'always',
  refetchInterval: WAITING_POLL_MS,
});

/** One upload, asked for again only while something is happening to it. */
export const uploadQuery = (id: string) =>
  queryOptions({
    queryKey: ['upload', id],
    queryFn: async () => answered(await api.GET('/api/uploads/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => data && UPLOAD_STATES[data.state].isMoving && POLL_MS,
  });

export const differencesQuery = (id: string, compared: Compared) =>
  queryOptions({
    queryKey: ['differences', id, compared],
    queryFn: async () =>
      answered(await api.GET('/api/uploads/{id}/differences', { params: { path: { id }, query: compared } })),
    placeholderData: keepPreviousData,
  });

/** A file to begin with. */
export interface Wanted {
  document: 'template' | 'sample';
  format: 'csv' | 'xlsx';
}

export const fetchDocument = async ({ document, format }: Wanted) =>
  answered(await api.GET(`/api/imports/${document}/{format}`, { params: { path: { format } } }));

export const createUpload = async (file: { filename: string; size_bytes: number; mode: Upload['mode'] }, key: string) =>
  answered(await api.POST('/api/uploads', { params: { header: once(key) }, body: file }));

type Decided = Pick<Upload, 'id' | 'version' | 'confirmation'>;

const on = ({ id }: Decided, key: string) => ({ path: { id }, header: once(key) });

/** What a person says when confirming, beyond that they have seen what would change. */
export interface Said {
  allow_recreate: boolean;
  allow_closures: boolean;
}

export const confirmUpload = async (upload: Decided & Said, key: string) =>
  answered(
    await api.POST('/api/uploads/{id}/confirm', {
      params: on(upload, key),
      body: {
        token: upload.confirmation?.token ?? '',
        allow_recreate: upload.allow_recreate,
        allow_closures: upload.allow_closures,
      },
    }),
  );

export const cancelUpload = async (upload: Decided, key: string) =>
  answered(await api.POST('/api/uploads/{id}/cancel', { params: on(upload, key), body: { version: upload.version } }));

export const checkUploadAgain = async (upload: Decided, key: string) =>
  answered(
    await api.POST('/api/uploads/{id}/check-again', { params: on(upload, key), body: { version: upload.version } }),
  );

export const uploadFileAddress = async (id: string, kind: Upload['files'][number]) =>
  answered(await api.GET('/api/uploads/{id}/files/{kind}', { params: { path: { id, kind } } })).url;
