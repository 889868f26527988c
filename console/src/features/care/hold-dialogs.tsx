import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { Hold } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { UkDate } from '../../shell/uk-date';
import { useChange } from '../customers/use-change';
import { changeEnd, liftHold } from './queries';

interface Props {
  customerKey: string;
  version: number;
  hold: Hold;
  onClose: () => void;
}

/** Longer or shorter; a hold without an end lasts until it is lifted. */
export function ChangeEndDialog({ customerKey, version, hold, onClose }: Props) {
  const [end, setEnd] = useState(hold.end ?? '');
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const change = useChange(changeEnd, {
    customerKey,
    done: `${hold.name} has another last day.`,
    failed: 'The hold was not changed',
    onClose,
  });
  const submit = () => {
    setMissing(!reason.trim());
    if (reason.trim()) change.mutate({ customer_key: customerKey, id: hold.id, version, end: end || null, reason });
  };
  return (
    <Dialog
      header={`Change when “${hold.name}” ends`}
      submit="Change last day"
      isBusy={change.isPending}
      error={change.error}
      fields={['end', 'reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      <UkDate
        label="Last day"
        calendarLabel="Choose the last day"
        description="Leave it empty for a hold that lasts until it is lifted."
        value={end}
        onChange={setEnd}
        error={fieldError(change.error, 'end')}
      />
      <Why value={reason} onChange={setReason} error={isMissing ? 'Say why.' : fieldError(change.error, 'reason')} />
    </Dialog>
  );
}

export function LiftDialog({ customerKey, version, hold, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const lift = useChange(liftHold, {
    customerKey,
    done: `${hold.name} is lifted.`,
    failed: 'The hold was not lifted',
    onClose,
  });
  const submit = () => {
    setMissing(!reason.trim());
    if (reason.trim()) lift.mutate({ customer_key: customerKey, id: hold.id, version, reason });
  };
  return (
    <Dialog
      header={`Lift “${hold.name}”`}
      submit="Lift hold"
      isBusy={lift.isPending}
      error={lift.error}
      fields={['reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>What this hold forbids is allowed again at once, unless something else speaks against it.</p>
      <Why value={reason} onChange={setReason} error={isMissing ? 'Say why.' : fieldError(lift.error, 'reason')} />
    </Dialog>
  );
}

interface WhyProps {
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

/** The reason that stands in the history. */
export const Why = ({ value, onChange, error }: WhyProps) => (
  <FormField label="Reason" description="How we know. It stands in the history." errorText={error}>
    <Textarea rows={2} value={value} onChange={({ detail }) => onChange(detail.value.slice(0, 500))} />
  </FormField>
);
