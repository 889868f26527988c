import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMayChange } from '../../lib/roles';
import { Dialog } from '../../shell/dialog';
import { Failed, Loading } from '../../shell/loaded';
import { useChange } from '../customers/use-change';
import { MoneyFields, newDraft, received } from './money-fields';
import { receiptsQuery, recordPayment } from './queries';

interface RecordPaymentProps {
  customerKey: string;
  accountNumber: string;
}

/** Writes down a bank transfer, a standing order, cash or a cheque towards an account. */
export function RecordPayment({ customerKey, accountNumber }: RecordPaymentProps) {
  const [isAsking, setAsking] = useState(false);
  if (!useMayChange()) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>Record a payment</Button>
      {isAsking && <Ask customerKey={customerKey} accountNumber={accountNumber} onClose={() => setAsking(false)} />}
    </>
  );
}

type AskProps = RecordPaymentProps & { onClose: () => void };

function Ask({ customerKey, accountNumber, onClose }: AskProps) {
  const query = useQuery({ ...receiptsQuery, refetchOnWindowFocus: false });
  const [id, setId] = useState<string>();
  if (!id && query.data && !query.isFetching) setId(query.data.next_id);
  if (id) return <Filled id={id} customerKey={customerKey} accountNumber={accountNumber} onClose={onClose} />;
  return (
    <Dialog header="Record a payment" submit="Record payment" isBusy onSubmit={() => {}} onClose={onClose}>
      {query.isError ? <Failed what="the form" error={query.error} /> : <Loading what="the form" />}
    </Dialog>
  );
}

function Filled({ id, customerKey, accountNumber, onClose }: AskProps & { id: string }) {
  const [draft, setDraft] = useState(newDraft);
  const [isIncomplete, setIncomplete] = useState(false);
  const { mutate, isPending, error } = useChange(recordPayment, {
    customerKey,
    done: 'The payment was recorded.',
    failed: 'The payment was not recorded',
    onClose,
  });
  const submit = () => {
    const money = received(id, draft);
    setIncomplete(!money);
    if (money) mutate({ customer_key: customerKey, account_number: accountNumber, ...money });
  };
  return (
    <Dialog
      header="Record a payment"
      submit="Record payment"
      isBusy={isPending}
      error={error}
      fields={['amount_pence', 'received_on', 'reference']}
      onSubmit={submit}
      onClose={onClose}
    >
      <Box>
        It pays what is due longest on account {accountNumber}. What is more than owed is kept as the customer’s credit.
      </Box>
      <MoneyFields
        draft={draft}
        change={(part) => setDraft((held) => ({ ...held, ...part }))}
        error={error}
        isIncomplete={isIncomplete}
      />
    </Dialog>
  );
}
