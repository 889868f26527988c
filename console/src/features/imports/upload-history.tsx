import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { count, moment } from '../../lib/format';
import type { Upload } from '../../lib/model';
import { PageLink } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { uploadsQuery } from './queries';
import { UPLOAD_STATES } from './upload-state';

const rows = (id: keyof Upload['rows'], header: string): TableProps.ColumnDefinition<Upload> => ({
  id,
  header,
  cell: (upload) => (
    <Box textAlign="right">
      <span className="figures">{count(upload.rows[id])}</span>
    </Box>
  ),
});

const COLUMNS: TableProps.ColumnDefinition<Upload>[] = [
  {
    id: 'filename',
    header: 'File and sender',
    isRowHeader: true,
    cell: (upload) => (
      <>
        <PageLink to={`/imports/${encodeURIComponent(upload.id)}`}>{upload.filename}</PageLink>
        <Box variant="small" display="block" color="text-body-secondary">
          {upload.source === 'S3' ? 'Dropped in storage' : upload.created_by}
        </Box>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => (
      <StatusIndicator type={UPLOAD_STATES[state].look}>{UPLOAD_STATES[state].words}</StatusIndicator>
    ),
  },
  rows('total', 'Rows'),
  rows('new', 'New'),
  rows('changed', 'Changed'),
  rows('unchanged', 'Unchanged'),
  rows('rejected', 'Rejected'),
  {
    id: 'time',
    header: 'Started, finished',
    cell: (upload) => (
      <span className="figures">
        {moment(upload.started_at ?? upload.created_at)}
        <Box variant="small" display="block" color="text-body-secondary">
          {upload.finished_at ? moment(upload.finished_at) : 'Not finished'}
        </Box>
      </span>
    ),
  },
];

/** Every file ever received, newest first. */
export function UploadHistory() {
  const query = useInfiniteQuery(uploadsQuery);
  if (query.isError) return <Failed what="the upload history" error={query.error} retry={() => query.refetch()} />;
  return (
    <Table
      variant="container"
      loading={query.isPending}
      loadingText="Loading the upload history"
      items={query.data?.pages.flatMap(({ items }) => items) ?? []}
      trackBy="id"
      columnDefinitions={COLUMNS}
      ariaLabels={{ tableLabel: 'Upload history' }}
      header={
        <Header
          variant="h2"
          actions={
            <Button
              iconName="refresh"
              ariaLabel="Refresh the upload history"
              loading={query.isRefetching}
              onClick={() => query.refetch()}
            />
          }
        >
          Upload history
        </Header>
      }
      empty={<Box color="text-body-secondary">No file has been received yet.</Box>}
      footer={
        query.hasNextPage && (
          <Box textAlign="center">
            <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
              Show older
            </Button>
          </Box>
        )
      }
    />
  );
}
