import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { moment, pence, pounds, words } from '../../lib/format';
import type { PaymentDetail } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { useFlashSuccess } from '../../shell/flashes';
import { customerQuery } from '../customers/queries';
import { refundPayment } from './queries';

interface RefundFormProps {
  customerKey: string;
  payment: PaymentDetail;
  close: () => void;
}

/** Gives money of a captured payment back. The server says how much is left; another figure by now refuses it. */
export function RefundForm({ customerKey, payment, close }: RefundFormProps) {
  const [amount, setAmount] = useState((payment.refundable_pence / 100).toFixed(2));
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const read = () => queries.invalidateQueries({ queryKey: customerQuery(customerKey).queryKey });
  const refund = useCommand(refundPayment, {
    success: async () => {
      await Promise.all([read(), queries.invalidateQueries({ queryKey: ['payments'] })]);
      succeed('The refund is on its way.');
      close();
    },
    failure: read,
  });
  const asked = pence(amount);
  const wrong = wrongAmount(asked, payment.refundable_pence);
  const isSound = asked !== null && !wrong && Boolean(reason.trim());
  const submit = () => {
    setAsked(true);
    if (!isSound) return;
    refund.mutate({
      customerKey,
      id: payment.id,
      refund: {
        refund_id: payment.refund_id,
        amount_pence: asked,
        refundable_pence: payment.refundable_pence,
        reason: reason.trim(),
      },
    });
  };
  return (
    <Dialog
      header={`Refund payment ${payment.reference}`}
      submit="Refund"
      isBusy={refund.isPending}
      isForbidden={payment.refundable_pence === 0}
      error={refund.error}
      fields={['amount', 'reason']}
      onSubmit={submit}
      onClose={close}
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Taken', value: pounds(payment.captured_pence) },
            { label: 'Can be refunded', value: pounds(payment.refundable_pence) },
            { label: 'Of it kept as credit', value: pounds(payment.from_credit_pence) },
            { label: 'Status', value: words(payment.status) },
          ]}
        />
        {payment.outflows.map((gone) => (
          <Box key={`${gone.kind}${gone.asked_at}${gone.at}`} color="text-body-secondary">
            {words(gone.kind)} of {pounds(gone.amount_pence)}, {words(gone.state).toLowerCase()}
            {gone.at ? ` ${moment(gone.at)}` : ''}
          </Box>
        ))}
        {payment.refundable_pence === 0 ? (
          <Box>Nothing of this payment can be refunded.</Box>
        ) : (
          <SpaceBetween size="m">
            <FormField
              label="Amount in pounds"
              description="What was cleared by it is owed again, credit first."
              errorText={(isAsked && wrong) || fieldError(refund.error, 'amount')}
            >
              <Input value={amount} inputMode="decimal" onChange={({ detail }) => setAmount(detail.value)} />
            </FormField>
            <FormField
              label="Reason"
              errorText={isAsked && !reason.trim() ? 'Say why.' : fieldError(refund.error, 'reason')}
            >
              <Textarea value={reason} rows={2} onChange={({ detail }) => setReason(detail.value)} />
            </FormField>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Dialog>
  );
}

function wrongAmount(amount: number | null, most: number) {
  if (amount === null || amount < 1) return 'Enter an amount in pounds and pence, like 12.50.';
  return amount > most ? `At most ${pounds(most)} can be refunded.` : undefined;
}
