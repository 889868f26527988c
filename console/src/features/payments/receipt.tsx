import './receipt.css';
import Button from '@cloudscape-design/components/button';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { londonDay } from '../../lib/day';
import { day, pounds } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { PaymentDetail, WholeCustomer } from '../../lib/model';
import { useMe } from '../../lib/roles';
import { Loaded } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { customerQuery } from '../customers/queries';
import { paymentQuery } from './queries';
import { paidByAccount } from './receipt-lines';

const route = getRouteApi('/app/customers/$customerKey/payments/$paymentId');

/** The receipt that the debtor has for a payment, to be read out or printed. */
export function ReceiptPage() {
  const { customerKey, paymentId } = route.useParams();
  const customer = useQuery(customerQuery(customerKey));
  const payment = useQuery(paymentQuery(customerKey, paymentId));
  const name = customer.data?.customer.name ?? 'Customer';
  return (
    <Page
      title="Receipt"
      above={[
        { text: 'Customers', to: '/customers' },
        { text: name, to: `/customers/${customerKey}#tab=payments` },
      ]}
      actions={
        <Button iconName="file" disabled={!payment.data || !customer.data} onClick={() => window.print()}>
          Print
        </Button>
      }
    >
      <Loaded query={customer} what="this customer">
        {(page) => (
          <Loaded query={payment} what="the payment">
            {(paid) => <Receipt page={page} payment={paid} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Receipt({ page: { customer, accounts }, payment }: { page: WholeCustomer; payment: PaymentDetail }) {
  const { organisation } = useMe();
  const paid = paidByAccount(payment, accounts);
  const owed = paid.reduce((sum, { account }) => sum + (account?.balance_pence ?? 0), 0);
  return (
    <article className="receipt" aria-label={`Receipt for payment ${payment.reference}`}>
      <h2>{organisation}</h2>
      <div>{payment.captured_pence > 0 ? 'Receipt for a payment' : 'No money has been taken'}</div>
      <dl>
        <dt>Reference</dt>
        <dd>{payment.reference}</dd>
        <dt>Paid by</dt>
        <dd>
          {customer.name}, customer {customer.customer_id}
        </dd>
        <dt>Date</dt>
        <dd>{day(londonDay(payment.settled_at ?? payment.created_at))}</dd>
        <dt>Amount</dt>
        <dd>
          <strong>{pounds(payment.captured_pence || payment.amount_pence)}</strong>
        </dd>
        <dt>Method</dt>
        <dd>{methodWords(payment.method)}</dd>
        {paid.map(({ number, account, pence }) => (
          <Fact key={number} label={account?.creditor ? `${account.creditor} ${number}` : number} pence={pence} />
        ))}
        {payment.credited_pence > 0 && <Fact label="Kept as credit" pence={payment.credited_pence} />}
        {payment.gone_pence > 0 && <Fact label="Went back" pence={payment.gone_pence} />}
        <Fact label={`Still owed on ${day(londonDay(new Date()))}`} pence={owed} />
      </dl>
    </article>
  );
}

const Fact = ({ label, pence }: { label: string; pence: number }) => (
  <>
    <dt>{label}</dt>
    <dd>{pounds(pence)}</dd>
  </>
);
