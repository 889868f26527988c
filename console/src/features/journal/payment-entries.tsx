import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { Failed } from '../../shell/loaded';
import { COLUMNS } from './columns';
import { paymentEntriesQuery } from './queries';

const SHOWN = ['effective', 'type', 'claim', 'accounts', 'amount', 'balance', 'context'];
/** Without sorting: few lines, in the order they were posted. */
const UNSORTED = COLUMNS.filter(({ id }) => SHOWN.includes(id ?? '')).map(({ sortingField: _, ...column }) => column);

/** The journal lines that one payment was posted by, and what undid them. */
export function PaymentEntries({ customerKey, paymentId }: { customerKey: string; paymentId: string }) {
  const query = useQuery(paymentEntriesQuery(customerKey, paymentId));
  if (query.isError) return <Failed what="the journal" error={query.error} retry={() => query.refetch()} />;
  return (
    <Table
      variant="embedded"
      wrapLines
      loading={query.isPending}
      loadingText="Loading the journal"
      items={query.data?.items ?? []}
      trackBy={({ sequence, line }) => `${sequence}.${line}`}
      ariaLabels={{ tableLabel: 'Journal entries of the payment' }}
      header={<Box variant="h3">Journal entries</Box>}
      columnDefinitions={UNSORTED}
      empty={<Box color="text-body-secondary">Nothing was posted: no money has come.</Box>}
    />
  );
}
