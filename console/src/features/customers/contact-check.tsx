import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { phone, words } from '../../lib/format';
import type { CheckContact, Contact, Customer } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { Optional } from '../../shell/optional';
import { checkContact } from './queries';
import { useChange } from './use-change';

export type Validity = CheckContact['validity'];
type Reason = CheckContact['reason'];

const REASONS: Record<Validity, readonly Reason[]> = {
  VALID: ['AGENT_CONFIRMED', 'DELIVERY_RECEIPT'],
  INVALID: ['NOT_IN_SERVICE', 'WRONG_PARTY', 'CUSTOMER_REQUEST', 'DUPLICATE', 'HARD_BOUNCE'],
};

interface ContactCheckProps {
  customer: Customer;
  contact: Contact;
  validity: Validity;
  onClose: () => void;
}

const option = (code: Reason) => ({ value: code, label: words(code) });

/** A number or address is known to be right, or to lead nowhere. */
export function ContactCheck({ customer, contact, validity, onClose }: ContactCheckProps) {
  const [reason, setReason] = useState<Reason>();
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const isGood = validity === 'VALID';
  const value = contact.point === 'email' ? contact.value : phone(contact.value);
  const check = useChange(checkContact, {
    customerKey: customer.customer_key,
    done: `${value} is ${isGood ? 'valid' : 'invalid'} now.`,
    failed: 'Nothing was changed',
    onClose,
  });
  const submit = () => {
    setMissing(!reason);
    if (!reason) return;
    const { customer_key, version } = customer;
    check.mutate({ customer_key, version, point: contact.point, validity, reason, note });
  };
  return (
    <Dialog
      header={`${isGood ? 'Validate' : 'Invalidate'} ${value}?`}
      submit={isGood ? 'Validate' : 'Invalidate'}
      isBusy={check.isPending}
      error={check.error}
      fields={['reason', 'note']}
      onSubmit={submit}
      onClose={onClose}
    >
      {!isGood && <p>It is kept, but no message, campaign or call uses it any more.</p>}
      <FormField
        label={isGood ? 'How is it known?' : 'Reason'}
        errorText={isMissing && !reason ? 'Choose one.' : fieldError(check.error, 'reason')}
      >
        <Select
          placeholder="Choose one"
          options={REASONS[validity].map(option)}
          selectedOption={reason ? option(reason) : null}
          onChange={({ detail }) => setReason(detail.selectedOption.value as Reason)}
        />
      </FormField>
      <FormField label={isGood ? <Optional>Note</Optional> : 'Note'} errorText={fieldError(check.error, 'note')}>
        <Textarea rows={3} value={note} onChange={({ detail }) => setNote(detail.value.slice(0, 1000))} />
      </FormField>
    </Dialog>
  );
}
