import type { Promised } from '../../lib/model';

/** Whether it is still to be kept, on this account. */
export const isOpenOn = (
  { status, account_number }: Pick<Promised, 'status' | 'account_number'>,
  account: string,
): boolean => status === 'OPEN' && account_number === account;
