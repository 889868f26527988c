import type { Account, PaymentDetail } from '../../lib/model';

interface Paid {
  number: string;
  /** As it stands now; nothing for an account that is no longer there. */
  account: Account | undefined;
  pence: number;
}

/** What a payment was for, a line for each account. */
export function paidByAccount({ portions }: Pick<PaymentDetail, 'portions'>, accounts: readonly Account[]): Paid[] {
  const pence = new Map<string, number>();
  for (const { account_number, amount_pence } of portions)
    pence.set(account_number, (pence.get(account_number) ?? 0) + amount_pence);
  return [...pence].map(([number, sum]) => ({
    number,
    account: accounts.find((each) => each.number === number),
    pence: sum,
  }));
}
