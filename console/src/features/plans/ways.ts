import { pounds } from '../../lib/format';
import type { Mandate, PlanDetail } from '../../lib/model';

/** What stands for no mandate: the customer pays each time. */
export const BY_HAND = 'CUSTOMER';

export interface Way {
  /** A mandate's id, or `BY_HAND`. */
  value: string;
  label: string;
  description?: string;
  disabled: boolean;
}

type Paid = Pick<PlanDetail, 'pay_by' | 'mandate_id' | 'instalment' | 'final_instalment'>;

/** Every way in which a plan could be paid, each that it cannot with the reason. */
export function waysOf(plan: Paid, mandates: readonly Mandate[]): Way[] {
  const byHand = { value: BY_HAND, label: 'By the customer, each time' };
  return [
    plan.pay_by === 'CUSTOMER' ? { ...byHand, description: NOW, disabled: true } : { ...byHand, disabled: false },
    ...mandates
      .filter(({ id, may_end }) => may_end || id === plan.mandate_id)
      .map((mandate) => {
        const against = whyNot(plan, mandate);
        const most = `At most ${pounds(mandate.consent.most_pence)} per charge.`;
        return {
          value: mandate.id,
          label: mandate.name,
          description: against ?? most,
          disabled: against !== undefined,
        };
      }),
  ];
}

const NOW = 'As it is now.';

function whyNot(plan: Paid, { id, status, consent }: Mandate): string | undefined {
  const largest = Math.max(plan.instalment, plan.final_instalment);
  if (status !== 'ACTIVE') return id === plan.mandate_id ? `${NOW} It cannot be used.` : 'It cannot be used now.';
  if (id === plan.mandate_id) return NOW;
  if (consent.most_pence >= largest) return undefined;
  return `The customer agreed to ${pounds(consent.most_pence)} at most, and an instalment is ${pounds(largest)}.`;
}
