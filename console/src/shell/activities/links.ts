import type { Activity } from '../../lib/model';

/** Where an entity is shown, by the kind its reference begins with. The rest of the reference is its id. */
const PLACES: Record<string, (id: string, customer: string) => string> = {
  hold: (_, customer) => `${customer}#tab=care`,
  task: (_, customer) => `${customer}#tab=tasks`,
  file: (_, customer) => `${customer}#tab=files`,
  account: (number, customer) => `${customer}#tab=accounts&account=${encodeURIComponent(number)}`,
  message: (_, customer) => `${customer}#tab=messages`,
  payment: (id, customer) => `${customer}#tab=payments&payment=${encodeURIComponent(id)}`,
};

export interface PlaceLink {
  text: string;
  to: string;
}

/** The pages about what an activity tells of: the entity, its account, and the file it came from. */
export function linksOf(activity: Activity, customerKey: string): PlaceLink[] {
  const customer = `/customers/${encodeURIComponent(customerKey)}`;
  const [kind = '', id = ''] = activity.entity.split(/:(.*)/);
  const found: PlaceLink[] = [];
  if (PLACES[kind]) found.push({ text: `Open the ${kind}`, to: PLACES[kind](id, customer) });
  if (activity.account && kind !== 'account')
    found.push({
      text: `Account ${activity.account}`,
      to: `${customer}#tab=accounts&account=${encodeURIComponent(activity.account)}`,
    });
  if (activity.upload_id)
    found.push({ text: activity.actor.name, to: `/imports/${encodeURIComponent(activity.upload_id)}` });
  return found;
}
