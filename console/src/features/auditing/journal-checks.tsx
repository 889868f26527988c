import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { fragment } from '../../lib/address';
import { count, day, moment, plural, pounds } from '../../lib/format';
import type { JournalCheck, JournalFinding } from '../../lib/model';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { PageLink } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { journalChecksQuery } from './queries';
import { faultFigure, faultWords } from './words';

/** The daily checks of everybody's journal, and what the latest one that found something found. */
export function JournalChecks() {
  const query = useQuery(journalChecksQuery);
  if (query.isError) return <Failed what="the checks" error={query.error} retry={() => query.refetch()} />;
  const checks = query.data?.items ?? [];
  const wrong = checks.find(({ faults }) => faults > 0);
  return (
    <SpaceBetween size="l">
      {query.data && checks.length > 0 && (
        <Verdict latest={checks.find(({ finished_at }) => finished_at)} isOverdue={query.data.overdue} />
      )}
      <Table
        variant="container"
        wrapLines
        loading={query.isPending}
        loadingText="Loading the checks"
        items={checks}
        trackBy="day"
        ariaLabels={{ tableLabel: 'Daily checks of the journal' }}
        columnDefinitions={COLUMNS}
        header={
          <Header
            variant="h2"
            description="Each check also seals what every journal was on that day, in signed files that nobody can change."
            actions={
              <Button
                iconName="refresh"
                ariaLabel="Read the checks again"
                loading={query.isRefetching}
                onClick={() => query.refetch()}
              />
            }
          >
            Daily checks
          </Header>
        }
        empty={<Empty title="No check yet">The first one begins within a quarter of an hour.</Empty>}
      />
      {wrong && <Findings check={wrong} />}
    </SpaceBetween>
  );
}

function Verdict({ latest, isOverdue }: { latest: JournalCheck | undefined; isOverdue: boolean }) {
  if (isOverdue)
    return (
      <Alert type="warning" header="No check was finished for more than a day">
        It begins by itself every day. If this stays, the schedule does not run: see the alarms.
      </Alert>
    );
  if (!latest) return null;
  if (latest.faults > 0)
    return (
      <Alert type="error" header={`${plural(latest.faults, 'fault')} found on ${day(latest.day)}`}>
        Somebody’s money is not what the journal says. Nothing was corrected: correct it by reversals, or restore it.
      </Alert>
    );
  return (
    <Alert type="success" header={`The books agree on ${day(latest.day)}`}>
      {plural(latest.entries, 'entry', 'entries')} of {plural(latest.customers, 'customer')} add up to{' '}
      {pounds(latest.owed_pence)} owed.
    </Alert>
  );
}

const COLUMNS: TableProps.ColumnDefinition<JournalCheck>[] = [
  { id: 'day', header: 'Day', isRowHeader: true, cell: (check) => <span className="figures">{day(check.day)}</span> },
  { id: 'state', header: 'Result', cell: (check) => <Result check={check} /> },
  {
    id: 'finished',
    header: 'Finished',
    cell: ({ finished_at }) => (finished_at ? <span className="figures">{moment(finished_at)}</span> : '–'),
  },
  figures('customers', 'Customers', (check) => count(check.customers)),
  figures('entries', 'Entries', (check) => count(check.entries)),
  figures('owed', 'Owed', (check) => pounds(check.owed_pence)),
  {
    id: 'digest',
    header: 'Signed digest',
    cell: ({ finished_at, digest_files }) =>
      digest_files === 0 ? 'None yet' : `${plural(digest_files, 'file')}${finished_at ? '' : ' so far'}`,
  },
];

function Result({ check: { faults, finished_at } }: { check: JournalCheck }) {
  if (faults > 0) return <StatusIndicator type="error">{plural(faults, 'fault')}</StatusIndicator>;
  if (!finished_at) return <StatusIndicator type="in-progress">Under way</StatusIndicator>;
  return <StatusIndicator type="success">Agrees</StatusIndicator>;
}

const Findings = ({ check }: { check: JournalCheck }) => (
  <Table
    variant="container"
    wrapLines
    items={check.findings}
    trackBy={(found) => `${found.customer_key}${found.fault}${found.sequence}${found.expected}${found.found}`}
    ariaLabels={{ tableLabel: `What was wrong on ${day(check.day)}` }}
    header={
      <Header
        variant="h2"
        counter={`(${count(check.faults)})`}
        description={
          check.faults > check.findings.length ? `The first ${count(check.findings.length)} are named.` : undefined
        }
      >
        What was wrong on {day(check.day)}
      </Header>
    }
    columnDefinitions={FINDING}
  />
);

const FINDING: TableProps.ColumnDefinition<JournalFinding>[] = [
  { id: 'fault', header: 'Fault', isRowHeader: true, cell: faultWords },
  {
    id: 'customer',
    header: 'Whose',
    cell: ({ customer_key }) =>
      customer_key ? (
        <PageLink to={`/customers/${customer_key}#${fragment({ tab: 'journal' })}`}>Open the journal</PageLink>
      ) : (
        <PageLink to="/receipts">Unallocated money</PageLink>
      ),
  },
  { id: 'entry', header: 'Entry', cell: ({ sequence }) => (sequence ? count(sequence) : '–') },
  figures('expected', 'Should be', (found) => faultFigure(found, found.expected)),
  figures('found', 'Is', (found) => faultFigure(found, found.found)),
];
