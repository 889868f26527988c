import { londonDay } from '../../lib/day';
import type { Activity } from '../../lib/model';

export interface Day {
  iso: string;
  activities: Activity[];
}

/** The activities under the days they happened on in London, in the order they come in. */
export function byDay(activities: readonly Activity[]): Day[] {
  const days: Day[] = [];
  for (const activity of activities) {
    const iso = londonDay(activity.occurred_at);
    const last = days.at(-1);
    if (last?.iso === iso) last.activities.push(activity);
    else days.push({ iso, activities: [activity] });
  }
  return days;
}

const inWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "Thursday 2 July 2026". */
export const dayInWords = (iso: string) => inWords.format(new Date(`${iso}T00:00:00Z`)).replace(',', '');
