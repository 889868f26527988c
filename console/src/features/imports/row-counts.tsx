import './row-counts.css';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ReactNode } from 'react';
import { count, plural } from '../../lib/format';
import type { Upload } from '../../lib/model';

const FIGURES = [
  ['total', 'In the file'],
  ['new', 'New'],
  ['changed', 'Changed'],
  ['unchanged', 'Unchanged'],
  ['rejected', 'Rejected'],
  ['warnings', 'Warnings'],
] as const;

interface RowCountsProps {
  upload: Upload;
  actions?: ReactNode;
}

/** What the rows of a file and their customers mean for the records, or meant once they are in. */
export const RowCounts = ({ upload: { rows, customers, state }, actions }: RowCountsProps) => (
  <Container
    header={
      <Header variant="h2" description="One row is one account." actions={actions}>
        {state === 'AWAITING_CONFIRMATION' ? 'What would happen' : 'Rows'}
      </Header>
    }
  >
    <dl className="counts">
      {FIGURES.map(([name, label]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd className={name === 'rejected' && rows.rejected > 0 ? 'figures count-alarming' : 'figures'}>
            {count(rows[name])}
          </dd>
          {name !== 'total' && name !== 'warnings' && (
            <dd className="count-customers">{plural(customers[name], 'customer')}</dd>
          )}
        </div>
      ))}
    </dl>
  </Container>
);
