import { expect, test } from 'vitest';
import type { Account } from '../../lib/model';
import { paidByAccount } from './receipt-lines';

const account = (number: string) => ({ number }) as Account;

test('claims of one account are one line, and an account that is gone keeps its own', () => {
  const portions = [
    { account_number: 'ACC-1', claim: 'A', amount_pence: 7_000 },
    { account_number: 'ACC-9', claim: 'C', amount_pence: 500 },
    { account_number: 'ACC-1', claim: 'B', amount_pence: 300 },
  ];
  expect(paidByAccount({ portions }, [account('ACC-1')])).toEqual([
    { number: 'ACC-1', account: account('ACC-1'), pence: 7_300 },
    { number: 'ACC-9', account: undefined, pence: 500 },
  ]);
});
