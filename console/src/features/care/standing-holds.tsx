import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import { useQuery } from '@tanstack/react-query';
import { fragment } from '../../lib/address';
import { day } from '../../lib/format';
import type { Hold, WholeCustomer } from '../../lib/model';
import { Failed } from '../../shell/loaded';
import { careQuery } from './queries';

/** What an agent must know before anything else: why the customer is to be left alone, and until when. */
export function StandingHolds({ page: { customer } }: { page: WholeCustomer }) {
  const { data, isError, error, refetch } = useQuery(careQuery(customer.customer_key));
  if (isError) return <Failed what="the holds" error={error} retry={() => refetch()} />;
  if (!data || data.holds.length === 0) return null;
  return (
    <Alert type="warning" header="Holds stand on this customer">
      <ul className="plain">
        {data.holds.map((hold) => (
          <li key={hold.id}>{line(hold)}</li>
        ))}
      </ul>
      <Link href={`#${fragment({ tab: 'care' })}`}>What is allowed, and why not</Link>
    </Alert>
  );
}

function line(hold: Hold) {
  const about = hold.account ? ` of ${hold.claim ? `claim ${hold.claim}` : `account ${hold.account}`}` : '';
  const from = hold.standing ? '' : ` from ${day(hold.start)}`;
  const to = hold.end ? ` until ${day(hold.end)}` : ' until it is lifted';
  return `${hold.name}${about}${hold.certain ? '' : ' (suspected)'}${from}${to}`;
}
