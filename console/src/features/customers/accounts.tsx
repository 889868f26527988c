import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { day, plural, pounds } from '../../lib/format';
import type { Account } from '../../lib/model';
import { figures } from '../../shell/figures';
import { Held } from '../../shell/held';
import { Agreed } from './agreed';
import { AccountStatus } from './status';

interface AccountsProps {
  customerKey: string;
  accounts: Account[];
  onView: (number: string) => void;
}

/** All accounts of one customer; those that are over are out of the way. */
export function Accounts({ customerKey, accounts, onView }: AccountsProps) {
  const over = accounts.filter(isOver);
  const open = accounts.filter((account) => !isOver(account));
  return (
    <SpaceBetween size="l">
      <AccountTable
        accounts={open}
        customerKey={customerKey}
        onView={onView}
        label="Accounts"
        header={
          <Header variant="h2" counter={`(${open.length})`}>
            Accounts
          </Header>
        }
      />
      {over.length > 0 && (
        <ExpandableSection
          variant="container"
          headerText={`${plural(over.length, 'account')} settled or closed`}
          defaultExpanded={open.length === 0}
        >
          <AccountTable accounts={over} customerKey={customerKey} onView={onView} label="Accounts that are over" />
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

function AccountTable({
  customerKey,
  accounts,
  onView,
  label,
  header,
}: AccountsProps & { label: string; header?: ReactNode }) {
  return (
    <Table
      variant={header ? 'container' : 'embedded'}
      wrapLines
      items={accounts}
      trackBy="number"
      ariaLabels={{ tableLabel: label }}
      header={header}
      empty={<Box color="text-body-secondary">This customer has no open accounts.</Box>}
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
        { id: 'status', header: 'Status', minWidth: 104, cell: (account) => <AccountStatus status={account.status} /> },
        { id: 'due', header: 'Due', cell: (account) => <Due account={account} /> },
        {
          id: 'agreed',
          header: 'Agreed',
          cell: (account) => <Agreed customerKey={customerKey} account={account.number} />,
        },
        figures<Account>('balance', 'Balance', (account) => <strong>{pounds(account.balance_pence)}</strong>),
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
