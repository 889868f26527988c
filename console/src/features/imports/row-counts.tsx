import './row-counts.css';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import type { Upload } from '../../lib/model';
import type { UploadState } from './upload-state';

const FIGURES = [
  ['total', 'In the file'],
  ['new', 'New'],
  ['changed', 'Changed'],
  ['unchanged', 'Unchanged'],
  ['rejected', 'Rejected'],
  ['warnings', 'Warnings'],
] as const;

interface RowCountsProps {
  rows: Upload['rows'];
  state: UploadState;
  actions?: ReactNode;
}

/** What the rows of a file mean for the records, or meant once they are in. */
export const RowCounts = ({ rows, state, actions }: RowCountsProps) => (
  <Container
    header={
      <Header variant="h2" actions={actions}>
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
        </div>
      ))}
    </dl>
  </Container>
);
