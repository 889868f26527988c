import Badge, { type BadgeProps } from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useFilters } from '../../lib/address';
import { count } from '../../lib/format';
import type { Difference, Upload } from '../../lib/model';
import { DownloadButton } from '../../shell/download-button';
import { Empty, NoMatch } from '../../shell/empty';
import { Failed } from '../../shell/loaded';
import { ALL_KINDS, comparedFrom, KINDS } from './filters';
import { differencesQuery, uploadFileAddress } from './queries';
import { differencesIn } from './upload-state';

type Kind = Difference['kind'];

const COLOURS: Record<Kind, BadgeProps['color']> = {
  NEW_CUSTOMER: 'green',
  NEW_ACCOUNT: 'green',
  NEW_HOLD: 'severity-medium',
  CLOSED: 'severity-medium',
  CHANGED: 'blue',
  OVERWRITTEN: 'severity-medium',
  KEPT: 'severity-low',
};

/** What the file changes, value by value, and which of a person's changes it meets. */
export function Differences({ upload }: { upload: Upload }) {
  const total = differencesIn(upload);
  const isAhead = upload.state === 'AWAITING_CONFIRMATION' || upload.state === 'QUEUED';
  const title = isAhead ? 'What would change' : 'What was to change';
  if (total > 0) return <Shown upload={upload} title={title} total={total} />;
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <Empty title="Nothing">Every row that can be imported says what your records say already.</Empty>
    </Container>
  );
}

interface ShownProps {
  upload: Upload;
  title: string;
  total: number;
}

function Shown({ upload, title, total }: ShownProps) {
  const [filters, show] = useFilters(comparedFrom);
  const { kind, column, page } = filters;
  const query = useQuery(differencesQuery(upload.id, { kind, column, page }));
  if (query.isError) return <Failed what="what would change" error={query.error} retry={() => query.refetch()} />;
  const found = query.data;
  const pages = Math.max(1, Math.ceil((found?.total ?? 0) / (found?.page_size ?? 1)));
  const isFiltered = Boolean(kind || column);
  return (
    <Table
      variant="container"
      wrapLines
      loading={query.isPending || query.isPlaceholderData}
      loadingText="Loading what would change"
      items={found?.items ?? []}
      trackBy={(difference) => `${difference.row} ${difference.account_number} ${difference.column}`}
      ariaLabels={{ tableLabel: title }}
      columnDefinitions={COLUMNS}
      header={
        <Header
          variant="h2"
          counter={isFiltered && found ? `(${count(found.total)} of ${count(total)})` : `(${count(total)})`}
          description="Personal details are masked as in the report."
          actions={
            upload.files.includes('differences') && (
              <DownloadButton address={() => uploadFileAddress(upload.id, 'differences')}>Download all</DownloadButton>
            )
          }
        >
          {title}
        </Header>
      }
      filter={
        <SpaceBetween direction="horizontal" size="s">
          <KindFilter upload={upload} kind={kind} show={(chosen) => show({ kind: chosen, column, page: undefined })} />
          <ColumnFilter
            columns={found?.columns ?? []}
            column={column}
            show={(chosen) => show({ kind, column: chosen, page: undefined })}
          />
        </SpaceBetween>
      }
      pagination={
        pages > 1 && (
          <Pagination
            currentPageIndex={page ?? 1}
            pagesCount={pages}
            ariaLabels={{
              nextPageLabel: 'Next page',
              previousPageLabel: 'Previous page',
              pageLabel: (n) => `Page ${n}`,
            }}
            onChange={({ detail }) => show({ kind, column, page: detail.currentPageIndex })}
          />
        )
      }
      empty={<NoMatch title="Nothing like that changes" clear={() => show(comparedFrom({}))} />}
      footer={
        found?.is_cut && (
          <Box color="text-body-secondary">
            The first {count(found.total)} in the order of the file are shown here. The download has them all.
          </Box>
        )
      }
    />
  );
}

interface KindFilterProps {
  upload: Upload;
  kind?: Kind;
  show: (kind: Kind | undefined) => void;
}

function KindFilter({ upload, kind, show }: KindFilterProps) {
  const every = { value: '', label: 'All changes' };
  const options = ALL_KINDS.filter((each) => upload.differences[each] || each === kind).map((each) => ({
    value: each,
    label: `${KINDS[each]} (${count(upload.differences[each] ?? 0)})`,
  }));
  return (
    <FormField label="Show">
      <Select
        selectedOption={options.find(({ value }) => value === kind) ?? every}
        options={[every, ...options]}
        onChange={({ detail }) => show(comparedFrom({ kind: detail.selectedOption.value ?? '' }).kind)}
      />
    </FormField>
  );
}

interface ColumnFilterProps {
  columns: readonly string[];
  column?: string;
  show: (column: string | undefined) => void;
}

function ColumnFilter({ columns, column, show }: ColumnFilterProps) {
  const every = { value: '', label: 'All columns' };
  const options = columns.map((value) => ({ value, label: value }));
  return (
    <FormField label="Column">
      <Select
        selectedOption={column ? { value: column, label: column } : every}
        options={[every, ...options]}
        filteringType={columns.length > 8 ? 'auto' : 'none'}
        onChange={({ detail }) => show(detail.selectedOption.value || undefined)}
      />
    </FormField>
  );
}

const Value = ({ children }: { children: string }) =>
  children ? <span className="code">{children}</span> : <Box color="text-status-inactive">(empty)</Box>;

const COLUMNS: TableProps.ColumnDefinition<Difference>[] = [
  {
    id: 'row',
    header: 'Row',
    isRowHeader: true,
    width: 80,
    cell: ({ row }) => <span className="figures">{row || '–'}</span>,
  },
  { id: 'customer', header: 'Customer', cell: ({ customer_id }) => <span className="code">{customer_id}</span> },
  {
    id: 'account',
    header: 'Account',
    cell: ({ account_number }) => (account_number ? <span className="code">{account_number}</span> : '–'),
  },
  { id: 'column', header: 'Column', cell: ({ column }) => column || '–' },
  { id: 'before', header: 'In your records', cell: (each) => isValue(each) && <Value>{each.before}</Value> },
  {
    id: 'after',
    header: 'In the file',
    cell: (each) => isValue(each) && (each.kind === 'CLOSED' ? '–' : <Value>{each.after}</Value>),
  },
  {
    id: 'kind',
    header: 'What happens',
    cell: ({ kind }) => <Badge color={COLOURS[kind]}>{KINDS[kind]}</Badge>,
  },
];

const isValue = ({ kind }: Difference) => kind !== 'NEW_CUSTOMER';
