import { pounds, words } from '../../lib/format';

/** One field of what an activity changed, as people read it: pence become pounds and lose their name. */
export function shownChange(name: string, before: string | undefined, after: string | undefined) {
  const isMoney = /(^|_)pence$/.test(name);
  const shown = (value: string | undefined) =>
    value === undefined ? '–' : isMoney && /^-?\d+$/.test(value) ? pounds(Number(value)) : value;
  const label = isMoney ? name.replace(/_?pence$/, '') || 'amount' : name;
  return { label: words(label), before: shown(before), after: shown(after) };
}
