import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { words } from '../../lib/format';
import type { Account, CustomerRow, Payment } from '../../lib/model';

type Look = StatusIndicatorProps.Type;

const CUSTOMER: Record<CustomerRow['status'], Look> = {
  ACTIVATED: 'success',
  BLOCKED: 'warning',
  DEACTIVATED: 'stopped',
  ANONYMISED: 'stopped',
};
const ACCOUNT: Record<Account['status'], Look> = {
  ACTIVE: 'info',
  HOLD: 'warning',
  SETTLED: 'success',
  CLOSED: 'stopped',
  WRITTEN_OFF: 'stopped',
};
const PAYMENT: Record<Payment['status'], Look> = {
  CREATED: 'pending',
  PENDING: 'in-progress',
  SETTLED: 'success',
  FAILED: 'error',
  CANCELLED: 'stopped',
  EXPIRED: 'stopped',
  PART_REFUNDED: 'warning',
  REFUNDED: 'stopped',
  DISPUTED: 'warning',
  CHARGED_BACK: 'error',
  RETURNED: 'error',
  INDEMNITY_CLAIMED: 'error',
};

const shown = <Status extends string>(looks: Record<Status, Look>, status: Status) => (
  <StatusIndicator type={looks[status] ?? 'info'}>{words(status)}</StatusIndicator>
);

export const CustomerStatus = ({ status }: { status: keyof typeof CUSTOMER }) => shown(CUSTOMER, status);
export const AccountStatus = ({ status }: { status: keyof typeof ACCOUNT }) => shown(ACCOUNT, status);
export const PaymentStatus = ({ status }: { status: keyof typeof PAYMENT }) => shown(PAYMENT, status);
