import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { ApiError } from '../../lib/errors';
import { plural, pounds } from '../../lib/format';
import type { EndProspect, EndRecord, WholeCustomer } from '../../lib/model';
import { useMe } from '../../lib/roles';
import { Dialog, fieldError } from '../../shell/dialog';
import { Loaded } from '../../shell/loaded';
import { endProspectQuery, endRecord } from './queries';

type Ending = EndRecord['ending'];
type Reason = EndRecord['reason'];

const REASONS: Record<Reason, string> = {
  ERASURE_REQUEST: 'The customer asked to be forgotten',
  LOADED_BY_MISTAKE: 'Loaded by mistake',
  DUPLICATE: 'The same customer is held twice',
  CREDITOR_INSTRUCTION: 'The creditor asked for it',
  RETENTION_ENDED: 'Kept for long enough',
};
const OPTIONS = Object.entries(REASONS).map(([value, label]) => ({ value, label }));

const EFFECTS: Record<Ending, string> = {
  DELETE: 'Everything held about this customer is removed for good, with accounts, claims, diary and tasks.',
  ANONYMISE:
    'Name, contacts, address, notes, tasks and link are removed for good. Accounts, payments and the ledger stay.',
};

/** For administrators: ends the record, as far as what has happened allows. */
export function DeleteCustomer({ page }: { page: WholeCustomer }) {
  const [isAsking, setAsking] = useState(false);
  const { customer } = page;
  if (useMe().role !== 'admin' || customer.status === 'ANONYMISED') return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>Delete</Button>
      {isAsking && <Ask customerKey={customer.customer_key} onClose={() => setAsking(false)} />}
    </>
  );
}

function Ask({ customerKey, onClose }: { customerKey: string; onClose: () => void }) {
  const query = useQuery(endProspectQuery(customerKey));
  if (query.data?.refusal === '' && !query.isFetching)
    return <Confirm customerKey={customerKey} prospect={query.data} reread={query.refetch} onClose={onClose} />;
  return (
    <Modal visible header="Delete this customer?" onDismiss={onClose}>
      <Loaded query={query} what="what may be deleted">
        {({ refusal }) => <Alert type="warning">{refusal}</Alert>}
      </Loaded>
    </Modal>
  );
}

interface ConfirmProps {
  customerKey: string;
  prospect: EndProspect;
  reread: () => void;
  onClose: () => void;
}

function Confirm({ customerKey, prospect, reread, onClose }: ConfirmProps) {
  const [ending, setEnding] = useState<Ending>(prospect.ending);
  const [reason, setReason] = useState<Reason>();
  const [typed, setTyped] = useState('');
  const [isChecked, setChecked] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const end = useCommand(endRecord, {
    success: async (_, asked) => {
      const done = asked.ending === 'DELETE' ? 'deleted' : 'anonymised';
      await navigate({ to: '/customers', state: { said: `Customer ${prospect.customer_id} was ${done}.` } });
      queries.removeQueries({ queryKey: ['customer', customerKey] });
      queries.invalidateQueries({ queryKey: ['customers'] });
    },
    failure: (error) => {
      if (error instanceof ApiError && error.code !== 'INVALID') reread();
    },
  });
  const isTyped = typed.trim() === prospect.customer_id;
  const submit = () => {
    setChecked(true);
    if (reason && isTyped)
      end.mutate({ customer_key: customerKey, version: prospect.version, ending, reason, confirm: typed.trim() });
  };
  const verb = ending === 'DELETE' ? 'Delete' : 'Anonymise';
  return (
    <Dialog
      header={`${verb} ${prospect.name}?`}
      submit={`${verb} customer`}
      cancel="Keep the customer"
      isBusy={end.isPending}
      error={end.error}
      fields={['confirm']}
      onSubmit={submit}
      onClose={onClose}
    >
      <Alert type="warning" header="This cannot be undone">
        {plural(prospect.accounts, 'account')} with {pounds(prospect.owed_pence)} outstanding. {EFFECTS[ending]} The
        personal link stops working at once.
      </Alert>
      {prospect.ending === 'DELETE' ? (
        <RadioGroup
          ariaLabel="What to do"
          value={ending}
          onChange={({ detail }) => setEnding(detail.value as Ending)}
          items={[
            { value: 'DELETE', label: 'Delete', description: 'No payment was ever begun, so nothing has to stay.' },
            { value: 'ANONYMISE', label: 'Anonymise', description: 'Keep the ledger without the person.' },
          ]}
        />
      ) : (
        <div>
          A payment has been begun, so the ledger has to stay and the customer can only be anonymised. To keep
          everything and close the record, use Manage and deactivate it.
        </div>
      )}
      <FormField label="Reason" errorText={isChecked && !reason && 'Choose a reason.'}>
        <Select
          placeholder="Choose a reason"
          options={OPTIONS}
          selectedOption={OPTIONS.find(({ value }) => value === reason) ?? null}
          onChange={({ detail }) => setReason(detail.selectedOption.value as Reason)}
        />
      </FormField>
      <FormField
        label={`Type the customer ID ${prospect.customer_id} to confirm`}
        errorText={fieldError(end.error, 'confirm') ?? (isChecked && !isTyped && `Type ${prospect.customer_id}.`)}
      >
        <Input
          value={typed}
          onChange={({ detail }) => setTyped(detail.value)}
          autoComplete={false}
          spellcheck={false}
        />
      </FormField>
    </Dialog>
  );
}
