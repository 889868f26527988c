import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { day, plural, pounds } from '../../lib/format';
import type { Account } from '../../lib/model';
import { Held } from '../../shell/held';
import { AccountStatus } from './status';

/** All accounts of one customer; closed ones come last. */
export function Accounts({ accounts, onView }: { accounts: Account[]; onView: (number: string) => void }) {
  return (
    <Table
      variant="container"
      wrapLines
      items={accounts.toSorted((one, other) => Number(isOver(one)) - Number(isOver(other)))}
      trackBy="number"
      ariaLabels={{ tableLabel: 'Accounts' }}
      header={
        <Header variant="h2" counter={`(${accounts.length})`}>
          Accounts
        </Header>
      }
      empty={<Box color="text-body-secondary">This customer has no accounts.</Box>}
      columnDefinitions={[
        {
          id: 'number',
          header: 'Account',
          isRowHeader: true,
          cell: (account) => (
            <>
              <Box variant="strong">{account.number}</Box>
              <Box variant="small" display="block" color="text-body-secondary">
                <Held>{[account.creditor, account.product_description].filter(Boolean).join(', ')}</Held>
              </Box>
            </>
          ),
        },
        { id: 'status', header: 'Status', cell: (account) => <AccountStatus status={account.status} /> },
        { id: 'due', header: 'Due', cell: (account) => <Due account={account} /> },
        {
          id: 'balance',
          header: 'Balance',
          cell: (account) => <strong className="figures">{pounds(account.balance_pence)}</strong>,
        },
        {
          id: 'details',
          header: 'Actions',
          cell: (account) => (
            <Button
              variant="inline-link"
              wrapText={false}
              ariaLabel={`View details of account ${account.number}`}
              onClick={() => onView(account.number)}
            >
              View details
            </Button>
          ),
        },
      ]}
    />
  );
}

const isOver = ({ status }: Account) => status === 'CLOSED' || status === 'SETTLED' || status === 'WRITTEN_OFF';

const Due = ({ account }: { account: Account }) => (
  <>
    <Held>{account.due_date && <span className="figures">{day(account.due_date)}</span>}</Held>
    {!isOver(account) && account.days_past_due > 0 && (
      <Box variant="small" display="block" color="text-body-secondary">
        {plural(account.days_past_due, 'day')} past due
      </Box>
    )}
  </>
);
