import type { Task, Team } from '../../lib/model';

/** A task as it is being written. `team` is the queue's or group's id. */
export interface Draft {
  kind: Team['kind'];
  team: string;
  user: string;
  account: string;
  due: string;
  tags: string[];
  notes: string;
}

export const TAGS_LIMIT = 20;
export const NOTES_LONGEST = 5000;

export const draftOf = (task: Task): Draft => ({
  kind: task.kind,
  team: task.team,
  user: task.user ?? '',
  account: task.account ?? '',
  due: task.due,
  tags: [...task.tags],
  notes: task.notes,
});

export const newDraft = (due: string): Draft => ({
  kind: 'QUEUE',
  team: 'general',
  user: '',
  account: '',
  due,
  tags: [],
  notes: '',
});

/** The words that are sent. */
export const wordsOf = ({ kind, team, user, due, tags, notes }: Draft) => ({
  queue: kind === 'QUEUE' ? team : null,
  group: kind === 'GROUP' ? team : null,
  user: user || null,
  due,
  tags,
  notes,
});

/** A tag as it is kept: small letters, hyphens for spaces. */
export const foldedTag = (text: string) => text.trim().toLowerCase().split(/\s+/).join('-');

export const withTag = (tags: readonly string[], text: string): string[] => {
  const tag = foldedTag(text);
  return !tag || tags.includes(tag) || tags.length >= TAGS_LIMIT ? [...tags] : [...tags, tag];
};

/** Why nobody may be at work on a day, or nothing. */
export function notWorking(iso: string, holidays: readonly string[]): string | undefined {
  if (!iso) return undefined;
  if (holidays.includes(iso)) return 'This is a bank holiday.';
  const weekday = new Date(`${iso}T12:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 ? 'This is at a weekend.' : undefined;
}
