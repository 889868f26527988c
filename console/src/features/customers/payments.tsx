import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { fragment } from '../../lib/address';
import { moment, pounds, words } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { Payment } from '../../lib/model';
import { figures } from '../../shell/figures';
import { PageLink } from '../../shell/links';
import { DetailsButton } from '../payments/details-button';
import { PaymentStatus } from './status';

const MOST_SHOWN = 50;

interface PaymentsProps {
  payments: Payment[];
  customerKey: string;
  /** Whether each payment leads to what the diary says of it. */
  hasDiary?: boolean;
  /** The payment somebody came here for. */
  marked?: string;
  /** What can be done beside the heading. */
  actions?: ReactNode;
}

/** Newest first; what was received and did not go back is summed, because only that is money. */
export function Payments({ payments, customerKey, hasDiary = false, marked, actions }: PaymentsProps) {
  return (
    <Table
      variant="container"
      items={payments}
      trackBy="id"
      ariaLabels={{ tableLabel: 'Payments' }}
      header={
        <Header
          variant="h2"
          actions={actions}
          counter={`(${payments.length}${payments.length === MOST_SHOWN ? '+' : ''})`}
          info={
            <Box variant="span" color="text-body-secondary">
              {pounds(keptPence(payments))} received after refunds
            </Box>
          }
        >
          Payments
        </Header>
      }
      empty={<Box color="text-body-secondary">No payments yet.</Box>}
      columnDefinitions={[
        {
          id: 'made',
          header: 'Date',
          cell: (payment) => <span className="figures">{moment(payment.created_at)}</span>,
        },
        {
          id: 'reference',
          header: 'Transaction',
          isRowHeader: true,
          cell: (payment) => (
            <>
              <span className="code">{payment.reference}</span>
              {payment.id === marked && <span className="pill marked">From the diary</span>}
              <Box variant="small" display="block" color="text-body-secondary">
                {methodWords(payment.method)}, {words(payment.channel).toLowerCase()}
              </Box>
            </>
          ),
        },
        {
          id: 'accounts',
          header: 'Account',
          cell: (payment) => payment.account_numbers.map((number) => <div key={number}>{number}</div>),
        },
        { id: 'status', header: 'Status', cell: (payment) => <PaymentStatus status={payment.status} /> },
        figures<Payment>('amount', 'Amount', (payment) => pounds(payment.amount_pence)),
        {
          id: 'details',
          header: 'Details',
          cell: (payment) => <DetailsButton customerKey={customerKey} id={payment.id} reference={payment.reference} />,
        },
        ...(hasDiary
          ? [
              {
                id: 'diary',
                header: 'Diary',
                cell: (payment: Payment) => (
                  <PageLink
                    to={`/customers/${customerKey}#${fragment({ tab: 'diary', entity: `payment:${payment.id}` })}`}
                  >
                    Activities
                  </PageLink>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

const keptPence = (payments: Payment[]) => payments.reduce((sum, { kept_pence }) => sum + kept_pence, 0);
