import { plural } from '../../lib/format';
import type { TaskCount, Team } from '../../lib/model';

/** Which tasks a screen shows: a queue's or group's, or without one one's own. */
export interface Inbox {
  team?: string;
  show: 'OPEN' | 'DONE' | 'ALL';
  after?: string;
}

export const SHOWN: Record<Inbox['show'], string> = { OPEN: 'Open', DONE: 'Done', ALL: 'Open and done' };

/** The inbox that an address asks for; what it does not know it passes over. */
export const readInbox = ({ team, show }: Record<string, string>): Inbox => ({
  team: team || undefined,
  show: show === 'DONE' || show === 'ALL' ? show : 'OPEN',
});

export const MINE = { value: '', label: 'My tasks' };

/** What can be chosen, in groups: my own, then every queue and group that still takes tasks. */
export const inboxOptions = (teams: readonly Team[]) => [
  MINE,
  ...(['QUEUE', 'GROUP'] as const).map((kind) => ({
    label: kind === 'QUEUE' ? 'Queues' : 'Groups',
    options: teams
      .filter((team) => team.kind === kind && !team.closed)
      .map(({ id, name }) => ({ value: id, label: name })),
  })),
];

/** How much there is to do, as short as a menu wants it, and as it is read aloud; nothing when there is nothing to do. */
export function countWords({ open, overdue, more }: TaskCount) {
  if (open === 0) return undefined;
  const many = `${open}${more ? '+' : ''}`;
  const tasks = more ? `More than ${plural(open, 'open task')}` : plural(open, 'open task');
  if (overdue === 0) return { short: many, spoken: tasks };
  return { short: `${many} · ${overdue} late`, spoken: `${tasks}, ${overdue} overdue` };
}
