import Box from '@cloudscape-design/components/box';
import { day } from '../../lib/format';

/** The day of a customer's newest payment; nothing was paid as long as there is none. */
export const LastPayment = ({ day: paid }: { day: string | null }) =>
  paid ? (
    <span className="figures">{day(paid)}</span>
  ) : (
    <Box variant="span" color="text-status-inactive">
      None yet
    </Box>
  );
