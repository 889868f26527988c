/** One column of a file: its heading, and what a row says in it. Numbers are written as they are. */
export interface CsvColumn<Row> {
  header: string;
  value: (row: Row) => string | number | null | undefined;
}

const BYTE_ORDER_MARK = '\uFEFF';
const PHONE_OR_NUMBER = /^[+-]?[\d .,]+$/;

/** Cells that a spreadsheet would run as a formula get an apostrophe; a phone or an amount is left as it is. */
export function guarded(cell: string): string {
  if (/^[=@\t\r]/.test(cell)) return `'${cell}`;
  if (/^[+-]/.test(cell) && !PHONE_OR_NUMBER.test(cell)) return `'${cell}`;
  return cell;
}

/** A file of these rows: UTF-8 with its mark, every cell quoted and guarded, CRLF (RFC 4180). */
export function csv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const quoted = (cell: string) => `"${guarded(cell).replaceAll('"', '""')}"`;
  const line = (cells: string[]) => `${cells.map(quoted).join(',')}\r\n`;
  const body = rows.map((row) => line(columns.map(({ value }) => String(value(row) ?? ''))));
  return BYTE_ORDER_MARK + line(columns.map(({ header }) => header)) + body.join('');
}

/** Integer pence as a cell: 123450 is "1234.50". */
export const poundsCell = (pence: number) => (pence / 100).toFixed(2);
