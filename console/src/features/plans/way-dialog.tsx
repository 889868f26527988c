import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog, fieldError } from '../../shell/dialog';
import { Loaded } from '../../shell/loaded';
import { mandatesQuery } from '../mandates/queries';
import { type MoveProps, of } from './move-dialogs';
import { movePlan } from './queries';
import { usePlanChange } from './use-plan-change';
import { BY_HAND, waysOf } from './ways';

/** How the instalments are paid from now on: by the customer each time, or from what they have saved. */
export function WayDialog({ customerKey, plan, onClose }: MoveProps) {
  const [chosen, setChosen] = useState('');
  const [isAsked, setAsked] = useState(false);
  const query = useQuery(mandatesQuery(customerKey));
  const move = usePlanChange(movePlan, { customerKey, done: 'How the plan is paid was changed.', onDone: onClose });
  const ways = query.data ? waysOf(plan, query.data.items) : [];
  const way = ways.find(({ value, disabled }) => value === chosen && !disabled);
  const submit = () => {
    setAsked(true);
    const mandate_id = chosen === BY_HAND ? '' : chosen;
    if (way) move.mutate({ ...of(customerKey, plan), move: 'WAY', mandate_id });
  };
  return (
    <Dialog
      header="Change how it is paid"
      submit="Change"
      isBusy={move.isPending}
      isForbidden={!ways.some(({ disabled }) => !disabled)}
      error={move.error}
      fields={['pay_by']}
      onSubmit={submit}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <Box>
          The dates and amounts stay as they are, and the customer gets a message. Choose a saved card or Direct Debit
          only when they have asked for it.
        </Box>
        <Loaded query={query} what="the saved ways to pay">
          {() => (
            <FormField
              label="From now on, it is paid"
              errorText={isAsked && !way ? 'Choose a way to pay.' : fieldError(move.error, 'pay_by')}
            >
              <RadioGroup value={chosen} onChange={({ detail }) => setChosen(detail.value)} items={ways} />
            </FormField>
          )}
        </Loaded>
        {ways.length === 1 && (
          <Box color="text-body-secondary">The customer saves a card or a Direct Debit in their personal area.</Box>
        )}
      </SpaceBetween>
    </Dialog>
  );
}
