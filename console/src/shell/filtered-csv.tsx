import Button from '@cloudscape-design/components/button';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type CsvColumn, csv } from '../lib/csv';
import { saveText } from '../lib/download';
import { count, plural } from '../lib/format';
import { useFlash, useFlashFailure } from './flashes';

interface ListPage<Row> {
  items: readonly Row[];
  after?: string | null;
}

interface FilteredCsvProps<Row> {
  /** The name of the file, without its ending. */
  filename: string;
  columns: readonly CsvColumn<Row>[];
  /** One page of what is filtered, behind the cursor; the server writes down that it was taken away. */
  page: (after: string) => Promise<ListPage<Row>>;
  /** With more rows than this nothing is downloaded: a part of the answer must not pass for the whole. */
  limit?: number;
  /** What the button says. */
  children?: string;
}

const LIMIT = 10_000;

export class TooManyRows extends Error {}

/** Every row of a list, page by page. Raises TooManyRows rather than leaving some of them out. */
export async function everyRow<Row>(
  page: (after: string) => Promise<ListPage<Row>>,
  limit: number,
  progress: (rows: number) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null | undefined = '';
  do {
    const found: ListPage<Row> = await page(after);
    rows.push(...found.items);
    if (rows.length > limit) throw new TooManyRows();
    progress(rows.length);
    after = found.after;
  } while (after);
  return rows;
}

/** Downloads what the filters leave as one CSV file: all of it, or nothing and why. */
export function FilteredCsv<Row>({ filename, columns, page, limit = LIMIT, children }: FilteredCsvProps<Row>) {
  const [had, setHad] = useState(0);
  const flash = useFlash();
  const fail = useFlashFailure('The file was not made');
  const make = useMutation({
    mutationFn: () => everyRow(page, limit, setHad),
    onMutate: () => setHad(0),
    onSuccess: (rows) => {
      saveText(`${filename}.csv`, csv(columns, rows), 'text/csv;charset=utf-8');
      flash({ type: 'success', content: `${filename}.csv was downloaded with ${plural(rows.length, 'row')}.` });
    },
    onError: (error) =>
      error instanceof TooManyRows
        ? flash({
            type: 'warning',
            header: 'There are too many rows for one download',
            content: `At most ${count(limit)} rows can be downloaded here. Filter further, or export all records.`,
          })
        : fail(error),
  });
  return (
    <Button
      iconName="download"
      loading={make.isPending}
      loadingText={`${plural(had, 'row')} so far`}
      onClick={() => make.mutate()}
    >
      {make.isPending ? `${plural(had, 'row')} so far` : (children ?? 'Download CSV')}
    </Button>
  );
}
