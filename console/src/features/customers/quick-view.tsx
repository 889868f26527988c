import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation, useQuery } from '@tanstack/react-query';
import { day, moment, plural, pounds } from '../../lib/format';
import type { Glance } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Beside } from '../../shell/beside';
import { useFlashFailure } from '../../shell/flashes';
import { Held } from '../../shell/held';
import { PageLink } from '../../shell/links';
import { Loaded } from '../../shell/loaded';
import { LastPayment } from './last-payment';
import { glanceQuery, viewFlags } from './queries';
import { CustomerStatus } from './status';

/** One customer beside the list: what is owed, what is on its way, whether the link works. */
export function QuickView({ customerKey, onClose }: { customerKey: string; onClose: () => void }) {
  const query = useQuery(glanceQuery(customerKey));
  return (
    <Beside title={query.data?.name ?? 'Quick view'} onClose={onClose}>
      <Loaded query={query} what="this customer">
        {(glance) => <Known key={customerKey} glance={glance} />}
      </Loaded>
    </Beside>
  );
}

function Known({ glance }: { glance: Glance }) {
  const mayChange = useMayChange();
  return (
    <SpaceBetween size="l">
      <PageLink to={`/customers/${encodeURIComponent(glance.customer_key)}`}>Open {glance.customer_id}</PageLink>
      <KeyValuePairs columns={2} items={facts(glance)} />
      {mayChange && <Flags customerKey={glance.customer_key} />}
    </SpaceBetween>
  );
}

const facts = (glance: Glance) => [
  { label: 'Total owed', value: <span className="figures">{pounds(glance.owed_pence)}</span> },
  { label: 'Credit', value: <span className="figures">{pounds(glance.credit_pence)}</span> },
  { label: 'Accounts', value: glance.accounts },
  { label: 'Status', value: <CustomerStatus status={glance.status} /> },
  { label: 'Oldest due date', value: <Held>{glance.oldest_due_date && day(glance.oldest_due_date)}</Held> },
  { label: 'Last payment', value: <LastPayment day={glance.last_payment_date} /> },
  { label: 'Payments under way', value: glance.payments_under_way },
  { label: 'Hold', value: glance.on_hold ? <StatusIndicator type="warning">On hold</StatusIndicator> : 'None' },
  { label: 'Personal link', value: <LinkStatus glance={glance} /> },
  { label: 'Opened', value: opened(glance) },
];

const opened = ({ link_opened_count, link_last_opened_at }: Glance) =>
  link_last_opened_at ? `${plural(link_opened_count, 'time')}, last ${moment(link_last_opened_at)}` : 'Never';

function LinkStatus({ glance }: { glance: Glance }) {
  if (glance.link === 'REVOKED') return <StatusIndicator type="stopped">Revoked</StatusIndicator>;
  if (glance.link === 'EXPIRED') return <StatusIndicator type="warning">Expired</StatusIndicator>;
  return <StatusIndicator type="success">Works until {day(glance.link_expires_at)}</StatusIndicator>;
}

/** Sensitive flags are shown on request only: that they were looked at is written into the diary. */
function Flags({ customerKey }: { customerKey: string }) {
  const fail = useFlashFailure('The flags were not shown');
  const look = useMutation({ mutationFn: () => viewFlags(customerKey), onError: fail });
  if (!look.data) {
    return (
      <Button loading={look.isPending} onClick={() => look.mutate()}>
        Show sensitive flags
      </Button>
    );
  }
  return (
    <div role="status">
      {look.data.length === 0 ? (
        'No sensitive flags.'
      ) : (
        <SpaceBetween direction="horizontal" size="xs">
          {look.data.map((flag) => (
            <Badge key={flag} color="severity-medium">
              {flag}
            </Badge>
          ))}
        </SpaceBetween>
      )}
    </div>
  );
}
