import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { day, pounds, words } from '../../lib/format';
import type { JournalEntry } from '../../lib/model';
import { Failed } from '../../shell/loaded';
import { ledgerAccount } from './ledger';
import { journalQuery } from './queries';

/** The postings of one account, as the ledger holds them. */
export function Journal({ customerKey, account }: { customerKey: string; account: string }) {
  const query = useInfiniteQuery(journalQuery(customerKey, account));
  if (query.isError) return <Failed what="the journal" error={query.error} retry={() => query.refetch()} />;
  return (
    <SpaceBetween size="s">
      <Table
        variant="embedded"
        wrapLines
        loading={query.isPending}
        loadingText="Loading the journal"
        items={query.data?.pages.flatMap(({ items }) => items) ?? []}
        trackBy={(entry) => String(entry.sequence)}
        ariaLabels={{ tableLabel: 'Journal entries' }}
        empty={
          <Box color="text-body-secondary">
            {query.hasNextPage
              ? 'None of this customer’s newest entries concern this account.'
              : 'Nothing has been posted to this account.'}
          </Box>
        }
        columnDefinitions={[
          { id: 'day', header: 'Effective', cell: (entry) => <Figure>{day(entry.effective_date)}</Figure> },
          { id: 'type', header: 'Entry', isRowHeader: true, cell: (entry) => <Entry entry={entry} /> },
          { id: 'postings', header: 'Debit / credit', cell: (entry) => <Postings entry={entry} account={account} /> },
          {
            id: 'balance',
            header: 'Customer owes after',
            cell: (entry) => <Figure>{pounds(entry.balance_after_pence)}</Figure>,
          },
        ]}
      />
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          Load more
        </Button>
      )}
    </SpaceBetween>
  );
}

const Figure = ({ children }: { children: string }) => <span className="figures">{children}</span>;

const Entry = ({ entry }: { entry: JournalEntry }) => (
  <>
    {words(entry.type)}
    <Box variant="small" display="block" color="text-body-secondary">
      {[entry.actor.name, entry.reason].filter(Boolean).join(', ')}
    </Box>
  </>
);

/** An entry may touch several accounts; only this one's postings are shown. */
const Postings = ({ entry, account }: { entry: JournalEntry; account: string }) =>
  entry.postings
    .filter(({ account_number }) => account_number === account)
    .map(({ debit, credit, claim, amount_pence }) => (
      <div key={`${debit} ${credit} ${claim}`} className="posting">
        <span>
          {ledgerAccount(debit)} / {ledgerAccount(credit)}
        </span>
        <Figure>{pounds(amount_pence)}</Figure>
      </div>
    ));
