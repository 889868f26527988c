import { isDay } from '../../lib/day';
import type { Activity, DiaryAsk } from '../../lib/model';

/** What the diary shows, as it stands in the fragment of the address. */
export interface DiaryView {
  tab: 'diary';
  from?: string;
  to?: string;
  events?: string;
  users?: string;
  claims?: string;
  entity?: string;
  trigger?: Activity['trigger'];
  order?: 'oldest';
  after?: string;
}

/** How the filter by claim calls lines without one. No reference of a claim holds a space. */
export const NO_CLAIM = 'no claim';

/** Takes what it knows from an address; anything else falls back to the whole diary. */
export function diaryView(values: Record<string, string>): DiaryView {
  const known = (name: 'events' | 'users' | 'claims' | 'entity') => (values[name] ? { [name]: values[name] } : {});
  const day = (name: 'from' | 'to') => (isDay(values[name] ?? '') ? { [name]: values[name] } : {});
  return {
    tab: 'diary',
    ...day('from'),
    ...day('to'),
    ...known('events'),
    ...known('users'),
    ...known('claims'),
    ...known('entity'),
    ...((values.trigger === 'AUTO' || values.trigger === 'MANUAL') && { trigger: values.trigger }),
    ...(values.order === 'oldest' && { order: 'oldest' }),
  };
}

/** Several choices as one text of the address, and back. */
export const joined = (choices: readonly string[]) => choices.join(',') || undefined;
export const chosen = (text: string | undefined) => text?.split(',').filter(Boolean) ?? [];

/** What the server is asked for. A first day alone asks for all since, one day alone is given as both. */
export function askedOf(view: DiaryView): DiaryAsk {
  const claims = chosen(view.claims);
  return {
    first_day: view.from ?? null,
    last_day: view.to ?? null,
    events: chosen(view.events) as DiaryAsk['events'],
    users: chosen(view.users),
    claims: claims.filter((claim) => claim !== NO_CLAIM),
    no_claim: claims.includes(NO_CLAIM),
    entity: view.entity ?? '',
    trigger: view.trigger ?? null,
    newest_first: view.order !== 'oldest',
    after: '',
    limit: 50,
  };
}

/** Whether anything is filtered at all. */
export const isFiltered = ({ from, to, events, users, claims, entity, trigger }: DiaryView) =>
  [from, to, events, users, claims, entity, trigger].some(Boolean);

/** The view without any filter; the order stays. */
export const UNFILTERED: Partial<DiaryView> = {
  from: undefined,
  to: undefined,
  events: undefined,
  users: undefined,
  claims: undefined,
  entity: undefined,
  trigger: undefined,
};
