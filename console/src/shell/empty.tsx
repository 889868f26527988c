import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

interface EmptyProps {
  title: string;
  children?: ReactNode;
  /** The way out: what to press when there is nothing yet. */
  action?: ReactNode;
}

/** A list that holds nothing yet: says so, and offers the way out. */
export const Empty = ({ title, children, action }: EmptyProps) => (
  <Box textAlign="center" padding={{ vertical: 'l' }}>
    <SpaceBetween size="s">
      <Box variant="strong">{title}</Box>
      {children && <Box color="text-body-secondary">{children}</Box>}
      {action}
    </SpaceBetween>
  </Box>
);

interface NoMatchProps {
  title: string;
  /** What was looked for, and how. */
  children?: ReactNode;
  clear: () => void;
  clearWords?: string;
}

/** A list whose search or filters leave nothing: another thing than an empty list, and another way out. */
export const NoMatch = ({ title, children, clear, clearWords = 'Clear filters' }: NoMatchProps) => (
  <Empty title={title} action={<Button onClick={clear}>{clearWords}</Button>}>
    {children}
  </Empty>
);
