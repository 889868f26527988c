import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import { day, pence, pounds } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { NewPromise, Promised, PromisePage } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { Optional } from '../../shell/optional';
import { UkDate } from '../../shell/uk-date';
import { useChange } from '../customers/use-change';
import { notWorking } from '../tasks/draft';
import { cancelPromise, makePromise } from './queries';

const METHODS = ['CARD', 'DIRECT_DEBIT', 'BANK_TRANSFER', 'STANDING_ORDER', 'CASH', 'CHEQUE'] as const;
const NO_METHOD = { value: '', label: 'Not said' };

interface PromiseDialogProps {
  customerKey: string;
  page: PromisePage;
  /** The claims of the account that may be promised: at least one. */
  choices: PromisePage['choices'];
  onClose: () => void;
}

/** Records what the customer promises. Where a promise is open already, it is replaced with the customer's consent. */
export function PromiseDialog({ customerKey, page, choices, onClose }: PromiseDialogProps) {
  const [claim, setClaim] = useState(choices[0]?.claim ?? '');
  const [amount, setAmount] = useState('');
  const [due, setDue] = useState('');
  const [method, setMethod] = useState<NewPromise['method']>(null);
  const [hasConsent, setConsent] = useState(false);
  const [isIncomplete, setIncomplete] = useState(false);
  const make = useChange(makePromise, {
    customerKey,
    done: 'The promise was recorded.',
    failed: 'No promise was recorded',
    onClose,
  });
  const chosen = choices.find((choice) => choice.claim === claim);
  const open = page.items.find(({ id }) => id === chosen?.open_promise);
  const typed = pence(amount);
  const options = choices.map((choice) => ({
    value: choice.claim,
    label: choice.claim,
    description: `Due ${day(choice.due_date)}, up to ${pounds(choice.most_pence)}`,
  }));
  const methods = [NO_METHOD, ...METHODS.map((value) => ({ value, label: methodWords(value) }))];
  const submit = () => {
    const isComplete = chosen && typed !== null && due && (!open || hasConsent);
    setIncomplete(!isComplete);
    if (!isComplete) return;
    make.mutate({
      customer_key: customerKey,
      account_number: chosen.account_number,
      claim,
      amount_pence: typed,
      due,
      method,
      replaces: open?.id ?? '',
      consented: hasConsent,
    });
  };
  return (
    <Dialog
      header={open ? 'Replace a promise to pay' : 'Create a promise to pay'}
      submit={open ? 'Replace promise' : 'Create promise'}
      isBusy={make.isPending}
      error={make.error}
      fields={['amount_pence', 'due', 'consented']}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField label="Claim">
        <Select
          selectedOption={options.find(({ value }) => value === claim) ?? null}
          options={options}
          onChange={({ detail }) => setClaim(detail.selectedOption.value ?? '')}
        />
      </FormField>
      <FormField
        label="Amount in pounds"
        constraintText={chosen && `From ${pounds(chosen.least_pence)} to ${pounds(chosen.most_pence)}`}
        errorText={
          isIncomplete && typed === null
            ? 'Enter an amount in pounds and pence, like 25.00.'
            : fieldError(make.error, 'amount_pence')
        }
      >
        <Input value={amount} inputMode="decimal" onChange={({ detail }) => setAmount(detail.value)} />
      </FormField>
      <UkDate
        label="Due date"
        calendarLabel="Choose the due date"
        description={notWorking(due, page.holidays) || `From today until ${day(page.last_day)}.`}
        value={due}
        onChange={setDue}
        error={isIncomplete && !due ? 'Enter a day.' : fieldError(make.error, 'due')}
      />
      <FormField label={<Optional>Payment method</Optional>}>
        <Select
          selectedOption={methods.find(({ value }) => value === (method ?? '')) ?? NO_METHOD}
          options={methods}
          onChange={({ detail }) => setMethod(METHODS.find((each) => each === detail.selectedOption.value) ?? null)}
        />
      </FormField>
      {open && (
        <FormField
          description={`${pounds(open.amount_pence)} until ${day(open.due)} is promised on this claim already.`}
          errorText={
            isIncomplete && !hasConsent
              ? 'A promise is replaced with the customer’s consent only.'
              : fieldError(make.error, 'consented')
          }
        >
          <Checkbox checked={hasConsent} onChange={({ detail }) => setConsent(detail.checked)}>
            The customer agrees that this promise takes its place
          </Checkbox>
        </FormField>
      )}
    </Dialog>
  );
}

interface CancelProps {
  customerKey: string;
  promise: Promised;
  onClose: () => void;
}

export function CancelPromiseDialog({ customerKey, promise, onClose }: CancelProps) {
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const cancel = useChange(cancelPromise, {
    customerKey,
    done: 'The promise was cancelled.',
    failed: 'The promise was not cancelled',
    onClose,
  });
  const submit = () => {
    setMissing(!reason.trim());
    if (reason.trim()) cancel.mutate({ customer_key: customerKey, id: promise.id, reason });
  };
  return (
    <Dialog
      header={`Cancel the promise of ${pounds(promise.amount_pence)}`}
      submit="Cancel the promise"
      cancel="Back"
      isBusy={cancel.isPending}
      error={cancel.error}
      fields={['reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>From then on this claim may be chased again, unless something else speaks against it.</p>
      <FormField label="Reason" errorText={isMissing ? 'Say why.' : fieldError(cancel.error, 'reason')}>
        <Input value={reason} onChange={({ detail }) => setReason(detail.value.slice(0, 200))} />
      </FormField>
    </Dialog>
  );
}
