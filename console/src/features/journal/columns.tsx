import Box from '@cloudscape-design/components/box';
import type { TableProps } from '@cloudscape-design/components/table';
import type { CsvColumn } from '../../lib/csv';
import { poundsCell } from '../../lib/csv';
import { day, pounds, words } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { JournalLine } from '../../lib/model';
import { figures } from '../../shell/figures';
import { ledgerAccount, ledgerCell } from './words';

const Small = ({ children }: { children: React.ReactNode }) => (
  <Box variant="small" display="block" color="text-body-secondary">
    {children}
  </Box>
);

/** The debited account above the credited one, as ledgers are read; a memo moves nothing. */
const Moved = ({ line }: { line: JournalLine }) =>
  line.debit === null ? (
    'Memo only'
  ) : (
    <>
      <div className="journal-ref">{ledgerAccount(line.debit)}</div>
      <div className="journal-ref journal-credit">{ledgerAccount(line.credit)}</div>
    </>
  );

/** The table's columns; those that can be sorted by say so. */
export const COLUMNS: TableProps.ColumnDefinition<JournalLine>[] = [
  {
    id: 'effective',
    header: 'Date',
    sortingField: 'effective',
    cell: (line) => <span className="figures">{day(line.effective_date)}</span>,
  },
  {
    id: 'type',
    header: 'Entry',
    isRowHeader: true,
    cell: (line) => (
      <>
        {words(line.type)}
        <Small>{[line.actor.name, line.reason].filter(Boolean).join(', ')}</Small>
      </>
    ),
  },
  {
    id: 'claim',
    header: 'Claim',
    sortingField: 'claim',
    cell: (line) => <span className="journal-ref">{line.claim ?? '–'}</span>,
  },
  {
    id: 'product',
    header: 'Product',
    sortingField: 'product',
    cell: (line) => (line.product ? words(line.product) : '–'),
  },
  { id: 'accounts', header: 'Debit / credit', cell: (line) => <Moved line={line} /> },
  figures('amount', 'Amount', (line) => pounds(line.amount_pence)),
  figures('balance', 'Owed after', (line) => pounds(line.balance_after_pence)),
  {
    id: 'method',
    header: 'Payment',
    cell: (line) => (
      <>
        {line.payment_method ? methodWords(line.payment_method) : '–'}
        {line.payment_reference && (
          <Small>
            <span className="journal-ref">{line.payment_reference}</span>
          </Small>
        )}
      </>
    ),
  },
  { id: 'context', header: 'Context', sortingField: 'context', cell: (line) => words(line.context) },
];

/** The file's columns, in the order an auditor expects them. */
export const CSV: CsvColumn<JournalLine>[] = [
  { header: 'EntryID', value: (line) => line.entry_id },
  { header: 'Sequence', value: (line) => line.sequence },
  { header: 'PostedAt', value: (line) => line.posted_at },
  { header: 'EffectiveDate', value: (line) => line.effective_date },
  { header: 'Type', value: (line) => line.type },
  { header: 'ClaimID', value: (line) => line.claim },
  { header: 'Product', value: (line) => line.product },
  { header: 'DebitAccount', value: (line) => ledgerCell(line.debit) },
  { header: 'CreditAccount', value: (line) => ledgerCell(line.credit) },
  { header: 'Amount', value: (line) => poundsCell(line.amount_pence) },
  { header: 'Currency', value: () => 'GBP' },
  { header: 'BalanceAfter', value: (line) => poundsCell(line.balance_after_pence) },
  { header: 'PaymentMethod', value: (line) => line.payment_method },
  { header: 'PaymentReference', value: (line) => line.payment_reference },
  { header: 'Context', value: (line) => line.context },
  { header: 'Reason', value: (line) => line.reason },
  { header: 'RelatedEntryID', value: (line) => line.related_entry_id },
  { header: 'ActorType', value: (line) => line.actor.type },
  { header: 'Actor', value: (line) => line.actor.name },
];
