import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { londonDay } from '../../lib/day';
import { count, day, moment, plural, pounds, words } from '../../lib/format';
import type { BankDifference, Reconciliation } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { useFlashSuccess } from '../../shell/flashes';
import { PageLink } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { UkDate } from '../../shell/uk-date';
import { reconcile, reconciliationsQuery } from './queries';
import { DIFFERENCES } from './words';

/** Our cash held against the payment provider's own books, day by day, and now. */
export function Reconciliations() {
  const query = useQuery(reconciliationsQuery);
  const [isAsking, setAsking] = useState(false);
  if (query.isError) return <Failed what="the reconciliations" error={query.error} retry={() => query.refetch()} />;
  const reports = query.data?.items ?? [];
  const wrong = reports.find(({ found }) => found > 0);
  return (
    <SpaceBetween size="l">
      <Table
        variant="container"
        wrapLines
        loading={query.isPending}
        loadingText="Loading the reconciliations"
        items={reports}
        trackBy={(report) => `${report.provider}${report.day}`}
        ariaLabels={{ tableLabel: 'Days held against the provider’s books' }}
        columnDefinitions={COLUMNS}
        header={
          <Header
            variant="h2"
            description="What the payment provider says it moved, held against what our journal holds."
            actions={<Button onClick={() => setAsking(true)}>Check a day now</Button>}
          >
            Provider’s books
          </Header>
        }
        empty={<Empty title="No day was held against the provider’s books yet">Yesterday is, every day.</Empty>}
      />
      {wrong && wrong.differences.length > 0 && <Differences report={wrong} />}
      {isAsking && <CheckDay onClose={() => setAsking(false)} />}
    </SpaceBetween>
  );
}

const COLUMNS: TableProps.ColumnDefinition<Reconciliation>[] = [
  { id: 'day', header: 'Day', isRowHeader: true, cell: (each) => <span className="figures">{day(each.day)}</span> },
  { id: 'provider', header: 'Provider', cell: ({ provider }) => words(provider) },
  {
    id: 'result',
    header: 'Result',
    cell: ({ found }) =>
      found > 0 ? (
        <StatusIndicator type="error">{plural(found, 'difference')}</StatusIndicator>
      ) : (
        <StatusIndicator type="success">Agrees</StatusIndicator>
      ),
  },
  { id: 'done', header: 'Checked', cell: ({ done_at }) => <span className="figures">{moment(done_at)}</span> },
  figures('movements', 'Movements', (each) => count(each.movements)),
  figures('ours', 'Ours', ({ ours_pence }) => pounds(ours_pence)),
  figures('theirs', 'Theirs', ({ theirs_pence }) => pounds(theirs_pence)),
  figures('settled', 'Settled by it', ({ settled }) => count(settled)),
];

const Differences = ({ report }: { report: Reconciliation }) => (
  <Table
    variant="container"
    wrapLines
    items={report.differences}
    trackBy={(each) => `${each.kind}${each.payment_id}${each.movement}`}
    ariaLabels={{ tableLabel: `What differs on ${day(report.day)}` }}
    header={
      <Header variant="h2" counter={`(${count(report.found)})`}>
        What differs on {day(report.day)}
      </Header>
    }
    columnDefinitions={DIFFERENCE}
  />
);

const DIFFERENCE: TableProps.ColumnDefinition<BankDifference>[] = [
  { id: 'kind', header: 'Difference', isRowHeader: true, cell: ({ kind }) => DIFFERENCES[kind] },
  { id: 'movement', header: 'Movement', cell: ({ movement }) => words(movement) },
  {
    id: 'customer',
    header: 'Whose',
    cell: ({ customer_key }) =>
      customer_key ? <PageLink to={`/customers/${customer_key}#tab=payments`}>Open the payments</PageLink> : 'Not ours',
  },
  figures('ours', 'Ours', ({ ours_pence }) => pounds(ours_pence)),
  figures('theirs', 'Theirs', ({ theirs_pence }) => pounds(theirs_pence)),
];

function CheckDay({ onClose }: { onClose: () => void }) {
  const [chosen, setChosen] = useState(londonDay(new Date()));
  const [isMissing, setMissing] = useState(false);
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const { mutate, isPending, error } = useCommand(reconcile, {
    success: async ({ items }) => {
      await queries.invalidateQueries({ queryKey: reconciliationsQuery.queryKey });
      const found = items.reduce((sum, each) => sum + each.found, 0);
      succeed(`${day(chosen)} was checked: ${found ? plural(found, 'difference') : 'the books agree'}.`);
      onClose();
    },
  });
  return (
    <Dialog
      header="Hold a day against the provider’s books"
      submit="Check the day"
      isBusy={isPending}
      error={error}
      fields={['day']}
      onSubmit={() => {
        setMissing(!chosen);
        if (chosen) mutate({ day: chosen });
      }}
      onClose={onClose}
    >
      <Box>Payments that differ are asked for at the provider again and settled. Nothing else is corrected.</Box>
      <UkDate
        label="Day"
        calendarLabel="Choose the day"
        description="One of the last 60."
        value={chosen}
        onChange={setChosen}
        error={isMissing && !chosen ? 'Enter a day.' : fieldError(error, 'day')}
      />
    </Dialog>
  );
}
