import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { FileRow, NewFile } from '../../lib/model';

interface Of {
  customer_key: string;
}
type Which = Of & Pick<FileRow, 'id'>;

export const filesQuery = (customer_key: string) =>
  infiniteQueryOptions({
    queryKey: ['customer', customer_key, 'files'],
    queryFn: async ({ pageParam }) =>
      answered(
        await api.GET('/api/customers/{customer_key}/files', {
          params: { path: { customer_key }, query: { after: pageParam } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.after ?? undefined,
  });

export const findingsQuery = ({ customer_key, id }: Which) =>
  queryOptions({
    queryKey: ['customer', customer_key, 'files', id, 'findings'],
    queryFn: async () =>
      answered(
        await api.GET('/api/customers/{customer_key}/files/{id}/findings', { params: { path: { customer_key, id } } }),
      ),
  });

/** Announces a file; the answer holds the form that it, and nothing else, can be sent with. */
export const announceFile = async ({ customer_key, ...body }: NewFile & Of, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/files', {
      params: { path: { customer_key }, header: once(key) },
      body,
    }),
  );

const params = ({ customer_key, id }: Which, key: string) => ({ path: { customer_key, id }, header: once(key) });

/** A fresh address to take the file from; one is made, and recorded, for every download. */
export const fileAddress = async (which: Which) =>
  answered(await api.POST('/api/customers/{customer_key}/files/{id}/download', { params: { path: which }, body: {} }))
    .url;

/** A fresh address of the picture as it was drawn anew from the file. */
export const pictureAddress = async (which: Which) =>
  answered(await api.POST('/api/customers/{customer_key}/files/{id}/preview', { params: { path: which }, body: {} }))
    .url;

/** What a person says who decides about a file, of the version they have seen. */
export type Decision = Which & { reason: string; version: number };

export const askRelease = async ({ reason, version, ...which }: Decision, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/files/{id}/release-request', {
      params: params(which, key),
      body: { reason, version },
    }),
  );

export const releaseFile = async ({ reason, version, ...which }: Decision, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/files/{id}/release', {
      params: params(which, key),
      body: { reason, version },
    }),
  );

export const deleteFile = async ({ reason, version, ...which }: Decision, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/files/{id}/deletion', {
      params: params(which, key),
      body: { reason, version },
    }),
  );

export const scanAgain = async ({ version, ...which }: Which & { version: number }, key: string) =>
  answered(
    await api.POST('/api/customers/{customer_key}/files/{id}/scan-again', {
      params: params(which, key),
      body: { version },
    }),
  );
