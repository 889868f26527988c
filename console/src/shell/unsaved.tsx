import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface UnsavedChangesProps {
  dirty: boolean;
  header?: string;
  /** What the button says that leaves all the same. */
  leave?: string;
  /** What is lost. */
  children?: ReactNode;
}

/**
 * Asks before a page is left whose form holds what was not saved: by our own dialog inside the console, by the browser's
 * when the tab is closed. A change of the fragment alone, a filter or a tab, leaves nothing.
 */
export function UnsavedChanges({
  dirty,
  header = 'Leave without saving?',
  leave = 'Leave without saving',
  children = 'What you changed on this page has not been saved and will be lost.',
}: UnsavedChangesProps) {
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  if (leaving.status !== 'blocked') return null;
  return (
    <Modal
      visible
      onDismiss={leaving.reset}
      header={header}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={leaving.reset}>
              Stay on this page
            </Button>
            <Button variant="primary" onClick={leaving.proceed}>
              {leave}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
