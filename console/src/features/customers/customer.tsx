import './customers.css';
import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { fragment, useFragment } from '../../lib/address';
import { day, words } from '../../lib/format';
import type { Customer, WholeCustomer } from '../../lib/model';
import { Loaded } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { AccountDetails } from './account-details';
import { Accounts } from './accounts';
import { ManageStatus } from './manage-status';
import { Overview, type Panel } from './overview';
import { Payments } from './payments';
import { customerQuery } from './queries';
import { CustomerStatus } from './status';
import { StatusDetails } from './status-details';

const route = getRouteApi('/app/customers/$customerKey');
const ABOVE = [{ text: 'Customers', to: '/customers' }];

/** With `.close-tab`: a dozen tabs stand side by side beside the menu of a small laptop. */
const CLOSE_TABS = { tab: { paddingInline: '0' } };

export interface CustomerTab {
  id: string;
  label: string;
  content: (page: WholeCustomer) => ReactNode;
}

interface Brought {
  /** On the overview, from the top. */
  panels: readonly Panel[];
  /** In the ribbon, before the status. */
  actions: readonly Panel[];
  /** After the customer's own. */
  tabs: readonly CustomerTab[];
}

/** One customer: the room's own tabs, and what other rooms bring. */
export function CustomerPage(brought: Brought) {
  const { customerKey } = route.useParams();
  const query = useQuery(customerQuery(customerKey));
  if (!query.data) return <Unknown query={query} />;
  return <Known key={customerKey} page={query.data} {...brought} />;
}

function Unknown({ query }: { query: Parameters<typeof Loaded>[0]['query'] }) {
  return (
    <Page title="Customer" above={ABOVE}>
      <Loaded query={query} what="this customer">
        {() => null}
      </Loaded>
    </Page>
  );
}

function Known({ page, panels, actions, tabs }: Brought & { page: WholeCustomer }) {
  const { customer, accounts, payments } = page;
  const { account: opened, part, payment, tab = 'overview' } = useFragment();
  const navigate = route.useNavigate();
  const account = accounts.find(({ number }) => number === opened);
  const show = (number?: string, part?: string) =>
    navigate({ hash: fragment({ tab, account: number, part }), resetScroll: false });
  const all: CustomerTab[] = [
    { id: 'overview', label: 'Overview', content: () => <Overview page={page} panels={panels} /> },
    {
      id: 'accounts',
      label: 'Accounts',
      content: () => <Accounts customerKey={customer.customer_key} accounts={accounts} onView={show} />,
    },
    {
      id: 'payments',
      label: 'Payments',
      content: () => <Payments payments={payments} customerKey={customer.customer_key} hasDiary marked={payment} />,
    },
    ...tabs,
  ];
  const active = all.some(({ id }) => id === tab) ? tab : 'overview';
  return (
    <Page
      title={customer.name}
      above={ABOVE}
      description={<Identity customer={customer} />}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {actions.map(({ id, Content }) => (
            <Content key={id} page={page} />
          ))}
          <ManageStatus customer={customer} />
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <NotActivated customer={customer} />
        <Tabs
          ariaLabel="About this customer"
          style={CLOSE_TABS}
          activeTabId={active}
          onChange={({ detail }) => navigate({ hash: fragment({ tab: detail.activeTabId }), resetScroll: false })}
          tabs={all.map(({ id, label, content }) => ({
            id,
            label: <span className="close-tab">{label}</span>,
            content: id === active ? content(page) : null,
          }))}
        />
      </SpaceBetween>
      {account && (
        <AccountDetails
          customerKey={customer.customer_key}
          customerId={customer.customer_id}
          account={account}
          part={part}
          onPart={(opened) => show(account.number, opened)}
          payments={payments}
          onClose={() => show()}
        />
      )}
    </Page>
  );
}

const EFFECTS: Partial<Record<Customer['status'], string>> = {
  BLOCKED: 'The personal area tells this customer to get in touch.',
  DEACTIVATED: 'The personal area does not know this customer: answering its questions fails like a wrong answer.',
  ANONYMISED: 'The personal details have been removed. The ledger has been kept.',
};

function NotActivated({ customer: { status, status_until } }: { customer: Customer }) {
  if (status === 'ACTIVATED') return null;
  const until = status_until ? ` until ${day(status_until)}` : '';
  return (
    <Alert type="warning" header={`This customer is ${words(status).toLowerCase()}${until}`}>
      {EFFECTS[status]}
    </Alert>
  );
}

const Identity = ({ customer }: { customer: Customer }) => (
  <SpaceBetween direction="horizontal" size="s" alignItems="center">
    <span>
      Customer ID <strong className="figures">{customer.customer_id}</strong>
    </span>
    <CustomerStatus status={customer.status} />
    <StatusDetails customer={customer} />
    {customer.type === 'COMPANY' && <Badge>Company</Badge>}
    {customer.flags.map((flag) => (
      <Badge key={flag} color="severity-low">
        {words(flag)}
      </Badge>
    ))}
    {customer.tags.map((tag) => (
      <Badge key={tag} color="grey">
        {tag}
      </Badge>
    ))}
  </SpaceBetween>
);
