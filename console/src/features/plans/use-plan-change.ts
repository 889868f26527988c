import { useQueryClient } from '@tanstack/react-query';
import { useCommand } from '../../lib/command';
import { useFlashSuccess } from '../../shell/flashes';
import { PLANS } from './queries';

interface Told {
  customerKey: string;
  done: string;
  onDone?: () => void;
  /** What else is done with a refusal, which has made the plan be read again: by then it shows what is so. */
  failed?: (error: Error) => void;
}

/** A change of a customer's plan. Done or refused, plans are read again, so that what is shown is what stands. */
export function usePlanChange<Input, Output>(
  send: (input: Input, key: string) => Promise<Output>,
  { customerKey, done, onDone, failed }: Told,
) {
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const again = () => queries.invalidateQueries({ queryKey: PLANS });
  return useCommand(send, {
    success: async () => {
      await again();
      queries.invalidateQueries({ queryKey: ['customer', customerKey] });
      succeed(done);
      onDone?.();
    },
    failure: (error) => {
      again();
      failed?.(error);
    },
  });
}
