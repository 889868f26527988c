import './customers.css';
import Button from '@cloudscape-design/components/button';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';
import { fragment, useFragment } from '../../lib/address';
import { type CsvColumn, poundsCell } from '../../lib/csv';
import { ApiError } from '../../lib/errors';
import { count, phone, pounds } from '../../lib/format';
import type { CustomerRow } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Email } from '../../shell/email';
import { Empty, NoMatch } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { FilteredCsv } from '../../shell/filtered-csv';
import { Held } from '../../shell/held';
import { at, PageLink, useFollow } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { usePage } from '../../shell/page';
import { LastPayment } from './last-payment';
import { customersQuery, takeAway } from './queries';
import { QuickView } from './quick-view';
import {
  type CustomersSearch,
  customersSearch,
  EVERYBODY,
  isNarrowed,
  PAGE_SIZES,
  type PageSize,
  pager,
  type SearchBy,
  type Trail,
  takenFor,
} from './search';
import { SearchForm } from './search-form';
import { CustomerStatus } from './status';

type Row = CustomerRow;
declare module '@tanstack/react-router' {
  interface HistoryState {
    trail?: Trail;
  }
}
const route = getRouteApi('/app/customers');

const COLUMNS: TableProps.ColumnDefinition<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (
      <div className="named">
        <PageLink to={`/customers/${encodeURIComponent(row.customer_key)}`}>{row.name}</PageLink>
        {row.hold && <BreathingSpace />}
      </div>
    ),
  },
  { id: 'postcode', header: 'Postcode', cell: (row) => <span className="figures">{row.postcode}</span> },
  { id: 'contact', header: 'Mobile and email', cell: (row) => <Contact row={row} /> },
  figures('accounts', 'Accounts', (row) => count(row.accounts)),
  figures('owed', 'Total owed', (row) => pounds(row.owed_pence)),
  {
    id: 'last_payment',
    header: 'Last payment',
    cell: (row) => <LastPayment day={row.last_payment_date} />,
  },
  {
    id: 'status',
    header: 'Status',
    cell: (row) => <CustomerStatus status={row.status} />,
  },
];

const Contact = ({ row: { mobile_phone, email } }: { row: Row }) => (
  <Held>
    {(mobile_phone || email) && (
      <div className="breakable">
        {mobile_phone && <div className="figures">{phone(mobile_phone)}</div>}
        {email && <Email>{email}</Email>}
      </div>
    )}
  </Held>
);

/** A pause is shown without its kind: a mental-health moratorium is for nobody to read in a list. */
const BreathingSpace = () => <span className="pill pill-alert">Breathing space</span>;

