import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { londonDay } from '../../lib/day';
import { day, moment, pounds, words } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { PaymentDetail } from '../../lib/model';
import { useMe } from '../../lib/roles';
import { figures } from '../../shell/figures';
import { Held } from '../../shell/held';
import { PageLink } from '../../shell/links';
import { Loaded } from '../../shell/loaded';
import { PaymentStatus } from '../customers/status';
import { PaymentEntries } from '../journal/payment-entries';
import { paymentQuery } from './queries';
import { RefundForm } from './refund';
import { TakeBack } from './take-back';

interface PaymentDetailsProps {
  customerKey: string;
  id: string;
  reference: string;
  onClose: () => void;
}

type Doing = 'refund' | 'take back';

/** Everything about one payment: what it paid, what went back, how it was posted, and what can be done about it. */
export function PaymentDetails({ customerKey, id, reference, onClose }: PaymentDetailsProps) {
  const query = useQuery(paymentQuery(customerKey, id));
  const [doing, setDoing] = useState<Doing>();
  const done = () => setDoing(undefined);
  const payment = query.data;
  return (
    <>
      <Modal
        visible={!doing}
        size="max"
        position="top"
        header={`Payment ${reference}`}
        onDismiss={onClose}
        footer={payment && <Actions payment={payment} onDo={setDoing} onClose={onClose} />}
      >
        <Loaded query={query} what="the payment">
          {(shown) => <Shown payment={shown} />}
        </Loaded>
      </Modal>
      {payment && doing === 'refund' && (
        <RefundForm key={payment.refundable_pence} customerKey={customerKey} payment={payment} close={done} />
      )}
      {payment && doing === 'take back' && <TakeBack payment={payment} onClose={done} />}
    </>
  );
}

interface ActionsProps {
  payment: PaymentDetail;
  onDo: (doing: Doing) => void;
  onClose: () => void;
}

function Actions({ payment, onDo, onClose }: ActionsProps) {
  const isAdmin = useMe().role === 'admin';
  return (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        {payment.captured_pence > 0 && (
          <PageLink to={`/customers/${payment.customer_key}/payments/${payment.id}`}>View receipt</PageLink>
        )}
        {isAdmin && payment.may_be_taken_back && <Button onClick={() => onDo('take back')}>Take back</Button>}
        {isAdmin && payment.refundable_pence > 0 && <Button onClick={() => onDo('refund')}>Refund</Button>}
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </SpaceBetween>
    </Box>
  );
}

const Shown = ({ payment }: { payment: PaymentDetail }) => (
  <SpaceBetween size="l">
    {payment.advice && payment.status === 'FAILED' && (
      <Alert type="warning">The provider declined it. Its advice: {words(payment.advice).toLowerCase()}.</Alert>
    )}
    <KeyValuePairs
      columns={4}
      items={[
        { label: 'Status', value: <PaymentStatus status={payment.status} /> },
        { label: 'Amount', value: pounds(payment.amount_pence) },
        { label: 'Taken', value: pounds(payment.captured_pence) },
        { label: 'Went back', value: pounds(payment.gone_pence) },
        { label: 'Method', value: methodWords(payment.method) },
        { label: 'Through', value: words(payment.channel) },
        ...origin(payment),
        { label: 'Kept as credit', value: pounds(payment.credited_pence) },
        { label: 'Can be refunded', value: pounds(payment.refundable_pence) },
      ]}
    />
    <Portions payment={payment} />
    {payment.outflows.length > 0 && <WentBack payment={payment} />}
    <PaymentEntries customerKey={payment.customer_key} paymentId={payment.id} />
  </SpaceBetween>
);

/** Where it came from: a payment that was recorded by hand has a day on which it was received, and no provider. */
function origin({ provider, provider_ref, created_at, settled_at }: PaymentDetail) {
  const reference = <Held>{provider_ref && <span className="code">{provider_ref}</span>}</Held>;
  if (provider === 'manual')
    return [
      { label: 'Recorded by hand', value: moment(created_at) },
      { label: 'Received', value: settled_at ? day(londonDay(settled_at)) : 'Taken back' },
      { label: 'What the payer wrote', value: reference },
    ];
  return [
    { label: 'Started', value: moment(created_at) },
    { label: 'Settled', value: settled_at ? moment(settled_at) : 'Not settled' },
    { label: `Reference at ${words(provider)}`, value: reference },
  ];
}

const Portions = ({ payment }: { payment: PaymentDetail }) => (
  <Table
    variant="embedded"
    items={payment.portions}
    trackBy={({ account_number, claim }) => `${account_number}/${claim}`}
    ariaLabels={{ tableLabel: 'What it is for' }}
    header={<Box variant="h3">{payment.captured_pence > 0 ? 'What it paid' : 'What it was meant for'}</Box>}
    empty={<Box color="text-body-secondary">All of it is kept as the customer’s credit.</Box>}
    columnDefinitions={[
      { id: 'account', header: 'Account', isRowHeader: true, cell: ({ account_number }) => account_number },
      { id: 'claim', header: 'Claim', cell: ({ claim }) => claim },
      figures<PaymentDetail['portions'][number]>('amount', 'Amount', ({ amount_pence }) => pounds(amount_pence)),
    ]}
  />
);

type Outflow = PaymentDetail['outflows'][number];

const KINDS: Record<Outflow['kind'], string> = {
  REFUND: 'Refund',
  DISPUTE: 'Dispute by the payer’s bank',
  RETURN: 'Direct Debit returned unpaid',
  INDEMNITY: 'Claim under the Direct Debit Guarantee',
};
const STATES: Record<Outflow['state'], string> = {
  ASKED: 'Asked of the provider',
  OUT: 'Went back',
  LOST: 'Lost for good',
  VOID: 'Never left',
  RESTORED: 'Came back to us',
};

const WentBack = ({ payment }: { payment: PaymentDetail }) => (
  <Table
    variant="embedded"
    wrapLines
    items={payment.outflows}
    trackBy={({ kind, asked_at, at }) => `${kind}${asked_at}${at}`}
    ariaLabels={{ tableLabel: 'What went back' }}
    header={<Box variant="h3">What went back</Box>}
    columnDefinitions={[
      { id: 'kind', header: 'How', isRowHeader: true, cell: ({ kind }) => KINDS[kind] },
      figures<Outflow>('amount', 'Amount', ({ amount_pence }) => pounds(amount_pence)),
      { id: 'state', header: 'Status', cell: ({ state }) => STATES[state] },
      { id: 'asked', header: 'Asked for', cell: ({ asked_at }) => (asked_at ? moment(asked_at) : '–') },
      { id: 'at', header: 'Went', cell: ({ at }) => (at ? moment(at) : '–') },
      { id: 'reason', header: 'Reason', cell: ({ reason }) => reason || '–' },
    ]}
  />
);
