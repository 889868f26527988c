import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { words } from '../../lib/format';
import type { ChangeStatus, Customer } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Dialog, fieldError } from '../../shell/dialog';
import { Optional } from '../../shell/optional';
import { UkDate } from '../../shell/uk-date';
import { changeStatus } from './queries';
import { useChange } from './use-change';

type Status = Customer['status'];

const VERBS: Partial<Record<Status, string>> = {
  ACTIVATED: 'Reactivate',
  BLOCKED: 'Block',
  DEACTIVATED: 'Deactivate',
};
const EFFECTS: Partial<Record<Status, string>> = {
  ACTIVATED: 'The personal area can be used again at once.',
  BLOCKED: 'The personal area tells the customer to get in touch. Anyone signed in is signed out at their next step.',
  DEACTIVATED: 'The personal area no longer knows the customer. Anyone signed in is signed out at their next step.',
};
const verb = (status: Status) => VERBS[status] ?? words(status);

/** The moves that the server allows from where the customer is. */
export function ManageStatus({ customer }: { customer: Customer }) {
  const [asking, setAsking] = useState<Status>();
  if (!useMayChange() || customer.status_moves.length === 0) return null;
  return (
    <>
      <ButtonDropdown
        items={customer.status_moves.map(({ status }) => ({ id: status, text: `${verb(status)}…` }))}
        onItemClick={({ detail }) => setAsking(detail.id as Status)}
      >
        Manage
      </ButtonDropdown>
      {asking && <Move key={asking} customer={customer} first={asking} onClose={() => setAsking(undefined)} />}
    </>
  );
}

interface MoveProps {
  customer: Customer;
  first: Status;
  onClose: () => void;
}

const option = (value: string, label: string) => ({ value, label });

function Move({ customer, first, onClose }: MoveProps) {
  const [status, setStatus] = useState(first);
  const [reason, setReason] = useState<ChangeStatus['reason']>();
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const move = useChange(changeStatus, {
    customerKey: customer.customer_key,
    done: `${customer.name} is ${words(status).toLowerCase()} now.`,
    failed: 'The status was not changed',
    onClose,
  });
  const reasons = customer.status_moves.find((offered) => offered.status === status)?.reasons ?? [];
  const isAgainst = status !== 'ACTIVATED';
  const submit = () => {
    setMissing(!reason);
    if (!reason) return;
    const { customer_key, version } = customer;
    move.mutate({ customer_key, version, status, reason, note, until: isAgainst && until ? until : null });
  };
  return (
    <Dialog
      header={`Change the status of ${customer.name}`}
      submit={verb(status)}
      isBusy={move.isPending}
      error={move.error}
      fields={['reason', 'until', 'note']}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField label="Status" description={EFFECTS[status]}>
        <Select
          options={customer.status_moves.map((offered) => option(offered.status, words(offered.status)))}
          selectedOption={option(status, words(status))}
          onChange={({ detail }) => {
            setStatus(detail.selectedOption.value as Status);
            setReason(undefined);
          }}
        />
      </FormField>
      <FormField
        label="Reason"
        errorText={isMissing && !reason ? 'Choose a reason.' : fieldError(move.error, 'reason')}
      >
        <Select
          placeholder="Choose a reason"
          options={reasons.map((code) => option(code, words(code)))}
          selectedOption={reason ? option(reason, words(reason)) : null}
          onChange={({ detail }) => setReason(detail.selectedOption.value as ChangeStatus['reason'])}
        />
      </FormField>
      {isAgainst && (
        <UkDate
          label={<Optional>Until</Optional>}
          calendarLabel="Choose until when"
          description="The customer is reactivated by itself when this day begins."
          value={until}
          onChange={setUntil}
          error={fieldError(move.error, 'until')}
        />
      )}
      <FormField
        label={reason === 'OTHER' ? 'Note' : <Optional>Note</Optional>}
        errorText={fieldError(move.error, 'note')}
      >
        <Textarea rows={3} value={note} onChange={({ detail }) => setNote(detail.value.slice(0, 1000))} />
      </FormField>
    </Dialog>
  );
}
