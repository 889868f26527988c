import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';

/** A number at the end of its cell, so that pence stand under pence from row to row. */
export const Figure = ({ children }: { children: ReactNode }) => <span className="figures at-end">{children}</span>;

type Column<Row> = TableProps.ColumnDefinition<Row>;

/** A column of amounts or counts: its header ends where its numbers end. */
export const figures = <Row,>(
  id: string,
  header: string,
  cell: (row: Row) => ReactNode,
  more?: Partial<Column<Row>>,
): Column<Row> => ({
  ...more,
  id,
  header: <span className="at-end">{header}</span>,
  cell: (row) => <Figure>{cell(row)}</Figure>,
});
