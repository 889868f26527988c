import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { moment } from '../../lib/format';
import type { Permission } from '../../lib/model';
import { Failed } from '../../shell/loaded';
import { permissionsQuery } from './queries';

/** What may be done to the customer at this moment, and in plain words why not. */
export function Permissions({ customerKey }: { customerKey: string }) {
  const { data, isPending, isError, error, refetch } = useQuery(permissionsQuery(customerKey));
  if (isError) return <Failed what="what is allowed" error={error} retry={() => refetch()} />;
  return (
    <Table
      variant="container"
      ariaLabels={{ tableLabel: 'What is allowed now' }}
      contentDensity="compact"
      wrapLines
      loading={isPending}
      loadingText="Loading what is allowed"
      items={data?.rows ?? []}
      trackBy="name"
      header={
        <Header variant="h2" description="Decided at this moment, by the same rules that every job and page obeys.">
          What is allowed now
        </Header>
      }
      columnDefinitions={[
        { id: 'name', header: 'Action', cell: ({ name }) => name, isRowHeader: true, width: '34%' },
        { id: 'allowed', header: 'Allowed', cell: (row) => <Allowed row={row} />, width: '18%' },
        { id: 'why', header: 'Why', cell: (row) => <Why row={row} /> },
      ]}
    />
  );
}

function Allowed({ row: { allowed, not_before, accounts } }: { row: Permission }) {
  if (allowed && accounts.length > 0) return <StatusIndicator type="warning">In part</StatusIndicator>;
  if (allowed) return <StatusIndicator type="success">Yes</StatusIndicator>;
  if (not_before) return <StatusIndicator type="pending">Later</StatusIndicator>;
  return <StatusIndicator type="stopped">No</StatusIndicator>;
}

function Why({ row: { words, not_before, accounts } }: { row: Permission }) {
  const refused = accounts.filter(({ allowed }) => !allowed);
  return (
    <>
      {words.join(' ')}
      {not_before && ` Wait until ${moment(not_before)}.`}
      {refused.map(({ account, words: because }) => (
        <div key={account}>
          Account {account}: {because.join(' ')}
        </div>
      ))}
    </>
  );
}
