/** The ledger accounts by their codes, in words for people (`RECEIVABLE_PRINCIPAL` is 1100, and so on). */
const LEDGER_ACCOUNTS: Record<string, string> = {
  '1100': 'Principal owed',
  '1110': 'Interest owed',
  '1120': 'Fees owed',
  '1130': 'Costs owed',
  '1200': 'Card payments',
  '2100': 'Customer credit',
  '3000': 'Imported balances',
};

export const ledgerAccount = (code: string) => LEDGER_ACCOUNTS[code] ?? code;
