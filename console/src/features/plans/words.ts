import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

/** Every state of a request and of a plan, as it is shown. */
export const STATE_WORDS: Record<string, [StatusIndicatorProps.Type, string]> = {
  REQUESTED: ['pending', 'Waits for a decision'],
  REJECTED: ['stopped', 'Rejected'],
  WITHDRAWN: ['stopped', 'Withdrawn'],
  EXPIRED: ['stopped', 'Expired'],
  PENDING_FIRST: ['in-progress', 'Not begun'],
  ACTIVE: ['success', 'Active'],
  PAUSED: ['warning', 'Paused'],
  BROKEN: ['error', 'Broken'],
  COMPLETED: ['success', 'Completed'],
  CANCELLED: ['stopped', 'Cancelled'],
  SUPERSEDED: ['stopped', 'Replaced'],
};

export const INSTALMENT_WORDS: Record<string, [StatusIndicatorProps.Type, string]> = {
  SCHEDULED: ['pending', 'Scheduled'],
  DUE: ['in-progress', 'Due'],
  PART_PAID: ['in-progress', 'Part paid'],
  PAID: ['success', 'Paid'],
  MISSED: ['error', 'Missed'],
  SKIPPED: ['stopped', 'Skipped'],
  CANCELLED: ['stopped', 'Cancelled'],
};

export const EVERY: Record<string, string> = { MONTHLY: 'Monthly', FORTNIGHTLY: 'Every two weeks', WEEKLY: 'Weekly' };
