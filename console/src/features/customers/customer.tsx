import './customers.css';
import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { fragment, useFragment } from '../../lib/address';
import { words } from '../../lib/format';
import type { Customer, WholeCustomer } from '../../lib/model';
import { Loaded } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { AccountDetails } from './account-details';
import { Accounts } from './accounts';
import { Activities } from './activities';
import { Payments } from './payments';
import { PersonalLink } from './personal-link';
import { customerQuery } from './queries';
import { CustomerStatus } from './status';
import { Summary } from './summary';

const route = getRouteApi('/app/customers/$customerKey');
const ABOVE = [{ text: 'Customers', to: '/customers' }];

/** One customer: facts and money on the left, what happened on the right. */
export function CustomerPage() {
  const { customerKey } = route.useParams();
  const query = useQuery(customerQuery(customerKey));
  if (!query.data) return <Unknown query={query} />;
  return <Known key={customerKey} page={query.data} />;
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

function Known({ page }: { page: WholeCustomer }) {
  const { customer, link, accounts, payments } = page;
  const { account: opened } = useFragment();
  const navigate = route.useNavigate();
  const account = accounts.find(({ number }) => number === opened);
  const show = (number?: string) => navigate({ hash: fragment({ account: number }), resetScroll: false });
  return (
    <Page title={customer.name} above={ABOVE} description={<Identity customer={customer} />}>
      <SpaceBetween size="l">
        {customer.status !== 'ACTIVATED' && (
          <Alert type="warning" header={`This customer is ${words(customer.status).toLowerCase()}`}>
            {customer.status === 'ANONYMISED'
              ? 'The personal details have been removed. The ledger has been kept.'
              : 'The personal area cannot be used while this lasts.'}
          </Alert>
        )}
        <Grid gridDefinition={[{ colspan: { default: 12, m: 8 } }, { colspan: { default: 12, m: 4 } }]}>
          <SpaceBetween size="l">
            <PersonalLink customer={customer} link={link} />
            <Summary customer={customer} />
            <Accounts accounts={accounts} onView={show} />
            <Payments payments={payments} />
          </SpaceBetween>
          <Activities customerKey={customer.customer_key} first={page.activities} />
        </Grid>
      </SpaceBetween>
      {account && (
        <AccountDetails
          customerKey={customer.customer_key}
          account={account}
          payments={payments}
          onClose={() => show()}
        />
      )}
    </Page>
  );
}

const Identity = ({ customer }: { customer: Customer }) => (
  <SpaceBetween direction="horizontal" size="s" alignItems="center">
    <span>
      Customer ID <strong className="figures">{customer.customer_id}</strong>
    </span>
    <CustomerStatus status={customer.status} />
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
