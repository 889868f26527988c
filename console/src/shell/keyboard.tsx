import Box from '@cloudscape-design/components/box';
import Modal from '@cloudscape-design/components/modal';
import { useEffect, useState } from 'react';

export const SEARCH_BOX = 'search-everywhere';

const SHORTCUTS = [
  { keys: '/', does: 'Go to the search box' },
  { keys: '?', does: 'Show this list' },
  { keys: 'Tab, Shift + Tab', does: 'Go to the next or previous control' },
  { keys: 'Arrow keys', does: 'Walk through a table, a menu or tabs' },
  { keys: 'Enter', does: 'Press a button or follow a link; in a table, go into the cell' },
  { keys: 'Esc', does: 'Close a dialog or a menu' },
] as const;

/** Keys that work on every page: `/` goes to the search box, `?` shows what keys there are. */
export function Keyboard() {
  const [isListed, setListed] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isAsking()) return;
      if (event.key === '/') focusSearchBox();
      else if (event.key === '?') setListed(true);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  if (!isListed) return null;
  return (
    <Modal visible header="Keyboard shortcuts" onDismiss={() => setListed(false)}>
      <dl className="shortcuts">
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>
              <Box>{does}</Box>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

/** Whether a key pressed there is text. */
export function isTyping(target: EventTarget | null): boolean {
  const { tagName, isContentEditable } = (target ?? {}) as Partial<HTMLElement>;
  return Boolean(isContentEditable) || ['INPUT', 'TEXTAREA', 'SELECT'].includes(tagName ?? '');
}

const isAsking = () => document.querySelector('[role="dialog"]:not([aria-hidden="true"])') !== null;

/** The bar keeps a hidden copy of all it holds, to measure by. */
const focusSearchBox = () =>
  [...document.querySelectorAll<HTMLInputElement>(`.${SEARCH_BOX} input`)]
    .find((input) => input.checkVisibility({ visibilityProperty: true }))
    ?.focus();

/** The first thing Tab reaches: past the bar and the menu, to what the page is about. */
export const SkipLink = () => (
  <button
    type="button"
    className="skip"
    onClick={() => {
      const heading = document.querySelector<HTMLElement>('main h1, h1');
      heading?.setAttribute('tabindex', '-1');
      heading?.focus();
    }}
  >
    Skip to the main content
  </button>
);
