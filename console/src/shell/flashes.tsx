import Button from '@cloudscape-design/components/button';
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { useRouterState } from '@tanstack/react-router';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { isStale, wordsFor } from '../lib/errors';

type Message = Pick<FlashbarProps.MessageDefinition, 'type' | 'header' | 'content' | 'action'>;
type Flash = (message: Message) => void;

interface Flashing {
  flash: Flash;
  /** Takes every message away: they belong to what was tried before. */
  clear: () => void;
  messages: FlashbarProps.MessageDefinition[];
}
const Flashing = createContext<Flashing>({ flash: () => {}, clear: () => {}, messages: [] });

export function Flashes({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<FlashbarProps.MessageDefinition[]>([]);
  const flash = useCallback<Flash>((message) => {
    const id = crypto.randomUUID();
    const dismiss = () => setMessages((shown) => shown.filter((other) => other.id !== id));
    const shown: FlashbarProps.MessageDefinition = {
      ...message,
      id,
      ariaRole: message.type === 'error' ? 'alert' : 'status',
      dismissible: true,
      dismissLabel: 'Dismiss this message',
      onDismiss: dismiss,
    };
    setMessages((others) => [shown, ...others].slice(0, 5));
  }, []);
  const clear = useCallback(() => setMessages([]), []);
  const page = useRouterState({ select: ({ location }) => location.pathname });
  const carried = useRouterState({ select: ({ location }) => location.state.said });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said belongs to the page it was said on
  useEffect(() => {
    setMessages([]);
    if (carried) flash({ type: 'success', content: carried });
  }, [page]);
  const value = useMemo(() => ({ flash, clear, messages }), [flash, clear, messages]);
  return <Flashing value={value}>{children}</Flashing>;
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What the page one is sent to begins with saying: that something was done on the page before. */
    said?: string;
  }
}

/** Says something at the top of the page. */
export const useFlash = () => useContext(Flashing).flash;

/** Says that something was done. */
export function useFlashSuccess() {
  const flash = useFlash();
  return useCallback((content: string) => flash({ type: 'success', content }), [flash]);
}

/**
 * Says a refusal or failure at the top of the page, in words. With `reread`, a command that came too late, because the
 * record had changed meanwhile, offers to read it again.
 */
export function useFlashFailure(header: string, reread?: () => void) {
  const { flash, clear } = useContext(Flashing);
  return useCallback(
    (error: unknown) => {
      const again = () => {
        clear();
        reread?.();
      };
      const action = reread && isStale(error) ? <Button onClick={again}>Read it again</Button> : undefined;
      flash({ type: action ? 'warning' : 'error', header, content: wordsFor(error), action });
    },
    [flash, clear, header, reread],
  );
}

export const FlashArea = () => <Flashbar items={useContext(Flashing).messages} stackItems />;
