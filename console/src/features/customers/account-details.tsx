import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import Tabs from '@cloudscape-design/components/tabs';
import { count, day, plural, pounds } from '../../lib/format';
import type { Account, Payment, PlanOption } from '../../lib/model';
import { figures } from '../../shell/figures';
import { Held } from '../../shell/held';
import { Files } from '../files/files';
import { Journal } from '../journal/journal';
import { AccountPlan } from '../plans/account-plan';
import { Claims } from '../prolongation/claims';
import { OpenPromises } from '../promises/open-promises';
import { Promises } from '../promises/promises';
import { RecordPayment } from '../receipts/record-payment';
import { Payments } from './payments';
import { AccountStatus } from './status';

interface AccountDetailsProps {
  customerKey: string;
  customerId: string;
  /** The tab that is shown, and how another is. */
  part: string | undefined;
  onPart: (part: string) => void;
  account: Account;
  payments: Payment[];
  onClose: () => void;
}

/** One account in full: what it is made of, what may be agreed, what was posted and paid. */
export function AccountDetails({
  customerKey,
  customerId,
  account,
  payments,
  part,
  onPart,
  onClose,
}: AccountDetailsProps) {
  const paid = payments.filter(({ account_numbers }) => account_numbers.includes(account.number));
  return (
    <Modal visible size="max" position="top" onDismiss={onClose} header={`Account ${account.number}`}>
      <Tabs
        ariaLabel="Account details"
        activeTabId={part ?? 'balance'}
        onChange={({ detail }) => onPart(detail.activeTabId)}
        tabs={[
          {
            id: 'balance',
            label: 'Balance',
            content: (
              <SpaceBetween size="l">
                <Balance account={account} />
                <AccountPlan customerKey={customerKey} account={account.number} />
                <OpenPromises customerKey={customerKey} account={account.number} onAll={() => onPart('promises')} />
              </SpaceBetween>
            ),
          },
          {
            id: 'claims',
            label: `Claims (${account.claims.length})`,
            content: <Claims customerKey={customerKey} account={account} />,
          },
          {
            id: 'plans',
            label: `Plan options (${account.plan_options.length})`,
            content: <PlanOptions account={account} />,
          },
          {
            id: 'promises',
            label: 'Promises',
            content: <Promises customerKey={customerKey} account={account.number} />,
          },
          {
            id: 'journal',
            label: 'Journal',
            content: <Journal customerKey={customerKey} customerId={customerId} account={account.number} />,
          },
          {
            id: 'payments',
            label: `Payments (${paid.length})`,
            content: (
              <Payments
                payments={paid}
                customerKey={customerKey}
                actions={<RecordPayment customerKey={customerKey} accountNumber={account.number} />}
              />
            ),
          },
          {
            id: 'files',
            label: 'Files',
            content: <Files customerKey={customerKey} accounts={[account.number]} account={account.number} />,
          },
        ]}
      />
    </Modal>
  );
}

const Balance = ({ account }: { account: Account }) => (
  <SpaceBetween size="l">
    <div>
      <Box fontSize="display-l" fontWeight="bold">
        <span className="figures">{pounds(account.balance_pence)}</span>
      </Box>
      <AccountStatus status={account.status} />
    </div>
    <KeyValuePairs
      columns={4}
      items={[
        { label: 'Principal', value: pounds(account.principal_pence) },
        { label: 'Interest', value: pounds(account.interest_pence) },
        { label: 'Fees', value: pounds(account.fees_pence) },
        { label: 'Costs', value: pounds(account.costs_pence) },
        { label: 'In payments under way', value: pounds(account.reserved_pence) },
        {
          label: 'Minimum payment',
          value: <Held>{account.minimum_payment_pence !== null && pounds(account.minimum_payment_pence)}</Held>,
        },
        { label: 'Due', value: <Held>{account.due_date && day(account.due_date)}</Held> },
        { label: 'Past due', value: plural(Math.max(0, account.days_past_due), 'day') },
        { label: 'Creditor', value: <Held>{account.creditor}</Held> },
        { label: 'Brand', value: <Held>{account.brand}</Held> },
        { label: 'Portfolio', value: <Held>{account.portfolio}</Held> },
        { label: 'Product', value: <Held>{account.product_description ?? account.product_type}</Held> },
        { label: 'Payment reference', value: <Held>{account.payment_reference}</Held> },
      ]}
    />
  </SpaceBetween>
);

const PlanOptions = ({ account }: { account: Account }) => (
  <Table
    variant="embedded"
    items={account.plan_options}
    trackBy={(option) => String(option.number)}
    ariaLabels={{ tableLabel: 'Plan options' }}
    empty={<Box color="text-body-secondary">No plan options are offered on this account.</Box>}
    columnDefinitions={[
      { id: 'number', header: 'Option', isRowHeader: true, cell: (option) => count(option.number) },
      { id: 'frequency', header: 'Every', cell: (option) => EVERY[option.frequency] },
      figures<PlanOption>('instalments', 'Instalments', (option) => count(option.instalments)),
      figures<PlanOption>('each', 'Each', (option) => pounds(option.instalment_pence)),
      figures<PlanOption>('last', 'Last one', (option) => pounds(option.final_instalment_pence)),
      figures<PlanOption>('total', 'Total', (option) => pounds(option.total_pence)),
    ]}
  />
);

const EVERY: Record<PlanOption['frequency'], string> = {
  MONTHLY: 'Month',
  FORTNIGHTLY: 'Two weeks',
  WEEKLY: 'Week',
};
