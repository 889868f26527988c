import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { day, pounds } from '../../lib/format';
import type { PlanDetail } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { UkDate } from '../../shell/uk-date';
import { movePlan } from './queries';
import { usePlanChange } from './use-plan-change';

export interface MoveProps {
  customerKey: string;
  /** As it stands by the server's latest word: a refusal makes it be read again while the dialog is open. */
  plan: PlanDetail;
  onClose: () => void;
}

const Next = ({ movable }: { movable: NonNullable<PlanDetail['movable']> }) => (
  <>
    Instalment {movable.number}, <strong>{pounds(movable.amount)}</strong> due on <strong>{day(movable.due)}</strong>
  </>
);

/** The next instalment on a later day, as far as the server lets it. */
export function DelayDialog({ customerKey, plan, onClose }: MoveProps) {
  const [until, setUntil] = useState('');
  const [isMissing, setMissing] = useState(false);
  const move = usePlanChange(movePlan, { customerKey, done: 'The instalment was delayed.', onDone: onClose });
  const { movable } = plan;
  const latest = movable?.delay_until;
  const submit = () => {
    setMissing(!until);
    if (until) move.mutate({ ...of(customerKey, plan), move: 'DELAY', until });
  };
  return (
    <Dialog
      header="Delay the next instalment"
      submit="Delay"
      isBusy={move.isPending}
      isForbidden={!latest}
      error={move.error}
      fields={['until']}
      onSubmit={submit}
      onClose={onClose}
    >
      {movable && latest ? (
        <SpaceBetween size="m">
          <Box>
            <Next movable={movable} />, is paid later. All others stay as they are. This can be done once in a plan.
          </Box>
          <UkDate
            label="New due date"
            calendarLabel="Choose the day"
            description={`A day after ${day(movable.due)}, until ${day(latest)}.`}
            value={until}
            onChange={setUntil}
            error={isMissing && !until ? 'Enter a day.' : fieldError(move.error, 'until')}
          />
        </SpaceBetween>
      ) : (
        <Box>No instalment of this plan can be delayed now.</Box>
      )}
    </Dialog>
  );
}

/** The next instalment left out; its amount comes after the last one. */
export function SkipDialog({ customerKey, plan, onClose }: MoveProps) {
  const move = usePlanChange(movePlan, { customerKey, done: 'The instalment was skipped.', onDone: onClose });
  const { movable } = plan;
  return (
    <Dialog
      header="Skip the next instalment"
      submit="Skip"
      isBusy={move.isPending}
      isForbidden={!movable?.skip_to}
      error={move.error}
      onSubmit={() => move.mutate({ ...of(customerKey, plan), move: 'SKIP' })}
      onClose={onClose}
    >
      {movable?.skip_to ? (
        <Box>
          <Next movable={movable} />, is left out. The same amount is due after the last instalment, on{' '}
          <strong>{day(movable.skip_to)}</strong>. This can be done once in a plan.
        </Box>
      ) : (
        <Box>No instalment of this plan can be skipped now.</Box>
      )}
    </Dialog>
  );
}

/** The end of a plan that nobody keeps any more. */
export function CancelPlanDialog({ customerKey, plan, onClose }: MoveProps) {
  const move = usePlanChange(movePlan, { customerKey, done: 'The plan was cancelled.', onDone: onClose });
  return (
    <Dialog
      header={`Cancel plan ${plan.reference}`}
      submit="Cancel the plan"
      cancel="Back"
      isBusy={move.isPending}
      error={move.error}
      onSubmit={() => move.mutate({ ...of(customerKey, plan), move: 'CANCEL' })}
      onClose={onClose}
    >
      <Box>
        {pounds(plan.paid)} of {pounds(plan.total)} was paid. What was not paid is owed as before, and may be chased
        again.
        {plan.discount > 0 && ` The discount of ${pounds(plan.discount)} is not given.`}
      </Box>
    </Dialog>
  );
}

export const of = (customer_key: string, { id, version }: PlanDetail) => ({ customer_key, id, version });
