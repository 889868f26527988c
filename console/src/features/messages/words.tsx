import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { moment } from '../../lib/format';
import type { Message } from '../../lib/model';

export const TEXT_WORDS: Record<Message['text'], string> = {
  link: 'Personal link',
  'new-link': 'Link they asked for',
  receipt: 'Receipt',
  promise: 'Promise confirmed',
  'contact-changed': 'Contact details changed',
  stopped: 'Opt-out confirmed',
  'plan-asked': 'Plan asked for',
  'plan-agreed': 'Plan agreed',
  'plan-declined': 'Plan not agreed',
  'plan-changed': 'Plan changed',
  'plan-paid-otherwise': 'Plan paid another way',
  'collection-notice': 'Notice of a collection',
  'collection-failed': 'Collection failed',
  'collection-ended': 'Another way to pay needed',
  'more-time': 'More time for an invoice',
  'more-time-for-a-fee': 'More time for an invoice, for a fee',
  'more-time-undone': 'More time taken back',
  'way-to-pay-link': 'Link to save a way to pay',
  'way-to-pay-changed': 'Way to pay changed',
  inbound: 'From the customer',
};

export const CHANNEL_WORDS: Record<string, string> = { SMS: 'Text message', EMAIL: 'Email' };

const STATES: Record<Message['state'], [StatusIndicatorProps.Type, string]> = {
  QUEUED: ['pending', 'On its way'],
  SENT: ['in-progress', 'Sent'],
  DELIVERED: ['success', 'Delivered'],
  FAILED: ['error', 'Not delivered'],
  SUPPRESSED: ['stopped', 'Not sent'],
  UNKNOWN: ['warning', 'Not known whether sent'],
  RECEIVED: ['success', 'Received'],
};

/** Where a message stands; one that waits for the morning says until when. */
export function MessageState({ message: { state, waits_until, asked_at } }: { message: Message }) {
  const [type, words] = STATES[state];
  const waits = waits_until && new Date(waits_until) > new Date(asked_at);
  return <StatusIndicator type={type}>{waits ? `Waits until ${moment(waits_until)}` : words}</StatusIndicator>;
}
