import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCommand } from '../../lib/command';
import { count, moment, pounds } from '../../lib/format';
import type { CreditorReport } from '../../lib/model';
import { useMe } from '../../lib/roles';
import { BuildStatus } from '../../shell/build-state';
import { DownloadButton } from '../../shell/download-button';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { useFlash, useFlashFailure } from '../../shell/flashes';
import { Failed } from '../../shell/loaded';
import { createReport, reportAddress, reportsQuery } from './queries';

/** What the creditor was told of. A lead makes a report; every movement of money stands in one of them. */
export function CreditorReports() {
  const isLead = useMe().role === 'admin';
  const query = useQuery(reportsQuery);
  if (query.isError) return <Failed what="the reports" error={query.error} retry={() => query.refetch()} />;
  return (
    <Table
      variant="container"
      wrapLines
      loading={query.isPending}
      loadingText="Loading reports"
      items={query.data?.items ?? []}
      trackBy="id"
      ariaLabels={{ tableLabel: 'Reports to the creditor' }}
      header={
        <Header
          variant="h2"
          description="All money that came and went since the last report. An import afterwards knows what was reported."
          actions={isLead && <Start />}
        >
          Reports to the creditor
        </Header>
      }
      empty={<Empty title="Nothing has been reported yet">Administrators make reports here.</Empty>}
      columnDefinitions={[
        {
          id: 'created',
          header: 'Made',
          isRowHeader: true,
          cell: (made: CreditorReport) => <span className="figures">{moment(made.created_at)}</span>,
        },
        { id: 'by', header: 'By', cell: (made: CreditorReport) => made.created_by },
        { id: 'state', header: 'Status', cell: (made: CreditorReport) => <BuildStatus state={made.state} /> },
        figures('rows', 'Rows', (made: CreditorReport) => count(made.rows)),
        figures('in', 'Came', (made: CreditorReport) => pounds(made.in_pence)),
        figures('out', 'Went back', (made: CreditorReport) => pounds(made.out_pence)),
        {
          id: 'file',
          header: 'File',
          cell: (made: CreditorReport) =>
            isLead && made.state === 'READY' ? (
              <DownloadButton
                variant="inline-link"
                ariaLabel={`Download the report of ${moment(made.created_at)}`}
                address={() => reportAddress(made.id)}
              >
                Download
              </DownloadButton>
            ) : (
              '–'
            ),
        },
      ]}
    />
  );
}

function Start() {
  const queries = useQueryClient();
  const flash = useFlash();
  const start = useCommand(createReport, {
    success: () => {
      flash({ type: 'success', content: 'The report is being made. It can be downloaded here when it is ready.' });
      return queries.invalidateQueries({ queryKey: reportsQuery.queryKey });
    },
    failure: useFlashFailure('The report was not started'),
  });
  return (
    <Button loading={start.isPending} loadingText="Starting" onClick={() => start.mutate({})}>
      Report payments
    </Button>
  );
}
