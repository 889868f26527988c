import './journal.css';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useFilters } from '../../lib/address';
import { pounds } from '../../lib/format';
import type { JournalAsk, JournalPage } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Empty, NoMatch } from '../../shell/empty';
import { FilteredCsv } from '../../shell/filtered-csv';
import { Failed } from '../../shell/loaded';
import { COLUMNS, CSV } from './columns';
import { JournalFilters } from './filters';
import { OwedOnDay } from './owed';
import { journalQuery, takeAway } from './queries';
import { askedOf, isFiltered, journalView, type Sort, UNFILTERED } from './view';

interface JournalProps {
  customerKey: string;
  customerId: string;
  /** Without one, the customer's whole journal. */
  account?: string;
}

/** The journal of a customer or of one account: every posting, what was owed after it, and what was owed on a day. */
export function Journal({ customerKey, customerId, account = '' }: JournalProps) {
  const [view, show] = useFilters(journalView);
  const asked = useMemo(() => askedOf(view, account), [view, account]);
  const query = useInfiniteQuery(journalQuery(customerKey, asked));
  const [first] = query.data?.pages ?? [];
  if (query.isError) return <Failed what="the journal" error={query.error} retry={() => query.refetch()} />;
  return (
    <SpaceBetween size="l">
      <Table
        variant={account ? 'embedded' : 'container'}
        wrapLines
        loading={query.isPending}
        loadingText="Loading the journal"
        items={query.data?.pages.flatMap(({ items }) => items) ?? []}
        trackBy={({ sequence, line }) => `${sequence}.${line}`}
        ariaLabels={{ tableLabel: 'Journal' }}
        columnDefinitions={COLUMNS}
        sortingColumn={{ sortingField: view.sort ?? 'effective' }}
        sortingDescending={asked.descending}
        onSortingChange={({ detail }) =>
          show({
            sort: detail.sortingColumn.sortingField as Sort,
            order: detail.isDescending ? undefined : 'ascending',
          })
        }
        header={
          <Header
            variant={account ? 'h3' : 'h2'}
            counter={first && `(${first.total})`}
            description={first && <Sums page={first} />}
            actions={
              <Downloads
                customerKey={customerKey}
                name={account || customerId}
                asked={asked}
                isFiltered={isFiltered(view)}
              />
            }
          >
            Journal
          </Header>
        }
        filter={
          first && (
            <SpaceBetween size="xs">
              <JournalFilters view={view} choices={first.choices} show={show} />
              {isFiltered(view) && (
                <Button variant="inline-link" onClick={() => show(UNFILTERED)}>
                  Clear all filters
                </Button>
              )}
            </SpaceBetween>
          )
        }
        empty={
          isFiltered(view) ? (
            <NoMatch title="No entries match" clear={() => show(UNFILTERED)}>
              Take a filter away to see more.
            </NoMatch>
          ) : (
            <Empty title="Nothing has been posted yet" />
          )
        }
      />
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          Load more
        </Button>
      )}
      <OwedOnDay customerKey={customerKey} account={account} day={view.day} onDay={(day) => show({ day })} />
    </SpaceBetween>
  );
}

/** Both sides are counted, because an auditor looks at both; and where the reading began when it is not the beginning. */
const Sums = ({ page }: { page: JournalPage }) => (
  <>
    {pounds(page.debits_pence)} debited, {pounds(page.credits_pence)} credited.
    {page.earliest_sequence > 1 &&
      ` Entries before number ${page.earliest_sequence} are brought forward as ${pounds(page.brought_forward_pence)}.`}
  </>
);

interface DownloadsProps {
  customerKey: string;
  name: string;
  asked: JournalAsk;
  isFiltered: boolean;
}

function Downloads({ customerKey, name, asked, isFiltered }: DownloadsProps) {
  if (!useMayChange()) return null;
  const everything = { ...asked, claims: [], products: [], methods: [], contexts: [] };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {isFiltered && (
        <FilteredCsv
          filename={`journal ${name} filtered`}
          columns={CSV}
          page={(after) => takeAway(customerKey, asked, after)}
        >
          Download filtered
        </FilteredCsv>
      )}
      <FilteredCsv
        filename={`journal ${name}`}
        columns={CSV}
        page={(after) => takeAway(customerKey, everything, after)}
      />
    </SpaceBetween>
  );
}
