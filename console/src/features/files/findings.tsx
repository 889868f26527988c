import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { words } from '../../lib/format';
import type { FileRow, FileVerdict } from '../../lib/model';
import { Held } from '../../shell/held';
import { Loaded } from '../../shell/loaded';
import { findingsQuery } from './queries';
import { nameOf } from './states';

const LOOKS: Record<FileVerdict['outcome'], StatusIndicatorProps.Type> = {
  CLEAN: 'success',
  REJECTED: 'error',
  UNSCANNABLE: 'warning',
  RISKY: 'warning',
  INFECTED: 'error',
  ERROR: 'error',
};

interface FindingsProps {
  customerKey: string;
  file: FileRow;
  onClose: () => void;
}

/** For those who look after security: what each scanner has found, and in which part of the file. */
export function Findings({ customerKey, file, onClose }: FindingsProps) {
  const query = useQuery(findingsQuery({ customer_key: customerKey, id: file.id }));
  return (
    <Modal visible size="x-large" header={`What was found in ${nameOf(file)}`} onDismiss={onClose}>
      <Loaded query={query} what="the findings">
        {({ answers, detected, sha256, waits_for }) => (
          <SpaceBetween size="l">
            <KeyValuePairs
              columns={2}
              items={[
                { label: 'Its content is', value: <Held>{detected.toUpperCase()}</Held> },
                { label: 'SHA-256', value: <Held>{sha256 && <span className="code">{sha256}</span>}</Held> },
                ...(waits_for.length > 0 ? [{ label: 'Not yet answered by', value: waits_for.join(', ') }] : []),
              ]}
            />
            {answers.map((answer) => (
              <Answer key={answer.scanner} answer={answer} />
            ))}
          </SpaceBetween>
        )}
      </Loaded>
    </Modal>
  );
}

const Answer = ({ answer: { scanner, version, outcome, findings } }: { answer: FileVerdict }) => (
  <Table
    variant="embedded"
    wrapLines
    items={[...findings]}
    trackBy={({ code, where }) => `${code} ${where}`}
    ariaLabels={{ tableLabel: `Findings of ${scanner}` }}
    header={
      <SpaceBetween size="xxs">
        <Box variant="h3">
          {words(scanner)} <StatusIndicator type={LOOKS[outcome]}>{words(outcome)}</StatusIndicator>
        </Box>
        <Box variant="small" color="text-body-secondary">
          Rules <span className="code">{version}</span>
        </Box>
      </SpaceBetween>
    }
    empty={<Box color="text-body-secondary">Nothing was found.</Box>}
    columnDefinitions={[
      { id: 'words', header: 'Found', isRowHeader: true, cell: (finding) => finding.words },
      { id: 'code', header: 'Code', cell: ({ code }) => <span className="code">{code}</span> },
      {
        id: 'where',
        header: 'Where',
        cell: ({ where }) => (where ? <span className="code">{where}</span> : 'The file itself'),
      },
    ]}
  />
);
