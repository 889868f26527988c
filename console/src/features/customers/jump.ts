import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { fragment } from '../../lib/address';
import { queryClient } from '../../lib/api';
import { useFlashFailure } from '../../shell/flashes';
import { customersQuery } from './queries';
import type { CustomersSearch } from './search';

/** Leads to the one customer whom a text finds; to the list of all it finds when there are more, or none. */
export function useJump() {
  const navigate = useNavigate();
  const fail = useFlashFailure('The search did not work');
  return useCallback(
    async (q: string) => {
      const search: CustomersSearch = { by: 'any', q };
      try {
        const found = await queryClient.fetchQuery(customersQuery(search));
        const [only, ...others] = found.items;
        if (only && others.length === 0 && !found.after) {
          await navigate({ to: '/customers/$customerKey', params: { customerKey: only.customer_key } });
        } else {
          await navigate({ to: '/customers', hash: fragment(search) });
        }
      } catch (error) {
        fail(error);
      }
    },
    [navigate, fail],
  );
}
