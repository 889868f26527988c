import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { Schemas } from '../../lib/api';
import { count } from '../../lib/format';
import type { UploadState } from './upload-state';

const FIGURES = [
  ['total', 'In the file'],
  ['new', 'New'],
  ['changed', 'Changed'],
  ['unchanged', 'Unchanged'],
  ['rejected', 'Rejected'],
  ['warnings', 'Warnings'],
] as const;

/** What the rows of a file mean for the records, or meant once they are in. */
export const RowCounts = ({ rows, state }: { rows: Schemas['Upload']['rows']; state: UploadState }) => (
  <Container header={<Header variant="h2">{state === 'AWAITING_CONFIRMATION' ? 'What would happen' : 'Rows'}</Header>}>
    <KeyValuePairs
      columns={6}
      items={FIGURES.map(([name, label]) => ({
        label,
        value: (
          <Box
            variant="awsui-value-large"
            color={name === 'rejected' && rows.rejected > 0 ? 'text-status-error' : 'inherit'}
          >
            <span className="figures">{count(rows[name])}</span>
          </Box>
        ),
      }))}
    />
  </Container>
);
