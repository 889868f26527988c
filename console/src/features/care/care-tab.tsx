import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { WholeCustomer } from '../../lib/model';
import { Loaded } from '../../shell/loaded';
import { HoldHistory } from './hold-history';
import { Holds } from './holds';
import { Limitations } from './limitations';
import { Permissions } from './permissions';
import { Preferences } from './preferences';
import { careQuery } from './queries';

/** Holds, what they allow and forbid, what the customer has asked us to leave off, and how it came to be. */
export function CareTab({ page }: { page: WholeCustomer }) {
  const query = useQuery(careQuery(page.customer.customer_key));
  return (
    <Loaded query={query} what="holds and preferences">
      {(care) => (
        <SpaceBetween size="l">
          <Holds page={page} care={care} />
          <Permissions customerKey={page.customer.customer_key} />
          <Preferences customer={page.customer} care={care} />
          <Limitations care={care} />
          <HoldHistory care={care} />
        </SpaceBetween>
      )}
    </Loaded>
  );
}
