import './customers.css';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouterState } from '@tanstack/react-router';
import { fragment, useFragment } from '../../lib/address';
import { count, phone, pounds } from '../../lib/format';
import type { CustomerRow } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Email } from '../../shell/email';
import { Held } from '../../shell/held';
import { at, PageLink, useFollow } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { usePage } from '../../shell/page';
import { customersQuery } from './queries';
import {
  type CustomersSearch,
  customersSearch,
  PAGE_SIZES,
  type PageSize,
  pager,
  SEARCH_BY,
  type Trail,
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
    id: 'customer_id',
    header: 'Customer ID',
    cell: (row) => <PageLink to={`/customers/${encodeURIComponent(row.customer_key)}`}>{row.customer_id}</PageLink>,
    isRowHeader: true,
  },
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
  {
    id: 'mobile_phone',
    header: 'Mobile',
    cell: (row) => <Held>{row.mobile_phone && <span className="figures">{phone(row.mobile_phone)}</span>}</Held>,
  },
  {
    id: 'email',
    header: 'Email',
    cell: (row) => (
      <Held>
        {row.email && (
          <div className="breakable">
            <Email>{row.email}</Email>
          </div>
        )}
      </Held>
    ),
  },
  { id: 'accounts', header: 'Accounts', cell: (row) => <Figure>{count(row.accounts)}</Figure> },
  { id: 'owed', header: 'Total owed', cell: (row) => <Figure>{pounds(row.owed_pence)}</Figure> },
  {
    id: 'status',
    header: 'Status',
    cell: (row) => <CustomerStatus status={row.status} />,
  },
];

/** A pause is shown without its kind: a mental-health moratorium is for nobody to read in a list. */
const BreathingSpace = () => <span className="pill pill-alert">Breathing space</span>;

const Figure = ({ children }: { children: string }) => (
  <Box textAlign="right">
    <span className="figures">{children}</span>
  </Box>
);

/** Every customer, a page at a time; what is searched for and where one is stand in the address. */
export function Customers() {
  usePage('Customers');
  const search = customersSearch(useFragment());
  const navigate = route.useNavigate();
  const trail = useRouterState({ select: (state) => state.location.state.trail ?? [] });
  const query = useQuery({ ...customersQuery(search), placeholderData: keepPreviousData });
  const pages = pager(trail, search.after, query.data?.after ?? null);
  const show = (change: CustomersSearch) => navigate({ hash: fragment({ ...search, after: undefined, ...change }) });
  const turnTo = (page: number) =>
    navigate({
      hash: fragment({ ...search, after: pages.cursors[page - 2] }),
      state: (held) => ({ ...held, trail: pages.cursors }),
    });

  return (
    <Table
      variant="full-page"
      stickyHeader
      enableKeyboardNavigation
      items={query.isError ? [] : (query.data?.items ?? [])}
      trackBy="customer_key"
      columnDefinitions={COLUMNS}
      loading={query.isPending || (query.isFetching && query.isPlaceholderData)}
      loadingText="Loading customers"
      ariaLabels={{ tableLabel: 'Customers' }}
      empty={
        query.isError ? (
          <Failed what="the customers" error={query.error} retry={() => query.refetch()} />
        ) : search.q ? (
          <NoMatch search={search} clear={() => show({ q: undefined, by: undefined })} />
        ) : (
          <Nobody />
        )
      }
      header={
        <Header variant="awsui-h1-sticky" description="Everyone in the imported records, with what they owe.">
          Customers
        </Header>
      }
      filter={<SearchForm key={`${search.by} ${search.q}`} by={search.by} q={search.q} onSearch={show} />}
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
  );
}

const NoMatch = ({ search, clear }: { search: CustomersSearch; clear: () => void }) => (
  <Box textAlign="center" padding={{ vertical: 'l' }}>
    <SpaceBetween size="s">
      <Box variant="strong">No customers match</Box>
      <Box color="text-body-secondary">
        {SEARCH_BY[search.by ?? 'name']}: {search.q}
      </Box>
      <Button onClick={clear}>Clear search</Button>
    </SpaceBetween>
  </Box>
);

function Nobody() {
  const follow = useFollow();
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }}>
      <SpaceBetween size="s">
        <Box variant="strong">No customers yet</Box>
        <Box color="text-body-secondary">Customers appear here once a file of records has been imported.</Box>
        {useMayChange() && (
          <Button variant="primary" href={at('/imports')} onFollow={follow}>
            Import records
          </Button>
        )}
      </SpaceBetween>
    </Box>
  );
}
