import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { day, pounds } from '../../lib/format';
import { PlanState } from '../plans/plan-state';
import { customerPlansQuery } from '../plans/queries';
import { covering } from '../plans/standing';
import { isOpenOn } from '../promises/open';
import { promisesQuery } from '../promises/queries';

/** What is agreed on an account: the plan that covers it, and what is promised. */
export function Agreed({ customerKey, account }: { customerKey: string; account: string }) {
  const plans = useQuery(customerPlansQuery(customerKey));
  const promises = useQuery(promisesQuery(customerKey));
  if (plans.isError || promises.isError) return <StatusIndicator type="warning">Could not be loaded</StatusIndicator>;
  if (!plans.data || !promises.data) return <StatusIndicator type="loading">Loading</StatusIndicator>;
  const plan = covering(plans.data.plans, account);
  const open = promises.data.items.filter((each) => isOpenOn(each, account));
  if (!plan && open.length === 0) return '–';
  return (
    <>
      {plan && (
        <div>
          Plan: <PlanState state={plan.state} />
        </div>
      )}
      {open.map(({ id, amount_pence, due }) => (
        <div key={id}>
          <span className="figures">{pounds(amount_pence)}</span> <span className="figures">by {day(due)}</span>
        </div>
      ))}
    </>
  );
}
