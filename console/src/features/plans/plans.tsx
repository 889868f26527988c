import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { fragment, useFilters } from '../../lib/address';
import { type CsvColumn, poundsCell } from '../../lib/csv';
import { count, day, moment, pounds } from '../../lib/format';
import type { PlanRow } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Empty, NoMatch } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { FilteredCsv } from '../../shell/filtered-csv';
import { PageLink } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { usePage } from '../../shell/page';
import { UkDate } from '../../shell/uk-date';
import { ChooseCustomer } from '../customers/choose-customer';
import { type PlanFilters, planFilters } from './filters';
import { PlanState } from './plan-state';
import { plansQuery, takeAway } from './queries';
import { EVERY, STATE_WORDS } from './words';

const COLUMNS: TableProps.ColumnDefinition<PlanRow>[] = [
  {
    id: 'requested',
    header: 'Request date',
    isRowHeader: true,
    minWidth: 110,
    cell: (row) => <span className="figures">{moment(row.requested_at)}</span>,
  },
  {
    id: 'start',
    header: 'Payment start',
    minWidth: 110,
    cell: (row) => <span className="figures">{day(row.start)}</span>,
  },
  figures('total', 'Total', (row) => pounds(row.total), { minWidth: 100 }),
  figures('instalment', 'Each payment', (row) => <EachPayment row={row} />, { minWidth: 120 }),
  {
    id: 'instalments',
    header: 'Instalments',
    cell: (row) => (
      <>
        {count(row.instalments)}
        <Box variant="small" display="block" color="text-body-secondary">
          {EVERY[row.frequency]?.toLowerCase()}
        </Box>
      </>
    ),
  },
  {
    id: 'accounts',
    header: 'Account',
    minWidth: 125,
    cell: (row) =>
      row.account_numbers.map((number) => (
        <div key={number} className="figures">
          {number}
        </div>
      )),
  },
  {
    id: 'customer',
    header: 'Customer',
    minWidth: 150,
    cell: (row) => (
      <>
        <PageLink to={`/customers/${row.customer_key}`}>{row.name}</PageLink>
        <Box variant="small" display="block" color="text-body-secondary">
          {row.customer_id}
        </Box>
      </>
    ),
  },
  { id: 'state', header: 'Status', minWidth: 135, cell: (row) => <PlanState state={row.state} /> },
  {
    id: 'details',
    header: 'Details',
    cell: (row) => (
      <span className="figures">
        <PageLink to={`/customers/${row.customer_key}#${fragment({ tab: 'plans', plan: row.id })}`}>
          View details
        </PageLink>
      </span>
    ),
  },
];

const FILE: CsvColumn<PlanRow>[] = [
  { header: 'Request Reference', value: (row) => row.reference },
  { header: 'Request Date', value: (row) => row.requested_at },
  { header: 'Payment Start Date', value: (row) => row.start },
  { header: 'Total Amount', value: (row) => poundsCell(row.total) },
  { header: 'Monthly Amount', value: (row) => poundsCell(row.instalment) },
  { header: 'Final Payment Amount', value: (row) => poundsCell(row.final_instalment) },
  { header: 'Number Of Instalments', value: (row) => row.instalments },
  { header: 'Frequency', value: (row) => row.frequency },
  { header: 'Account Number', value: (row) => row.account_numbers.join(' ') },
  { header: 'Customer ID', value: (row) => row.customer_id },
  { header: 'First Name', value: (row) => row.first_name },
  { header: 'Last Name', value: (row) => row.last_name },
  { header: 'Status', value: (row) => row.state },
  { header: 'Option Number', value: (row) => row.option },
  { header: 'Channel', value: (row) => row.channel },
];

/** Every customer's requests for payment plans, newest first; the filters stand in the address. */
export function Plans() {
  usePage('Payment plans');
  const [filters, show] = useFilters(planFilters);
  const query = useInfiniteQuery(plansQuery(filters));
  const mayTake = useMayChange();
  const clear = () => show({ state: undefined, customer: undefined, first_day: undefined, last_day: undefined });
  if (query.isError) return <Failed what="the payment plans" error={query.error} retry={() => query.refetch()} />;
  return (
    <Table
      variant="full-page"
      stickyHeader
      wrapLines
      items={query.data?.pages.flatMap(({ items }) => items) ?? []}
      trackBy="id"
      columnDefinitions={COLUMNS}
      loading={query.isPending}
      loadingText="Loading payment plans"
      ariaLabels={{ tableLabel: 'Payment plans' }}
      empty={
        Object.values(filters).some(Boolean) ? (
          <NoMatch title="No request matches" clear={clear} />
        ) : (
          <Empty title="Nobody has asked for a plan yet">
            Requests from the personal area and plans by agents come here.
          </Empty>
        )
      }
      header={
        <Header
          variant="awsui-h1-sticky"
          description="What customers asked for and what came of it, newest first."
          actions={
            mayTake && (
              <FilteredCsv filename="payment-plans" columns={FILE} page={(after) => takeAway(filters, after)} />
            )
          }
        >
          Payment plans
        </Header>
      }
      filter={<Filters filters={filters} show={show} clear={clear} />}
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

interface FiltersProps {
  filters: PlanFilters;
  show: (change: Partial<PlanFilters>) => void;
  clear: () => void;
}

const ANY = { value: '', label: 'Any status' };
const STATES = [ANY, ...Object.entries(STATE_WORDS).map(([value, [, label]]) => ({ value, label }))];

const Filters = ({ filters, show, clear }: FiltersProps) => (
  <SpaceBetween direction="horizontal" size="s">
    <ChooseCustomer label="Customer" value={filters.customer} onChange={(customer) => show({ customer })} />
    <FormField label="Status">
      <Select
        options={STATES}
        selectedOption={STATES.find(({ value }) => value === filters.state) ?? ANY}
        onChange={({ detail }) => show({ state: detail.selectedOption.value || undefined })}
      />
    </FormField>
    <UkDate
      label="Requested from"
      calendarLabel="Choose the first day"
      value={filters.first_day ?? ''}
      onChange={(iso) => show({ first_day: iso || undefined })}
    />
    <UkDate
      label="Until"
      calendarLabel="Choose the last day"
      value={filters.last_day ?? ''}
      onChange={(iso) => show({ last_day: iso || undefined })}
    />
    {Object.values(filters).some(Boolean) && (
      <div className="beside-fields">
        <Button variant="link" onClick={clear}>
          Clear filters
        </Button>
      </div>
    )}
  </SpaceBetween>
);

const EachPayment = ({ row: { instalment, final_instalment } }: { row: PlanRow }) => (
  <>
    {pounds(instalment)}
    {final_instalment !== instalment && (
      <Box variant="small" display="block" color="text-body-secondary">
        last {pounds(final_instalment)}
      </Box>
    )}
  </>
);
