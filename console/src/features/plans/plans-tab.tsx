import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { fragment, useFragment } from '../../lib/address';
import { day, moment, pounds, words } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { PlanDetail, WholeCustomer } from '../../lib/model';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { PageLink } from '../../shell/links';
import { Loaded } from '../../shell/loaded';
import { PlanActions } from './plan-actions';
import { InstalmentState, PlanState } from './plan-state';
import { customerPlansQuery } from './queries';
import { RestructureButton } from './restructure-button';
import { EVERY } from './words';

/** A customer's requests for plans, newest first, each with what was agreed and its schedule as it stands. */
export function PlansTab({ page }: { page: WholeCustomer }) {
  const { customer_key } = page.customer;
  const query = useQuery(customerPlansQuery(customer_key));
  return (
    <SpaceBetween size="l">
      <Header variant="h2" actions={<RestructureButton customerKey={customer_key} />}>
        Payment plans
      </Header>
      <Loaded query={query} what="the payment plans">
        {({ plans }) =>
          plans.length === 0 ? (
            <Empty title="No plan was asked for yet">
              Customers ask for one in their personal area. An agent puts all claims into one here.
            </Empty>
          ) : (
            <SpaceBetween size="l">
              {plans.map((plan) => (
                <OnePlan key={plan.id} plan={plan} customerKey={customer_key} />
              ))}
            </SpaceBetween>
          )
        }
      </Loaded>
    </SpaceBetween>
  );
}

function OnePlan({ plan, customerKey }: { plan: PlanDetail; customerKey: string }) {
  const marked = useFragment().plan === plan.id;
  const diary = `/customers/${customerKey}#${fragment({ tab: 'diary', entity: `plan:${plan.id}` })}`;
  return (
    <Container
      header={
        <Header
          variant="h3"
          description={`Asked for on ${moment(plan.requested_at)} by ${plan.channel === 'PORTAL' ? 'the customer' : plan.asked_by}`}
          actions={<PlanActions plan={plan} customerKey={customerKey} />}
        >
          <span className="code">{plan.reference}</span>
          {marked && <span className="pill marked">From the list</span>}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Status', value: <PlanState state={plan.state} /> },
            { label: 'Risk', value: plan.at_risk ? 'An instalment was missed' : 'None' },
            { label: 'Total', value: pounds(plan.total) },
            { label: 'Paid', value: pounds(plan.paid) },
            { label: 'Instalments', value: `${plan.instalments}, ${EVERY[plan.frequency]?.toLowerCase()}` },
            { label: 'Balance when asked for', value: pounds(plan.balance) },
            { label: 'Discount on completion', value: pounds(plan.discount) },
            {
              label: 'Paid by',
              value: plan.pay_by === 'CUSTOMER' ? 'The customer, each time' : methodWords(plan.pay_by),
            },
            { label: 'Option', value: plan.option === null ? 'Made by an agent' : `Option ${plan.option}` },
            { label: 'Consent text', value: plan.consent || '–' },
            { label: 'Accounts', value: plan.account_numbers.join(', ') },
            { label: 'Timeline', value: <PageLink to={diary}>Activities</PageLink> },
          ]}
        />
        <Table
          variant="embedded"
          items={plan.schedule}
          trackBy={({ number }) => String(number)}
          ariaLabels={{ tableLabel: `Schedule of ${plan.reference}` }}
          empty={<Box color="text-body-secondary">The schedule begins when the request is accepted.</Box>}
          columnDefinitions={[
            { id: 'number', header: 'No.', isRowHeader: true, cell: ({ number }) => number },
            { id: 'due', header: 'Due', cell: ({ due }) => <span className="figures">{day(due)}</span> },
            figures<PlanDetail['schedule'][number]>('amount', 'Amount', ({ amount }) => pounds(amount)),
            figures<PlanDetail['schedule'][number]>('paid', 'Paid', ({ paid }) => pounds(paid)),
            { id: 'state', header: 'Status', cell: ({ state }) => <InstalmentState state={state} /> },
            { id: 'attempt', header: 'Collection', cell: ({ attempt }) => (attempt ? words(attempt) : '–') },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}
