import SplitPanel from '@cloudscape-design/components/split-panel';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';

interface Shown {
  title: string;
  close: () => void;
}
const Place = createContext<{ target: HTMLElement | null; show: (shown: Shown | null) => void }>({
  target: null,
  show: () => {},
});

/** Holds the place beside the page that a page may put a second record in. */
export function BesidePlace({ children }: { children: (panel: Shown | null, element: ReactNode) => ReactNode }) {
  const [shown, show] = useState<Shown | null>(null);
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const place = useMemo(() => ({ target, show }), [target]);
  const panel = shown && (
    <SplitPanel header={shown.title} closeBehavior="hide" hidePreferencesButton>
      <div ref={setTarget} />
    </SplitPanel>
  );
  return <Place value={place}>{children(shown, panel)}</Place>;
}

/** Shows its children beside the page, in a panel that can be closed; gone with whoever shows it. The reader is then back
 * where they were. */
export function Beside({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { target, show } = useContext(Place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how to close belongs to the title it was given with
  useEffect(() => {
    show({ title, close: onClose });
    return () => show(null);
  }, [title, show]);
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return target && createPortal(children, target);
}
