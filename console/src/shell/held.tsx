import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';

/** A value, or "Not held": an absent fact is said, never left blank. */
export const Held = ({ children }: { children: ReactNode }) =>
  children || children === 0 ? (
    children
  ) : (
    <Box variant="span" color="text-status-inactive">
      Not held
    </Box>
  );
