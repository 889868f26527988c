import { describe, expect, it } from 'vitest';
import { csv } from '../../lib/csv';
import type { JournalLine } from '../../lib/model';
import { CSV } from './columns';
import { askedOf, chosen, isFiltered, joined, journalView } from './view';
import { change, happened, ledgerAccount } from './words';

const LINE: JournalLine = {
  entry_id: 'payment:1:capture',
  sequence: 2,
  line: 1,
  posted_at: '2026-11-20T12:00:00Z',
  effective_date: '2026-11-20',
  type: 'PAYMENT',
  context: 'PORTAL',
  account_number: 'ACC-1',
  claim: '=ACC-1-1',
  product: 'CREDIT_CARD',
  debit: '1200',
  credit: '1100',
  amount_pence: 1234,
  owed_change_pence: -1234,
  balance_after_pence: 0,
  payment_method: 'CARD',
  payment_reference: 'ABCDE FGHIJ',
  reason: null,
  related_entry_id: null,
  actor: { type: 'PROVIDER', name: 'sandbox' },
};

describe('what the journal shows, from its address', () => {
  it('keeps what it knows and where it is shown, and drops the rest', () => {
    const view = journalView({
      tab: 'accounts',
      account: 'A',
      part: 'journal',
      sort: 'amount',
      day: '2026-02-30',
      x: 'y',
    });
    expect(view).toEqual({ tab: 'accounts', account: 'A', part: 'journal' });
  });

  it('asks for the newest first, and for all, when nothing is said', () => {
    expect(isFiltered(journalView({}))).toBe(false);
    expect(askedOf(journalView({}), '')).toMatchObject({ order: 'DATE', descending: true, claims: [], methods: [] });
  });

  it('asks for lines without a claim by an empty text, which an address cannot hold', () => {
    expect(chosen(joined(['', 'ACC-1-1']))).toEqual(['', 'ACC-1-1']);
    const view = journalView({ claims: joined(['']) ?? '', sort: 'product', order: 'ascending' });
    expect(askedOf(view, 'A')).toMatchObject({ account: 'A', claims: [''], order: 'PRODUCT', descending: false });
  });
});

describe('a line', () => {
  it('is told in plain words', () => {
    expect(happened(LINE)).toBe('A payment by card');
    expect(change(LINE)).toBe('− £12.34');
    expect(happened({ ...LINE, credit: '2100' })).toBe('A payment by card, kept as credit');
    expect(change({ ...LINE, owed_change_pence: 0 })).toBe('No change');
    expect(ledgerAccount(null)).toBe('');
  });

  it('is a row of the file with every column of the journal, guarded against formulas', () => {
    const [head, row] = csv(CSV, [LINE]).replace('\uFEFF', '').split('\r\n');
    expect(head?.replaceAll('"', '')).toBe(
      'EntryID,Sequence,PostedAt,EffectiveDate,Type,ClaimID,Product,DebitAccount,CreditAccount,Amount,Currency,' +
        'BalanceAfter,PaymentMethod,PaymentReference,Context,Reason,RelatedEntryID,ActorType,Actor',
    );
    expect(row).toContain(`"'=ACC-1-1","CREDIT_CARD","1200 Card payments","1100 Principal owed","12.34","GBP","0.00"`);
  });
});
