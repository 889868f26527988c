import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCommand } from '../../lib/command';
import { count, moment } from '../../lib/format';
import type { Export } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { BuildStatus } from '../../shell/build-state';
import { DownloadButton } from '../../shell/download-button';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { useFlash, useFlashFailure } from '../../shell/flashes';
import { Failed } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { createExport, exportFileAddress, exportsQuery } from './queries';

/** All current records as a file with the columns of an import: what is taken out can be put back. */
export function Exports() {
  const mayChange = useMayChange();
  return (
    <Page
      title="Export records"
      description="All current customers and accounts as a file that can be corrected and imported again."
      actions={mayChange && <Start />}
    >
      <SpaceBetween size="l">
        {!mayChange && <Alert type="info">Your role can see exports but not start or download them.</Alert>}
        <Made mayTake={mayChange} />
      </SpaceBetween>
    </Page>
  );
}

function Start() {
  const queries = useQueryClient();
  const flash = useFlash();
  const fail = useFlashFailure('The export was not started');
  const start = useCommand(createExport, {
    success: () => {
      flash({ type: 'success', content: 'The export has started. It can be downloaded here when it is ready.' });
      queries.invalidateQueries({ queryKey: exportsQuery.queryKey });
    },
    failure: fail,
  });
  return (
    <ButtonDropdown
      variant="primary"
      loading={start.isPending}
      mainAction={{
        text: 'Export current records',
        loading: start.isPending,
        onClick: () => start.mutate({ format: 'CSV' }),
      }}
      ariaLabel="Choose the format of the export"
      items={[
        { id: 'CSV', text: 'As a CSV file' },
        { id: 'XLSX', text: 'As an Excel workbook' },
      ]}
      onItemClick={({ detail }) => start.mutate({ format: detail.id === 'XLSX' ? 'XLSX' : 'CSV' })}
    />
  );
}

function Made({ mayTake }: { mayTake: boolean }) {
  const query = useQuery(exportsQuery);
  if (query.isError) return <Failed what="the exports" error={query.error} retry={() => query.refetch()} />;
  return (
    <Table
      variant="container"
      wrapLines
      loading={query.isPending}
      loadingText="Loading exports"
      items={query.data?.items ?? []}
      trackBy="id"
      ariaLabels={{ tableLabel: 'Exports' }}
      header={<Header variant="h2">Exports</Header>}
      empty={<Empty title="Nothing has been exported yet">Exports made here can be downloaded for a month.</Empty>}
      columnDefinitions={[
        {
          id: 'created',
          header: 'Started',
          isRowHeader: true,
          cell: (made) => <span className="figures">{moment(made.created_at)}</span>,
        },
        { id: 'format', header: 'Format', cell: ({ format }) => (format === 'XLSX' ? 'Excel workbook' : 'CSV') },
        { id: 'by', header: 'By', cell: (made) => made.created_by },
        { id: 'state', header: 'Status', cell: (made) => <State made={made} /> },
        figures<Export>('rows', 'Rows', (made) => count(made.rows)),
        { id: 'file', header: 'File', cell: (made) => <File made={made} mayTake={mayTake} /> },
      ]}
    />
  );
}

const State = ({ made: { state, failure } }: { made: Export }) => (
  <>
    <BuildStatus state={state} />
    {failure && (
      <Box variant="small" display="block" color="text-body-secondary">
        {failure.message} {failure.how_to_fix}
      </Box>
    )}
  </>
);

const File = ({ made, mayTake }: { made: Export; mayTake: boolean }) =>
  mayTake && made.files.includes('export') ? (
    <DownloadButton
      variant="inline-link"
      ariaLabel={`Download the export of ${moment(made.created_at)}`}
      address={() => exportFileAddress(made.id)}
    >
      Download
    </DownloadButton>
  ) : (
    '–'
  );
