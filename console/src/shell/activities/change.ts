import { pounds, words } from '../../lib/format';

/** One field of what an activity changed, as people read it: pence become pounds and lose their name. */
export function shownChange(name: string, before: string | undefined, after: string | undefined) {
  const isMoney = /(^|_)pence$/.test(name);
  const shown = (value: string | undefined) =>
    value === undefined ? '–' : isMoney && /^-?\d+$/.test(value) ? pounds(Number(value)) : value;
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