/** Every customer, a page at a time; what is searched for and where one is stand in the address. */
export function Customers() {
  usePage('Customers');
  const search = customersSearch(useFragment());
  const navigate = route.useNavigate();
  const trail = useRouterState({ select: (state) => state.location.state.trail ?? [] });
  const query = useQuery({ ...customersQuery(search), placeholderData: keepPreviousData });
  const pages = pager(trail, search.after, query.data?.after ?? null);
  const show = (change: CustomersSearch) => navigate({ hash: fragment({ ...search, after: undefined, ...change }) });
  const look = (view?: string) =>
    navigate({ hash: fragment({ ...search, view }), state: (held) => held, resetScroll: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: closing belongs to the address it was opened in
  const closeView = useCallback(() => look(), [fragment(search)]);
  const mayTake = useMayChange();
  const turnTo = (page: number) =>
    navigate({
      hash: fragment({ ...search, after: pages.cursors[page - 2] }),
      state: (held) => ({ ...held, trail: pages.cursors }),
    });

  return (
    <>
      <Table
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        items={query.isError ? [] : (query.data?.items ?? [])}
        trackBy="customer_key"
        columnDefinitions={[idColumn(look), ...COLUMNS]}
        loading={query.isPending || (query.isFetching && query.isPlaceholderData)}
        loadingText="Loading customers"
        ariaLabels={{ tableLabel: 'Customers' }}
        empty={
          query.isError ? (
            <CannotList error={query.error} retry={() => query.refetch()} restart={() => show({})} />
          ) : isNarrowed(search) ? (
            <None
              search={search}
              tried={query.data?.tried}
              more={query.data?.after != null}
              clear={() => show(EVERYBODY)}
            />
          ) : (
            <Nobody />
          )
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            description="Everyone in the imported records, with what they owe, by name."
            actions={
              mayTake && <FilteredCsv filename="customers" columns={FILE} page={(after) => takeAway(search, after)} />
            }
          >
            Customers
          </Header>
        }
        filter={
          <SearchForm
            key={fragment({ ...search, view: undefined, after: undefined })}
            search={search}
            onSearch={show}
          />
        }
        pagination={
          <Pagination
            currentPageIndex={pages.current}
            pagesCount={pages.pages}
            openEnd={pages.isOpenEnded}
            disabled={query.isPlaceholderData}
            onChange={({ detail }) => turnTo(detail.currentPageIndex)}
          />
        }
        preferences={
          <CollectionPreferences
            title="Preferences"
            confirmLabel="Apply"
            cancelLabel="Cancel"
            preferences={{ pageSize: search.limit ?? 20 }}
            pageSizePreference={{
              title: 'Customers on a page',
              options: PAGE_SIZES.map((size) => ({ value: size, label: `${size} customers` })),
            }}
            onConfirm={({ detail }) => show({ limit: detail.pageSize as PageSize })}
          />
        }
      />
      {search.view && <QuickView customerKey={search.view} onClose={closeView} />}
    </>
  );
}

interface NoneProps {
  search: CustomersSearch;
  tried?: readonly SearchBy[];
  more: boolean;
  clear: () => void;
}

/** Nobody fits, at least not on this page: says what the text was taken for, and how to see everybody again. */
const None = ({ search, tried, more, clear }: NoneProps) => (
  <NoMatch
    title={more ? 'No customers match on this page' : 'No customers match'}
    clear={clear}
    clearWords="Clear search"
  >
    {search.q && (
      <>
        Nothing was found for “{search.q}” as {takenFor(tried ?? [search.by ?? 'any'])}.
      </>
    )}
    {more && <div>There are more customers to look through on the next page.</div>}
  </NoMatch>
);

function Nobody() {
  const follow = useFollow();
  const mayImport = useMayChange();
  return (
    <Empty
      title="No customers yet"
      action={
        mayImport && (
          <Button variant="primary" href={at('/imports')} onFollow={follow}>
            Import records
          </Button>
        )
      }
    >
      Customers appear here once a file of records has been imported.
    </Empty>
  );
}

/** A cursor outlives neither its search nor a change of what it is made of. */
function CannotList({ error, retry, restart }: { error: unknown; retry: () => void; restart: () => void }) {
  if (error instanceof ApiError && error.code === 'BAD_CURSOR') {
    return (
      <Empty title="This page is no longer there" action={<Button onClick={restart}>Go to the first page</Button>}>
        The list has changed since its address was made.
      </Empty>
    );
  }
  return <Failed what="the customers" error={error} retry={retry} />;
}

/** The ID with a way to look at the customer from here. */
const idColumn = (look: (view: string) => void): TableProps.ColumnDefinition<Row> => ({
  id: 'customer_id',
  header: 'Customer ID',
  cell: (row) => (
    <span className="with-look">
      <PageLink to={`/customers/${encodeURIComponent(row.customer_key)}`}>{row.customer_id}</PageLink>
      <Button
        variant="inline-icon"
        iconName="zoom-in"
        ariaLabel={`Quick view of ${row.name}`}
        onClick={() => look(row.customer_key)}
      />
    </span>
  ),
  isRowHeader: true,
});

/** The columns of the file; a hold is told without its kind, as in the list. */
const FILE: CsvColumn<Row>[] = [
  { header: 'CustomerID', value: (row) => row.customer_id },
  { header: 'Name', value: (row) => row.name },
  { header: 'Postcode', value: (row) => row.postcode },
  { header: 'MobilePhone', value: (row) => row.mobile_phone },
  { header: 'Email', value: (row) => row.email },
  { header: 'Accounts', value: (row) => row.accounts },
  { header: 'TotalOwed', value: (row) => poundsCell(row.owed_pence) },
  { header: 'OldestDueDate', value: (row) => row.oldest_due_date },
  { header: 'LastPaymentDate', value: (row) => row.last_payment_date },
  { header: 'Portfolio', value: (row) => row.portfolio },
  { header: 'Language', value: (row) => row.language },
  { header: 'Status', value: (row) => row.status },
  { header: 'OnHold', value: (row) => (row.hold ? 'YES' : 'NO') },
];
