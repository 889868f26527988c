import { pounds } from '../../lib/format';
import { methodInSentence } from '../../lib/methods';
import type { JournalLine } from '../../lib/model';

/** The ledger accounts by their codes, in words for people (`RECEIVABLE_PRINCIPAL` is 1100, and so on). */
const LEDGER_ACCOUNTS: Record<string, string> = {
  '1100': 'Principal owed',
  '1110': 'Interest owed',
  '1120': 'Fees owed',
  '1130': 'Costs owed',
  '1200': 'Card payments',
  '1210': 'Direct Debits',
  '1220': 'Bank receipts',
  '1230': 'Held by a debt collection agency',
  '2100': 'Customer credit',
  '2200': 'Receipts not yet allocated',
  '2300': 'Discounts agreed',
  '3000': 'Imported balances',
  '4100': 'Fee income',
  '4110': 'Interest income',
  '5100': 'Discounts given',
  '5200': 'Written off',
  '5300': 'Fees waived',
  '5400': 'Chargeback costs',
  '5500': 'Goodwill',
};

/** "Principal owed", or nothing for a memo, which moves nothing. */
export const ledgerAccount = (code: string | null) => (code === null ? '' : (LEDGER_ACCOUNTS[code] ?? code));

/** The code and its words, for a file. */
export const ledgerCell = (code: string | null) => (code === null ? '' : `${code} ${ledgerAccount(code)}`);

const HAPPENED: Record<JournalLine['type'], string> = {
  OPENING: 'Owed when the account was taken in',
  INVOICE: 'A new amount became owed',
  FEE: 'A fee was charged',
  INTEREST: 'Interest was charged',
  COSTS: 'Court or enforcement costs were added',
  PAYMENT: 'A payment',
  PAYMENT_UNALLOCATED: 'A payment that belonged to no claim yet',
  ALLOCATION: 'Money held was put on a claim',
  OVERPAYMENT: 'A payment of more than was owed',
  REFUND: 'Money was given back',
  CHARGEBACK: 'The bank took a payment back',
  RETURNED_DD: 'A Direct Debit was returned unpaid',
  CHARGEBACK_FEE: 'The provider charged us for a dispute',
  DISCOUNT: 'A settlement discount',
  DISCOUNT_REVERSAL: 'A settlement discount was withdrawn',
  ADJUSTMENT: 'The creditor corrected the balance',
  ADJUSTMENT_UP: 'The balance was corrected upwards',
  ADJUSTMENT_DOWN: 'The balance was corrected downwards',
  FEE_WAIVER: 'A fee was taken off',
  INTEREST_WAIVER: 'Interest was taken off',
  GOODWILL: 'Money off as goodwill',
  WRITE_OFF: 'Written off',
  WRITE_OFF_RECOVERY: 'A payment after the balance was written off',
  DCA_REMITTANCE: 'Collected by a debt collection agency',
  TRANSFER: 'Moved between claims',
  PROLONGATION: 'The due date was moved',
  RESTRUCTURE: 'Claims were put into a new plan',
  PROMISE: 'A promise to pay was made',
  REVERSAL: 'An earlier entry was undone',
};

/** What happened, in plain words: "A payment, by card". */
export function happened({ type, payment_method, debit, credit }: JournalLine): string {
  const how =
    payment_method && ['PAYMENT', 'OVERPAYMENT'].includes(type) ? ` by ${methodInSentence(payment_method)}` : '';
  const kept = type !== 'OVERPAYMENT' && credit === '2100' ? ', kept as credit' : '';
  const used = debit === '2100' ? ', from the credit' : '';
  return `${HAPPENED[type]}${how}${kept}${used}`;
}

/** What that did to what is owed: "+ £5.00", "− £12.34", or that it did nothing. */
export function change({ owed_change_pence: pence }: JournalLine): string {
  if (pence === 0) return 'No change';
  return `${pence > 0 ? '+' : '−'} ${pounds(Math.abs(pence))}`;
}
