import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import { useState } from 'react';
import type { Mandate } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { UkDate } from '../../shell/uk-date';
import { useChange } from '../customers/use-change';
import { disableMandate, enableMandate, endMandate } from './queries';

interface Props {
  customerKey: string;
  mandate: Mandate;
  onClose: () => void;
}

/** Until a day, or until somebody enables it: one of the two. */
export function DisableDialog({ customerKey, mandate, onClose }: Props) {
  const [until, setUntil] = useState('');
  const [isEndless, setEndless] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const disable = useChange(disableMandate, {
    customerKey,
    done: `${mandate.name} is disabled.`,
    failed: 'It was not disabled',
    onClose,
  });
  const submit = () => {
    setMissing(!until && !isEndless);
    if (!until && !isEndless) return;
    const { id, version } = mandate;
    disable.mutate({
      customer_key: customerKey,
      id,
      version,
      until: isEndless ? null : until,
      indefinitely: isEndless,
    });
  };
  return (
    <Dialog
      header={`Disable ${mandate.name}`}
      submit="Disable"
      isBusy={disable.isPending}
      error={disable.error}
      fields={isEndless ? [] : ['until']}
      onSubmit={submit}
      onClose={onClose}
    >
      <PlanNeedsIt mandate={mandate} />
      {mandate.method === 'BACS' && (
        <Alert type="info">A Direct Debit that is with the bank already is still collected.</Alert>
      )}
      {!isEndless && (
        <UkDate
          label="Disabled until"
          calendarLabel="Choose the day"
          description="It can be used again from this day on."
          value={until}
          onChange={setUntil}
          error={isMissing ? 'Choose a day, or no end.' : fieldError(disable.error, 'until')}
        />
      )}
      <Checkbox
        checked={isEndless}
        onChange={({ detail }) => {
          setEndless(detail.checked);
          setUntil('');
        }}
      >
        Disable indefinitely
      </Checkbox>
    </Dialog>
  );
}

export function EnableDialog({ customerKey, mandate, onClose }: Props) {
  const enable = useChange(enableMandate, {
    customerKey,
    done: `${mandate.name} is enabled.`,
    failed: 'It was not enabled',
    onClose,
  });
  return (
    <Dialog
      header={`Enable ${mandate.name}`}
      submit="Enable"
      isBusy={enable.isPending}
      error={enable.error}
      onSubmit={() => enable.mutate({ customer_key: customerKey, id: mandate.id, version: mandate.version })}
      onClose={onClose}
    >
      <p>It can be charged again at once, within what the customer agreed to.</p>
    </Dialog>
  );
}

export function EndDialog({ customerKey, mandate, onClose }: Props) {
  const end = useChange(endMandate, {
    customerKey,
    done: `${mandate.name} is ended.`,
    failed: 'It was not ended',
    onClose,
  });
  return (
    <Dialog
      header={`End ${mandate.name} for good`}
      submit="End for good"
      isBusy={end.isPending}
      error={end.error}
      onSubmit={() => end.mutate({ customer_key: customerKey, id: mandate.id, version: mandate.version })}
      onClose={onClose}
    >
      <PlanNeedsIt mandate={mandate} />
      <p>
        Nothing more is taken with it, here or at the payment provider. To use it again the customer has to save it
        again.
      </p>
      {mandate.method === 'BACS' && (
        <Alert type="info">
          A Direct Debit that is with the bank already is stopped if it still can be. What became of it shows among the
          payments.
        </Alert>
      )}
    </Dialog>
  );
}

function PlanNeedsIt({ mandate: { plan } }: { mandate: Mandate }) {
  if (!plan) return null;
  return (
    <Alert type="warning" header={`Payment plan ${plan} is collected with it`}>
      Its instalments will not be collected. Agree another way to pay with the customer.
    </Alert>
  );
}
