import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { useRouterState } from '@tanstack/react-router';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { wordsFor } from '../lib/errors';

type Message = Pick<FlashbarProps.MessageDefinition, 'type' | 'header' | 'content'>;
type Flash = (message: Message) => void;

const Flashing = createContext<{ flash: Flash; messages: FlashbarProps.MessageDefinition[] }>({
  flash: () => {},
  messages: [],
});

export function Flashes({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<FlashbarProps.MessageDefinition[]>([]);
  const flash = useCallback<Flash>((message) => {
    const id = crypto.randomUUID();
    const dismiss = () => setMessages((shown) => shown.filter((other) => other.id !== id));
    const shown: FlashbarProps.MessageDefinition = {
      ...message,
      id,
      dismissible: true,
      dismissLabel: 'Dismiss this message',
      onDismiss: dismiss,
    };
    setMessages((others) => [shown, ...others].slice(0, 5));
  }, []);
  const page = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said belongs to the page it was said on
  useEffect(() => setMessages([]), [page]);
  return <Flashing value={{ flash, messages }}>{children}</Flashing>;
}

/** Says something at the top of the page. */
export const useFlash = () => useContext(Flashing).flash;

/** Says a refusal or failure at the top of the page, in words. */
export function useFlashFailure(header: string) {
  const flash = useFlash();
  return useCallback((error: unknown) => flash({ type: 'error', header, content: wordsFor(error) }), [flash, header]);
}

export const FlashArea = () => <Flashbar items={useContext(Flashing).messages} stackItems />;
