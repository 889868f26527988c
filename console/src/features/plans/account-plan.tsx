import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { fragment } from '../../lib/address';
import { day, percent, pounds } from '../../lib/format';
import type { PlanDetail } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { PageLink } from '../../shell/links';
import { Loaded } from '../../shell/loaded';
import { Adjust } from './plan-actions';
import { PlanState } from './plan-state';
import { customerPlansQuery } from './queries';
import { RestructureButton } from './restructure-button';
import { covering, missed, nextInstalment } from './standing';

interface AccountPlanProps {
  customerKey: string;
  account: string;
}

/** The plan that covers an account: how it stands, what comes next, and what may be done about it. */
export function AccountPlan({ customerKey, account }: AccountPlanProps) {
  const query = useQuery(customerPlansQuery(customerKey));
  const mayChange = useMayChange();
  const plan = query.data && covering(query.data.plans, account);
  return (
    <Container
      header={
        <Header
          variant="h3"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {plan && mayChange && <Adjust plan={plan} customerKey={customerKey} />}
              <RestructureButton customerKey={customerKey} />
            </SpaceBetween>
          }
        >
          Payment plan
        </Header>
      }
    >
      <Loaded query={query} what="the payment plan">
        {() =>
          plan ? (
            <Standing plan={plan} customerKey={customerKey} />
          ) : (
            <Box color="text-body-secondary">No plan covers this account.</Box>
          )
        }
      </Loaded>
    </Container>
  );
}

function Standing({ plan, customerKey }: { plan: PlanDetail; customerKey: string }) {
  const next = nextInstalment(plan);
  const overdue = missed(plan);
  return (
    <KeyValuePairs
      columns={4}
      items={[
        {
          label: 'Plan',
          value: (
            <PageLink to={`/customers/${customerKey}#${fragment({ tab: 'plans', plan: plan.id })}`}>
              <span className="code">{plan.reference}</span>
            </PageLink>
          ),
        },
        { label: 'Status', value: <PlanState state={plan.state} /> },
        {
          label: 'Next instalment',
          value: next ? (
            <>
              <span className="figures">{pounds(next.amount - next.paid)}</span> on{' '}
              <span className="figures">{day(next.due)}</span>
              {overdue > 0 && (
                <Box variant="small" display="block" color="text-status-error">
                  {pounds(overdue)} missed before
                </Box>
              )}
            </>
          ) : (
            '–'
          ),
        },
        {
          label: 'Paid',
          value: (
            <ProgressBar
              ariaLabel="Paid of the plan"
              value={percent(plan.paid, plan.total)}
              additionalInfo={`${pounds(plan.paid)} of ${pounds(plan.total)}`}
            />
          ),
        },
      ]}
    />
  );
}
