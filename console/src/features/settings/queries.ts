import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { Settings, SettingsValues } from '../../lib/model';

/** Read afresh whenever the page is opened, and not behind the back of somebody who is editing. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: async () => answered(await api.GET('/api/settings')) as Settings,
  gcTime: 0,
  staleTime: Number.POSITIVE_INFINITY,
});

/** What saving this draft would do; what was said of the draft before is shown until the answer is there. */
export const checkQuery = (settings: SettingsValues, version: number) =>
  queryOptions({
    queryKey: ['settings-check', version, settings],
    queryFn: async () => answered(await api.POST('/api/settings/check', { body: { settings } })),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });

/** What customers would see with this draft before they have said who they are. */
export const previewQuery = (settings: SettingsValues) =>
  queryOptions({
    queryKey: ['settings-preview', settings],
    queryFn: async () => answered(await api.POST('/api/settings/preview', { body: { settings } })).lines,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });

export const versionsQuery = infiniteQueryOptions({
  queryKey: ['settings-versions'],
  queryFn: async ({ pageParam }) =>
    answered(await api.GET('/api/settings/versions', { params: { query: { after: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.after ?? undefined,
});

export const differenceQuery = (before: number, after: number) =>
  queryOptions({
    queryKey: ['settings-difference', before, after],
    queryFn: async () =>
      answered(
        await api.GET('/api/settings/versions/{number}/difference', {
          params: { path: { number: String(after) }, query: { against: before } },
        }),
      ).items,
  });

export const saveSettings = async (
  { settings, version, note }: { settings: SettingsValues; version: number; note: string },
  key: string,
) =>
  answered(
    await api.POST('/api/settings', { params: { header: once(key) }, body: { settings, version, note } }),
  ) as Settings;

export const revertSettings = async (
  { number, version, note }: { number: number; version: number; note: string },
  key: string,
) =>
  answered(
    await api.POST('/api/settings/revert', { params: { header: once(key) }, body: { number, version, note } }),
  ) as Settings;

const REMOVALS_POLL_MS = 30_000;

/** What is being removed, asked for again as long as there is anything. */
export const removalsQuery = queryOptions({
  queryKey: ['removals'],
  queryFn: async () => answered(await api.GET('/api/removals')).items,
  refetchOnMount: 'always',
  refetchInterval: ({ state: { data } }) => (data?.length ?? 0) > 0 && REMOVALS_POLL_MS,
});
