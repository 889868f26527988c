import { useQueryClient } from '@tanstack/react-query';
import { useCommand } from '../../lib/command';
import { isStale } from '../../lib/errors';
import { useFlashFailure, useFlashSuccess } from '../../shell/flashes';
import { teamsQuery, usersQuery } from './queries';

interface Told {
  done: string;
  failed: string;
  onClose: () => void;
}

/** A change of a person, a queue or a group from a dialog: said, and both lists read again; what failed may have got half way. */
export function usePeopleChange<Input, Output>(
  send: (input: Input, key: string) => Promise<Output>,
  { done, failed, onClose }: Told,
) {
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const fail = useFlashFailure(failed);
  const readAgain = () => {
    queries.invalidateQueries({ queryKey: usersQuery.queryKey });
    queries.invalidateQueries({ queryKey: teamsQuery.queryKey });
  };
  return useCommand(send, {
    success: () => {
      succeed(done);
      readAgain();
      onClose();
    },
    failure: (error) => {
      readAgain();
      if (!isStale(error)) return;
      fail(error);
      onClose();
    },
  });
}
