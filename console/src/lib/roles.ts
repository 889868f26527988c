import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from './api';
import type { Me } from './model';

export type Role = Me['role'];

export const ROLE_WORDS: Record<Role, string> = {
  admin: 'Administrator',
  agent: 'Agent',
  security: 'Security',
  viewer: 'Viewer',
};

/** The roles that change records. */
export const WRITERS: ReadonlySet<Role> = new Set(['admin', 'agent']);

/** Who is signed in; the shell has loaded it before any page renders. */
export const useMe = () => useSuspenseQuery(meQuery).data;

/** Whether the signed-in person may change things or take files away. The API decides; this only hides buttons. */
export const useMayChange = () => WRITERS.has(useMe().role);
