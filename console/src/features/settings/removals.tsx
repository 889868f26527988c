import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { count, moment } from '../../lib/format';
import type { Removal } from '../../lib/model';
import { useMe } from '../../lib/roles';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { Failed } from '../../shell/loaded';
import { removalsQuery } from './queries';

const ENDINGS: Record<Removal['ending'], string> = { DELETE: 'Deleted', ANONYMISE: 'Anonymised' };
const STAGES: Record<Removal['stage'], string> = {
  LOOKUPS: 'What the customer is found by',
  FILES: 'Uploaded files',
  AGREEMENTS: 'Plans, promises and ways to pay',
  RECORDS: 'Notes, tasks and messages',
  ACTIVITIES: 'Diary',
  JOURNAL: 'Ledger',
};

const COLUMNS: TableProps.ColumnDefinition<Removal>[] = [
  {
    id: 'asked',
    header: 'Asked for',
    isRowHeader: true,
    cell: ({ asked_at }) => <span className="figures">{moment(asked_at)}</span>,
  },
  { id: 'ending', header: 'Customer', cell: ({ ending }) => ENDINGS[ending] },
  {
    id: 'stage',
    header: 'Being removed now',
    cell: ({ stage }) => <StatusIndicator type="in-progress">{STAGES[stage]}</StatusIndicator>,
  },
  figures('removed', 'Items removed', ({ removed }) => count(removed)),
];

/** For administrators: customers who have left every list, and how far the removal of what they left behind has come. */
export function Removals() {
  return useMe().role === 'admin' && <UnderWay />;
}

function UnderWay() {
  const query = useQuery(removalsQuery);
  if (query.isError) return <Failed what="the removals" error={query.error} retry={() => query.refetch()} />;
  return (
    <Table
      variant="container"
      wrapLines
      loading={query.isPending}
      loadingText="Loading removals"
      items={query.data ?? []}
      trackBy="customer_key"
      columnDefinitions={COLUMNS}
      ariaLabels={{ tableLabel: 'Removals under way' }}
      header={
        <Header
          variant="h2"
          counter={query.data && `(${count(query.data.length)})`}
          description="Deleted and anonymised customers leave every list at once. A long history is removed at a pace."
          actions={
            <Button
              iconName="refresh"
              ariaLabel="Refresh the removals"
              loading={query.isRefetching}
              onClick={() => query.refetch()}
            />
          }
        >
          Removals under way
        </Header>
      }
      empty={
        <Empty title="Nothing is being removed">
          What is deleted on a customer’s page shows here until it is gone.
        </Empty>
      }
    />
  );
}
