import { useQueryClient } from '@tanstack/react-query';
import { useCommand } from '../../lib/command';
import { isStale } from '../../lib/errors';
import { useFlashFailure, useFlashSuccess } from '../../shell/flashes';
import { TASKS } from './queries';

interface Told {
  done: string;
  failed: string;
  onClose: () => void;
}

/** A change of a task from a dialog. Done, it is said and every list is read again; when somebody else was quicker the
 * dialog shows what is no longer so, and closes. Any other refusal stays in it. */
export function useTaskChange<Input extends { customer_key: string }, Output>(
  send: (input: Input, key: string) => Promise<Output>,
  { done, failed, onClose }: Told,
) {
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const fail = useFlashFailure(failed);
  const again = (customerKey: string) => {
    queries.invalidateQueries({ queryKey: TASKS });
    queries.invalidateQueries({ queryKey: ['customer', customerKey] });
  };
  return useCommand(send, {
    success: (_, { customer_key }) => {
      succeed(done);
      again(customer_key);
      onClose();
    },
    failure: (error) => {
      if (!isStale(error)) return;
      fail(error);
      queries.invalidateQueries({ queryKey: TASKS });
      onClose();
    },
  });
}
