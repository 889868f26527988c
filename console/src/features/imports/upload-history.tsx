import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useFilters } from '../../lib/address';
import { count, fileSize, moment } from '../../lib/format';
import type { Upload } from '../../lib/model';
import { Empty, NoMatch } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { PageLink } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { ALL_SOURCES, listedFrom, STATES } from './filters';
import { uploadsQuery } from './queries';
import { SOURCES, UPLOAD_STATES } from './upload-state';

const rows = (id: keyof Upload['rows'], header: string) =>
  figures<Upload>(id, header, (upload) => count(upload.rows[id]));

const COLUMNS: TableProps.ColumnDefinition<Upload>[] = [
  {
    id: 'filename',
    header: 'File and sender',
    isRowHeader: true,
    cell: (upload) => (
      <>
        <PageLink to={`/imports/${encodeURIComponent(upload.id)}`}>{upload.filename}</PageLink>
        <Box variant="small" display="block" color="text-body-secondary">
          {upload.source === 'S3' ? SOURCES.S3 : upload.created_by}, {upload.format === 'XLSX' ? 'Excel' : 'CSV'}
          {upload.size_bytes !== null && `, ${fileSize(upload.size_bytes)}`}
        </Box>
      </>
    ),
  },
  {
    id: 'state',
    header: 'Status',
    cell: ({ state, progress }) => (
      <>
        <StatusIndicator type={UPLOAD_STATES[state].look}>{UPLOAD_STATES[state].words}</StatusIndicator>
        {progress.place !== null && (
          <Box variant="small" display="block" color="text-body-secondary">
            Number {progress.place} in line
          </Box>
        )}
      </>
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
  const [{ state, source }, show] = useFilters(listedFrom);
  const query = useInfiniteQuery(uploadsQuery({ state, source }));
  if (query.isError) return <Failed what="the upload history" error={query.error} retry={() => query.refetch()} />;
  const more = query.hasNextPage && (
    <Box textAlign="center">
      <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        Show older
      </Button>
    </Box>
  );
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
      filter={
        <SpaceBetween direction="horizontal" size="s">
          <Choice
            label="Status"
            every="Any status"
            options={STATES.map((value) => ({ value, label: UPLOAD_STATES[value].words }))}
            chosen={state}
            show={(value) => show(listedFrom({ state: value, source: source ?? '' }))}
          />
          <Choice
            label="From"
            every="Everywhere"
            options={ALL_SOURCES.map((value) => ({ value, label: SOURCES[value] }))}
            chosen={source}
            show={(value) => show(listedFrom({ state: state ?? '', source: value }))}
          />
        </SpaceBetween>
      }
      empty={
        state || source ? (
          <NoMatch title="No file like that among those looked at" clear={() => show(listedFrom({}))}>
            {query.hasNextPage && 'There are older files: press “Show older” to look further.'}
          </NoMatch>
        ) : (
          <Empty title="No file has been received yet">Send one here, or drop one in storage.</Empty>
        )
      }
      footer={more}
    />
  );
}

interface ChoiceProps {
  label: string;
  every: string;
  options: { value: string; label: string }[];
  chosen?: string;
  show: (value: string) => void;
}

function Choice({ label, every, options, chosen, show }: ChoiceProps) {
  const all = { value: '', label: every };
  return (
    <FormField label={label}>
      <Select
        selectedOption={options.find(({ value }) => value === chosen) ?? all}
        options={[all, ...options]}
        onChange={({ detail }) => show(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
}
