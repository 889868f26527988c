import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { PlanDetail } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { useFlashFailure } from '../../shell/flashes';
import { CancelPlanDialog, DelayDialog, type MoveProps, SkipDialog } from './move-dialogs';
import { decidePlan, movePlan } from './queries';
import { isRunning } from './standing';
import { usePlanChange } from './use-plan-change';
import { WayDialog } from './way-dialog';

interface ActionsProps {
  plan: PlanDetail;
  customerKey: string;
}

/** What can be done with a request or a plan as it stands. */
export function PlanActions({ plan, customerKey }: ActionsProps) {
  if (!useMayChange()) return null;
  if (plan.state === 'REQUESTED') return <Decide plan={plan} customerKey={customerKey} />;
  const isOpen = isRunning(plan) || plan.state === 'PAUSED' || plan.state === 'BROKEN';
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Adjust plan={plan} customerKey={customerKey} />
      {isRunning(plan) && <Turn plan={plan} customerKey={customerKey} move="PAUSE" />}
      {plan.state === 'PAUSED' && <Turn plan={plan} customerKey={customerKey} move="RESUME" />}
      <Opening
        label="Cancel the plan"
        isOffered={isOpen}
        Content={CancelPlanDialog}
        plan={plan}
        customerKey={customerKey}
      />
    </SpaceBetween>
  );
}

/** Delaying and skipping the next instalment, where the server says that either may be done, and paying a plan another way. */
export const Adjust = ({ plan, customerKey }: ActionsProps) => (
  <SpaceBetween direction="horizontal" size="xs">
    <Opening
      label="Delay the next one"
      isOffered={Boolean(plan.movable?.delay_until)}
      Content={DelayDialog}
      plan={plan}
      customerKey={customerKey}
    />
    <Opening
      label="Skip the next one"
      isOffered={Boolean(plan.movable?.skip_to)}
      Content={SkipDialog}
      plan={plan}
      customerKey={customerKey}
    />
    <Opening
      label="Change how it is paid"
      isOffered={isRunning(plan)}
      Content={WayDialog}
      plan={plan}
      customerKey={customerKey}
    />
  </SpaceBetween>
);

interface OpeningProps extends ActionsProps {
  label: string;
  isOffered: boolean;
  Content: (props: MoveProps) => React.ReactNode;
}

/** A button and its dialog, which stays open and says so when what it offers is taken away meanwhile. */
function Opening({ label, isOffered, Content, plan, customerKey }: OpeningProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {isOffered && <Button onClick={() => setOpen(true)}>{label}</Button>}
      {isOpen && <Content plan={plan} customerKey={customerKey} onClose={() => setOpen(false)} />}
    </>
  );
}

function Turn({ plan, customerKey, move }: ActionsProps & { move: 'PAUSE' | 'RESUME' }) {
  const failed = useFlashFailure('The plan was not changed');
  const { mutate, isPending } = usePlanChange(movePlan, { customerKey, done: 'The plan was changed.', failed });
  const ask = { customer_key: customerKey, id: plan.id, version: plan.version, move };
  return (
    <Button loading={isPending} onClick={() => mutate(ask)}>
      {move === 'PAUSE' ? 'Pause' : 'Resume'}
    </Button>
  );
}

function Decide({ plan, customerKey }: ActionsProps) {
  const failed = useFlashFailure('The plan was not changed');
  const { mutate, isPending } = usePlanChange(decidePlan, { customerKey, done: 'The plan was changed.', failed });
  const of = { customer_key: customerKey, id: plan.id, version: plan.version, reason: '' };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button loading={isPending} onClick={() => mutate({ ...of, accept: false })}>
        Reject
      </Button>
      <Button variant="primary" loading={isPending} onClick={() => mutate({ ...of, accept: true })}>
        Accept
      </Button>
    </SpaceBetween>
  );
}
