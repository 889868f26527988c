import type { Activity } from '../../lib/model';

/** Whether it happened by itself or somebody did it. */
export const TRIGGER_WORDS: Record<Activity['trigger'], string> = { AUTO: 'Automatic', MANUAL: 'Manual' };

type Actor = Activity['actor'];

export const ACTOR_WORDS: Record<Actor['type'], string> = {
  CUSTOMER: 'Customer',
  AGENT: 'Agent',
  SYSTEM: 'System',
  API: 'Integration',
  IMPORT: 'Import',
  PROVIDER: 'System',
};

/** Who it was and what they are: "Alex Example (agent)", "customers.csv (import)", "Customer". */
export function actorWords({ type, name }: Actor): string {
  const kind = ACTOR_WORDS[type] ?? type;
  return name === kind ? kind : `${name} (${kind.toLowerCase()})`;
}
