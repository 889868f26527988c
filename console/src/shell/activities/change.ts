import { isDay } from '../../lib/day';
import { day, pounds, words } from '../../lib/format';

/** Fields whose values are codes of ours and not what somebody wrote. */
const CODED = ['status', 'state', 'reason', 'ending', 'role'];

/** One field of what an activity changed, as people read it: pence are pounds and lose their name, codes are words. */
export function shownChange(name: string, before: string | undefined, after: string | undefined) {
  const isMoney = /(^|_)pence$/.test(name);
  const shown = (value: string | undefined) => {
    if (value === undefined) return '–';
    if (isMoney && /^-?\d+$/.test(value)) return pounds(Number(value));
    if (isDay(value)) return day(value);
    if (CODED.includes(name.toLowerCase())) return words(value);
    return name === 'assigned_to' ? words(value.replace(':', ' ')) : value;
  };
  const label = isMoney ? name.replace(/_?pence$/, '') || 'amount' : name;
  return { label: words(label), before: shown(before), after: shown(after) };
}

/** The fields that an activity changed: what stayed as it was is no news. */
export function changedFields(
  before: Readonly<Record<string, string>> | null,
  after: Readonly<Record<string, string>> | null,
): string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.filter((name) => before?.[name] !== after?.[name]);
}
