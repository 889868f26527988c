import { count, day, pounds } from '../../lib/format';
import type { Segment } from '../../lib/model';
import { ACCOUNT_STATUSES, LANGUAGES, PLANS, PROMISES, STATUSES } from './filters';

/** A range in words: "£10.00 to £20.00", "at least £10.00", "at most £20.00". */
function range<Value>(from: Value | null, to: Value | null, say: (value: Value) => string): string {
  if (from !== null && to !== null) return `${say(from)} to ${say(to)}`;
  if (from !== null) return `at least ${say(from)}`;
  return to === null ? '' : `at most ${say(to)}`;
}

const days = (from: string | null, to: string | null) =>
  from && to ? `${day(from)} to ${day(to)}` : from ? `since ${day(from)}` : to ? `until ${day(to)}` : '';

/** The filters of a campaign as a person reads them, one sentence each; nothing where it is about everybody. */
export function segmentWords(segment: Segment): string[] {
  const or = (said: string, blank: boolean, none: string) => [said, blank ? none : ''].filter(Boolean).join(' or ');
  const due = days(segment.due_from, segment.due_to);
  const late = range(segment.past_due_from_days, segment.past_due_to_days, (late) => `${count(late)} days`);
  const said: [string, string][] = [
    ['Balance', range(segment.balance_from_pence, segment.balance_to_pence, pounds)],
    ['Due', due || (segment.due_blank && !late) ? or(due, segment.due_blank, 'nothing due') : ''],
    ['Past due', late && or(late, segment.due_blank && !due, 'nothing due')],
    [
      'Last payment',
      or(days(segment.last_payment_from, segment.last_payment_to), segment.last_payment_blank, 'none known'),
    ],
    ['Portfolio', or(segment.portfolios.join(', '), segment.portfolio_blank, 'none')],
    ['Account', segment.account_statuses.map((status) => ACCOUNT_STATUSES[status].toLowerCase()).join(', ')],
    ['Promise', segment.promises.map((standing) => PROMISES[standing].toLowerCase()).join(', ')],
    ['Plan', segment.plans.map((standing) => PLANS[standing].toLowerCase()).join(', ')],
    ['Postcode area', segment.postcode_areas.join(', ')],
    ['Mobile', segment.has_mobile === null ? '' : segment.has_mobile ? 'held' : 'not held'],
    ['Email', segment.has_email === null ? '' : segment.has_email ? 'held' : 'not held'],
    ['Language', segment.languages.map((language) => LANGUAGES[language]).join(', ')],
    [
      'Status',
      segment.statuses
        .map((status) => (status in STATUSES ? STATUSES[status as keyof typeof STATUSES] : status))
        .join(', '),
    ],
    ['Tags', or(segment.tags.join(', '), segment.tags_blank, 'none')],
  ];
  return said.filter(([, words]) => words).map(([name, words]) => `${name}: ${words}`);
}
