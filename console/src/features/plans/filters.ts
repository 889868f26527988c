import { STATE_WORDS } from './words';

/** Which requests the panel shows; all of it stands in the address. The customer is named by their key. */
export interface PlanFilters {
  state?: string;
  customer?: string;
  first_day?: string;
  last_day?: string;
  after?: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** What an address says, without what no filter takes. */
export function planFilters({ state, customer, first_day, last_day }: Record<string, string>): PlanFilters {
  return {
    state: state && state in STATE_WORDS ? state : undefined,
    customer: customer && /^[a-z2-7]{26}$/.test(customer) ? customer : undefined,
    first_day: first_day && DAY.test(first_day) ? first_day : undefined,
    last_day: last_day && DAY.test(last_day) ? last_day : undefined,
  };
}
