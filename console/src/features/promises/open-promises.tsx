import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useQuery } from '@tanstack/react-query';
import { day, pounds } from '../../lib/format';
import type { Promised } from '../../lib/model';
import { Loaded } from '../../shell/loaded';
import { isOpenOn } from './open';
import { promisesQuery } from './queries';

interface OpenPromisesProps {
  customerKey: string;
  account: string;
  /** Leads to all promises of the account, where they are made, replaced and cancelled. */
  onAll: () => void;
}

/** What is promised on an account now, and how much of it has come. */
export function OpenPromises({ customerKey, account, onAll }: OpenPromisesProps) {
  const query = useQuery(promisesQuery(customerKey));
  return (
    <Container
      header={
        <Header variant="h3" actions={<Button onClick={onAll}>All promises</Button>}>
          Promise to pay
        </Header>
      }
    >
      <Loaded query={query} what="the promises">
        {({ items }) => <Open items={items.filter((each) => isOpenOn(each, account))} />}
      </Loaded>
    </Container>
  );
}

const Open = ({ items }: { items: Promised[] }) =>
  items.length === 0 ? (
    <Box color="text-body-secondary">No promise is open on this account.</Box>
  ) : (
    <ul className="plain">
      {items.map(({ id, amount_pence, kept_pence, due, claim }) => (
        <li key={id}>
          <strong className="figures">{pounds(amount_pence)}</strong> by <span className="figures">{day(due)}</span> on{' '}
          {claim}, <span className="figures">{pounds(kept_pence)}</span> paid so far
        </li>
      ))}
    </ul>
  );
