import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { count } from '../../lib/format';
import type { Upload } from '../../lib/model';

/** The first problems with their rows as a spreadsheet counts them; the report has them all. */
export function FirstProblems({ upload }: { upload: Upload }) {
  const problems = upload.first_errors.filter(({ row }) => row > 0);
  return problems.length > 0 && <Problems problems={problems} byCode={upload.by_code} />;
}

interface ProblemsProps {
  problems: Upload['first_errors'];
  byCode: Upload['by_code'];
}

const Problems = ({ problems, byCode }: ProblemsProps) => (
  <Table
    variant="container"
    wrapLines
    items={problems}
    trackBy={(error) => `${error.row} ${error.column} ${error.code}`}
    ariaLabels={{ tableLabel: 'First problems' }}
    header={
      <Header
        variant="h2"
        description={
          <SpaceBetween direction="horizontal" size="xxs">
            {Object.entries(byCode).map(([code, times]) => (
              <Badge key={code} color={code.startsWith('W_') ? 'severity-low' : 'severity-high'}>
                {code} {count(times)}
              </Badge>
            ))}
          </SpaceBetween>
        }
      >
        First problems
      </Header>
    }
    columnDefinitions={[
      { id: 'row', header: 'Row', isRowHeader: true, cell: (error) => <span className="figures">{error.row}</span> },
      { id: 'column', header: 'Column', cell: (error) => error.column },
      {
        id: 'value',
        header: 'Value',
        minWidth: 140,
        cell: (error) => <span className="code">{error.value || '(empty)'}</span>,
      },
      {
        id: 'message',
        header: 'Problem',
        cell: (error) => (
          <>
            <StatusIndicator type={error.severity === 'ERROR' ? 'error' : 'warning'}>
              <span className="sentence">{error.message}</span>
            </StatusIndicator>
            <Box variant="small" display="block" color="text-body-secondary">
              <span className="code">{error.code}</span>
            </Box>
          </>
        ),
      },
      { id: 'fix', header: 'How to fix', cell: (error) => error.how_to_fix },
    ]}
  />
);
