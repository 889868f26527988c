import { count, pounds, words } from '../../lib/format';
import type { JournalFinding } from '../../lib/model';

interface FaultWords {
  what: string;
  /** Whether its two numbers are pence. */
  isMoney?: true;
}

const FAULTS: Partial<Record<JournalFinding['fault'], FaultWords>> = {
  GAP: { what: 'An entry is missing or has the wrong number' },
  TWICE: { what: 'The same entry was posted twice' },
  MARKER: { what: 'An entry and the mark that keeps it unique disagree' },
  POSTING: { what: 'A posting moves nothing', isMoney: true },
  RUNNING_BALANCE: { what: 'The balance written beside an entry is not what the entries add up to', isMoney: true },
  REVERSAL: { what: 'A reversal is not the mirror of the entry it names' },
  CLAIM: { what: 'A claim owes something else than its entries say', isMoney: true },
  NEGATIVE: { what: 'A claim owes less than nothing', isMoney: true },
  CREDIT: { what: 'The credit is not what the entries add up to', isMoney: true },
  RESERVATION: { what: 'Money is held for a payment that does not say so, or another amount', isMoney: true },
  TAMPERED: { what: 'The journal is no longer what a signed digest said of it' },
  SUSPENSE: { what: 'The money of unknown payers is not what its entries add up to', isMoney: true },
  UNREPORTED: { what: 'A payment that no report told the creditor of; the next one does', isMoney: true },
  GONE: { what: 'A customer of a signed digest is gone' },
};

/** What is wrong, in words. */
export const faultWords = ({ fault }: Pick<JournalFinding, 'fault'>) => FAULTS[fault]?.what ?? words(fault);

/** One of the two numbers that should be equal: pounds where they are money. */
export const faultFigure = ({ fault }: Pick<JournalFinding, 'fault'>, figure: number) =>
  FAULTS[fault]?.isMoney ? pounds(figure) : count(figure);

export const DIFFERENCES = {
  MISSING_HERE: 'The provider moved money that our journal does not know',
  MISSING_THERE: 'Our journal holds money that the provider does not know',
  OTHER_AMOUNT: 'The amounts differ',
} as const;
