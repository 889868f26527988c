import { day } from '../../lib/format';
import type { Hold, HoldKind, HoldStep, Support } from '../../lib/model';

/** What an agent may place, in the order they ask for it; promises and plans place theirs themselves. */
export const KINDS: readonly { kind: HoldKind; name: string; about: string; adminOnly?: boolean; whole?: boolean }[] = [
  {
    kind: 'BREATHING_SPACE',
    name: 'Breathing space',
    about: 'At most 60 days, from the day after the register entry.',
  },
  {
    kind: 'MH_CRISIS',
    name: 'Breathing space, mental-health crisis',
    about: 'Without an end until the crisis treatment is over. Everybody else sees “Breathing space”.',
    adminOnly: true,
  },
  { kind: 'SCOTTISH_MORATORIUM', name: 'Statutory moratorium (Scotland)', about: 'Usually 6 months.' },
  { kind: 'DISPUTE', name: 'Dispute', about: 'Choose the account when only one is disputed.' },
  { kind: 'COMPLAINT', name: 'Complaint', about: 'Nobody is chased while it is open.' },
  { kind: 'DEBT_ADVICE', name: 'Debt advice', about: 'Usually 30 days; it can be renewed.' },
  { kind: 'VULNERABILITY', name: 'Support needs', about: 'Write down what helps, not why.', whole: true },
  { kind: 'DECEASED', name: 'Deceased', about: 'Nothing goes out and nothing is taken.', whole: true },
  { kind: 'LEGAL', name: 'Legal proceedings', about: 'What is before a court is settled there.' },
];

export const SUPPORT: Record<Support, string> = {
  LARGE_PRINT: 'Large print',
  PLAIN_WORDS: 'Plain words',
  BSL: 'British Sign Language',
  NO_CALLS: 'No calls',
  CALL_TIME: 'Calls at agreed times only',
  EXTRA_TIME: 'Extra time',
  THIRD_PARTY: 'Somebody else speaks for them',
};

export const SOURCES: Record<Hold['source'], string> = {
  FILE: 'The creditor’s file',
  AGENT: 'An agent',
  CUSTOMER: 'The customer',
  SYSTEM: 'Quittance',
};

export const STEPS: Record<HoldStep['step'], string> = {
  PLACED: 'Placed',
  CHANGED: 'Changed',
  LIFTED: 'Lifted',
  ENDED: 'Ended',
};

export const scope = ({ account, claim }: { account: string | null; claim?: string | null }) =>
  claim ? `Claim ${claim}` : account ? `Account ${account}` : 'The whole customer';

export const until = (end: string | null) => (end ? day(end) : 'Until it is lifted');
