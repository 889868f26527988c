import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { isPassing } from './errors';

/**
 * One user intention. The idempotency key stays the same while the same request is tried again after a lost answer,
 * and changes once there is an answer or the request differs. It is pending until a promise of `success` is kept.
 */
export function useCommand<Input, Output>(
  send: (input: Input, key: string) => Promise<Output>,
  on: { success?: (output: Output, input: Input) => unknown; failure?: (error: Error) => void } = {},
) {
  const intention = useRef<{ body: string; key: string }>(undefined);
  return useMutation({
    mutationFn: (input: Input) => {
      const body = JSON.stringify(input) ?? '';
      if (intention.current?.body !== body) intention.current = { body, key: crypto.randomUUID() };
      return send(input, intention.current.key);
    },
    onSuccess: (output, input) => {
      intention.current = undefined;
      return on.success?.(output, input);
    },
    onError: (error) => {
      if (!isPassing(error)) intention.current = undefined;
      on.failure?.(error);
    },
  });
}
