import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fragment, useFragment } from '../../lib/address';
import { useCommand } from '../../lib/command';
import { day, moment, pounds, words } from '../../lib/format';
import type { PlanDetail, WholeCustomer } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { useFlashFailure, useFlashSuccess } from '../../shell/flashes';
import { PageLink } from '../../shell/links';
import { Loaded } from '../../shell/loaded';
import { InstalmentState, PlanState } from './plan-state';
import { customerPlansQuery, decidePlan, movePlan, PLANS } from './queries';
import { Restructure } from './restructure';
import { EVERY } from './words';

/** A customer's requests for plans, newest first, each with what was agreed and its schedule as it stands. */
export function PlansTab({ page }: { page: WholeCustomer }) {
  const { customer_key } = page.customer;
  const query = useQuery(customerPlansQuery(customer_key));
  const mayChange = useMayChange();
  const [isRestructuring, setRestructuring] = useState(false);
  return (
    <SpaceBetween size="l">
      <Header
        variant="h2"
        actions={mayChange && <Button onClick={() => setRestructuring(true)}>Restructure all claims</Button>}
      >
        Payment plans
      </Header>
      <Loaded query={query} what="the payment plans">
        {({ plans }) =>
          plans.length === 0 ? (
            <Box color="text-body-secondary">No plan was asked for yet.</Box>
          ) : (
            <SpaceBetween size="l">
              {plans.map((plan) => (
                <OnePlan key={plan.id} plan={plan} customerKey={customer_key} />
              ))}
            </SpaceBetween>
          )
        }
      </Loaded>
      {isRestructuring && <Restructure customerKey={customer_key} onClose={() => setRestructuring(false)} />}
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
          description={`Asked for on ${moment(plan.requested_at)} by ${plan.asked_by.toLowerCase()}`}
          actions={<Actions plan={plan} customerKey={customerKey} />}
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
            { label: 'State', value: <PlanState state={plan.state} /> },
            { label: 'Risk', value: plan.at_risk ? 'An instalment was missed' : 'None' },
            { label: 'Total', value: pounds(plan.total) },
            { label: 'Paid', value: pounds(plan.paid) },
            { label: 'Instalments', value: `${plan.instalments}, ${EVERY[plan.frequency]?.toLowerCase()}` },
            { label: 'Balance when asked for', value: pounds(plan.balance) },
            { label: 'Discount on completion', value: pounds(plan.discount) },
            { label: 'Paid by', value: plan.pay_by === 'CUSTOMER' ? 'The customer, each time' : words(plan.pay_by) },
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
            { id: 'amount', header: 'Amount', cell: ({ amount }) => <span className="figures">{pounds(amount)}</span> },
            { id: 'paid', header: 'Paid', cell: ({ paid }) => <span className="figures">{pounds(paid)}</span> },
            { id: 'state', header: 'State', cell: ({ state }) => <InstalmentState state={state} /> },
            { id: 'attempt', header: 'Collection', cell: ({ attempt }) => (attempt ? words(attempt) : '–') },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

const MOVES: Record<string, ('PAUSE' | 'RESUME' | 'SKIP' | 'CANCEL')[]> = {
  PENDING_FIRST: ['PAUSE', 'SKIP', 'CANCEL'],
  ACTIVE: ['PAUSE', 'SKIP', 'CANCEL'],
  PAUSED: ['RESUME', 'CANCEL'],
  BROKEN: ['CANCEL'],
};
const MOVE_WORDS = { PAUSE: 'Pause', RESUME: 'Resume', SKIP: 'Skip the next one', CANCEL: 'Cancel the plan' };

function Actions({ plan, customerKey }: { plan: PlanDetail; customerKey: string }) {
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const fail = useFlashFailure('The plan was not changed');
  const again = () => queries.invalidateQueries({ queryKey: PLANS });
  const told = {
    success: async () => {
      await again();
      queries.invalidateQueries({ queryKey: ['customer', customerKey] });
      succeed('The plan was changed.');
    },
    failure: (error: Error) => {
      fail(error);
      again();
    },
  };
  const decide = useCommand(decidePlan, told);
  const move = useCommand(movePlan, told);
  const of = { customer_key: customerKey, id: plan.id, version: plan.version };
  if (!useMayChange()) return null;
  if (plan.state === 'REQUESTED')
    return (
      <SpaceBetween direction="horizontal" size="xs">
        <Button loading={decide.isPending} onClick={() => decide.mutate({ ...of, accept: false, reason: '' })}>
          Reject
        </Button>
        <Button
          variant="primary"
          loading={decide.isPending}
          onClick={() => decide.mutate({ ...of, accept: true, reason: '' })}
        >
          Accept
        </Button>
      </SpaceBetween>
    );
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {(MOVES[plan.state] ?? []).map((each) => (
        <Button
          key={each}
          loading={move.isPending}
          onClick={() => move.mutate({ ...of, move: each, until: null, reason: '' })}
        >
          {MOVE_WORDS[each]}
        </Button>
      ))}
    </SpaceBetween>
  );
}
