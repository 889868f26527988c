import { words } from './format';

/** The ways in which money is moved, in words. */
export const METHODS = {
  CARD: 'Card',
  BACS: 'Direct Debit',
  BANK_TRANSFER: 'Bank transfer',
  STANDING_ORDER: 'Standing order',
  CASH: 'Cash',
  CHEQUE: 'Cheque',
} as const;

/** A promise names the scheme by its name, a payment by its code. */
const NAMES: Record<string, string> = { ...METHODS, DIRECT_DEBIT: METHODS.BACS };

/** How money is moved: "Direct Debit". */
export const methodWords = (method: string) => NAMES[method] ?? words(method);

/** The same inside a sentence: "bank transfer", but "Direct Debit". */
export function methodInSentence(method: string) {
  const name = methodWords(method);
  return name === METHODS.BACS ? name : name.toLowerCase();
}
