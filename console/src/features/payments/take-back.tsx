import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { pounds } from '../../lib/format';
import { methodInSentence } from '../../lib/methods';
import type { PaymentDetail } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { useChange } from '../customers/use-change';
import { takeBack } from './queries';

/** Undoes a payment that was recorded by hand and should not have been. The journal keeps both entries. */
export function TakeBack({ payment, onClose }: { payment: PaymentDetail; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const queries = useQueryClient();
  const { mutate, isPending, error } = useChange(takeBack, {
    customerKey: payment.customer_key,
    done: `Payment ${payment.reference} was taken back.`,
    failed: 'The payment was not taken back',
    onClose: () => {
      queries.invalidateQueries({ queryKey: ['payments'] });
      queries.invalidateQueries({ queryKey: ['receipts'] });
      onClose();
    },
  });
  const submit = () => {
    setMissing(!reason.trim());
    if (reason.trim()) mutate({ customer_key: payment.customer_key, id: payment.id, reason: reason.trim() });
  };
  return (
    <Dialog
      header={`Take back payment ${payment.reference}?`}
      submit="Take the payment back"
      cancel="Back"
      isBusy={isPending}
      error={error}
      fields={['reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      <Box>
        {pounds(payment.captured_pence)} was recorded by hand: {methodInSentence(payment.method)}. Take it back if that
        was a mistake. Money that really came is returned at the bank.
      </Box>
      <ul className="plain">
        {payment.portions.map(({ account_number, claim, amount_pence }) => (
          <li key={`${account_number}/${claim}`}>
            {pounds(amount_pence)} is owed again on {claim}, account {account_number}.
          </li>
        ))}
        {payment.credited_pence > 0 && <li>{pounds(payment.credited_pence)} of the customer’s credit goes.</li>}
      </ul>
      <FormField
        label="Reason"
        description="The journal keeps the payment, and beside it that and why it was taken back."
        errorText={isMissing && !reason.trim() ? 'Say why.' : fieldError(error, 'reason')}
      >
        <Input value={reason} onChange={({ detail }) => setReason(detail.value.slice(0, 200))} />
      </FormField>
    </Dialog>
  );
}
