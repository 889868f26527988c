import './row-counts.css';
import Box from '@cloudscape-design/components/box';
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
export const RowCounts = ({ upload: { rows, customers, closures, state }, actions }: RowCountsProps) => (
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
    {closures && (
      <Box color="text-body-secondary" padding={{ top: 's' }}>
        {state === 'COMPLETED' || state === 'COMPLETED_WITH_ERRORS'
          ? `${plural(closures.closed, 'account')} not in the file ${closures.closed === 1 ? 'was' : 'were'} closed.`
          : `${count(closures.absent)} of ${plural(closures.open, 'open account')} ${closures.absent === 1 ? 'is' : 'are'} not in the file and would be closed.`}
      </Box>
    )}
  </Container>
);
