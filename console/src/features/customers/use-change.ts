import { useQueryClient } from '@tanstack/react-query';
import { useCommand } from '../../lib/command';
import { isStale } from '../../lib/errors';
import { useFlashFailure, useFlashSuccess } from '../../shell/flashes';
import { customerQuery } from './queries';

interface Told {
  customerKey: string;
  /** What is said at the top of the page when it is done, and above the words of a refusal that closes the dialog. */
  done: string;
  failed: string;
  onClose: () => void;
}

/**
 * A change of a customer from a dialog. Done, the customer is read again and then it is said. When somebody else changed the customer meanwhile
 * the dialog shows what is no longer so: it closes and the page is read again. Any other refusal stays in the dialog.
 */
export function useChange<Input, Output>(
  send: (input: Input, key: string) => Promise<Output>,
  { customerKey, done, failed, onClose }: Told,
) {
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const fail = useFlashFailure(failed);
  const again = () => queries.invalidateQueries({ queryKey: customerQuery(customerKey).queryKey });
  return useCommand(send, {
    success: async () => {
      await again();
      succeed(done);
      onClose();
    },
    failure: (error) => {
      if (!isStale(error)) return;
      fail(error);
      again();
      onClose();
    },
  });
}
