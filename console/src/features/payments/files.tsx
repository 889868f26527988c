import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { count, moment, pounds } from '../../lib/format';
import type { PaymentListing } from '../../lib/model';
import { BuildStatus } from '../../shell/build-state';
import { DownloadButton } from '../../shell/download-button';
import { figures } from '../../shell/figures';
import { Failed } from '../../shell/loaded';
import { fileAddress, filesQuery } from './queries';

/** Files of payments that were asked for; nothing while there are none. */
export function PaymentFiles({ mayTake }: { mayTake: boolean }) {
  const query = useQuery(filesQuery);
  if (query.isError) return <Failed what="the files" error={query.error} retry={() => query.refetch()} />;
  if (!query.data?.items.length) return null;
  return (
    <Table
      variant="container"
      wrapLines
      items={query.data.items}
      trackBy="id"
      ariaLabels={{ tableLabel: 'Files of payments' }}
      header={<Header variant="h2">Exported</Header>}
      columnDefinitions={[
        {
          id: 'created',
          header: 'Asked for',
          isRowHeader: true,
          cell: (made: PaymentListing) => <span className="figures">{moment(made.created_at)}</span>,
        },
        { id: 'by', header: 'By', cell: (made: PaymentListing) => made.created_by },
        { id: 'purpose', header: 'For', cell: (made: PaymentListing) => made.purpose },
        { id: 'state', header: 'Status', cell: (made: PaymentListing) => <BuildStatus state={made.state} /> },
        figures('rows', 'Rows', (made: PaymentListing) => count(made.rows)),
        figures('sum', 'In total', (made: PaymentListing) => pounds(made.in_pence + made.out_pence)),
        {
          id: 'file',
          header: 'File',
          cell: (made: PaymentListing) =>
            mayTake && made.state === 'READY' ? (
              <DownloadButton
                variant="inline-link"
                ariaLabel={`Download the payments exported ${moment(made.created_at)}`}
                address={() => fileAddress(made.id)}
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
