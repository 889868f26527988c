import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { moment, pounds, words } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { PaymentFilter, PaymentRow } from '../../lib/model';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { PageLink } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { PaymentStatus } from '../customers/status';
import { DetailsButton } from './details-button';
import { paymentsQuery } from './queries';

/** Payments page by page. The server looks back a stretch at a time, so a page may hold nothing and not be the last. */
export function PaymentList({ filters }: { filters: PaymentFilter }) {
  const query = useInfiniteQuery(paymentsQuery(filters));
  if (query.isError) return <Failed what="the payments" error={query.error} retry={() => query.refetch()} />;
  return (
    <Table
      variant="container"
      wrapLines
      stickyHeader
      loading={query.isPending}
      loadingText="Loading payments"
      items={query.data?.pages.flatMap(({ items }) => items) ?? []}
      trackBy={(row) => `${row.payment_id}#${row.type}#${row.at}#${row.account_number}`}
      ariaLabels={{ tableLabel: 'Payments of all customers' }}
      header={<Header variant="h2">Payments</Header>}
      empty={
        query.hasNextPage ? (
          <Empty title="Nothing so far">Older payments have not been looked at yet.</Empty>
        ) : (
          <Empty title="No payments">No payment matches these filters.</Empty>
        )
      }
      footer={
        query.hasNextPage && (
          <Box textAlign="center">
            <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
              Show older
            </Button>
          </Box>
        )
      }
      columnDefinitions={COLUMNS}
    />
  );
}

const COLUMNS = [
  {
    id: 'at',
    header: 'Date',
    minWidth: 110,
    cell: (row: PaymentRow) => <span className="figures">{moment(row.at)}</span>,
  },
  {
    id: 'transaction',
    header: 'Transaction',
    isRowHeader: true,
    minWidth: 130,
    cell: (row: PaymentRow) => (
      <>
        <span className="code">{row.reference}</span>
        <Box variant="small" display="block" color="text-body-secondary">
          <span className="anywhere">{row.provider_ref || 'No provider reference'}</span>
        </Box>
      </>
    ),
  },
  {
    id: 'customer',
    header: 'Customer',
    minWidth: 160,
    cell: (row: PaymentRow) => (
      <>
        <PageLink to={`/customers/${row.customer_key}`}>{row.name || row.customer_id}</PageLink>
        <Box variant="small" display="block" color="text-body-secondary">
          {row.customer_id}
        </Box>
      </>
    ),
  },
  {
    id: 'account',
    header: 'Account',
    minWidth: 130,
    cell: (row: PaymentRow) => <span className="figures">{row.account_number || 'Credit'}</span>,
  },
  {
    id: 'type',
    header: 'Type',
    cell: (row: PaymentRow) => (
      <>
        {words(row.type)}
        <Box variant="small" display="block" color="text-body-secondary">
          {methodWords(row.method)}, {words(row.channel).toLowerCase()}
        </Box>
      </>
    ),
  },
  { id: 'status', header: 'Status', minWidth: 160, cell: (row: PaymentRow) => <PaymentStatus status={row.status} /> },
  figures('amount', 'Amount', (row: PaymentRow) => <Amount row={row} />, { minWidth: 110 }),
  {
    id: 'details',
    header: 'Details',
    cell: (row: PaymentRow) => (
      <DetailsButton customerKey={row.customer_key} id={row.payment_id} reference={row.reference} />
    ),
  },
];

/** What has not moved yet, or never will, stands back behind what has. */
const Amount = ({ row: { amount_pence, has_moved } }: { row: PaymentRow }) => (
  <Box variant="span" color={has_moved ? 'inherit' : 'text-status-inactive'}>
    {pounds(amount_pence)}
  </Box>
);
