import { queryOptions } from '@tanstack/react-query';
import { answered, api, once } from '../../lib/api';
import type { ChangeTeam, Invite, NewTeam, User } from '../../lib/model';

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: async () => answered(await api.GET('/api/users')),
});

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: async () => answered(await api.GET('/api/teams')),
});

export const inviteUser = async (body: Invite, key: string) =>
  answered(await api.POST('/api/users', { params: { header: once(key) }, body }));

type Which = Pick<User, 'id' | 'version'>;
const path = (id: string, key: string) => ({ path: { id }, header: once(key) });

export const remindUser = async ({ id }: Which, key: string) =>
  answered(await api.POST('/api/users/{id}/invitation', { params: path(id, key), body: {} }));

export const changeRole = async ({ id, version, role }: Which & Pick<User, 'role'>, key: string) =>
  answered(await api.POST('/api/users/{id}/role', { params: path(id, key), body: { role, version } }));

export const disableUser = async ({ id, version }: Which, key: string) =>
  answered(await api.POST('/api/users/{id}/disable', { params: path(id, key), body: { version } }));

export const enableUser = async ({ id, version }: Which, key: string) =>
  answered(await api.POST('/api/users/{id}/enable', { params: path(id, key), body: { version } }));

export const createTeam = async (body: NewTeam, key: string) =>
  answered(await api.POST('/api/teams', { params: { header: once(key) }, body }));

export const changeTeam = async ({ id, ...body }: ChangeTeam & { id: string }, key: string) =>
  answered(await api.POST('/api/teams/{id}', { params: path(id, key), body }));

export const closeTeam = async ({ id, version }: Which, key: string) =>
  answered(await api.POST('/api/teams/{id}/close', { params: path(id, key), body: { version } }));
