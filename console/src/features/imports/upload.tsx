import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Steps from '@cloudscape-design/components/steps';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { day, fileSize, moment } from '../../lib/format';
import type { Upload } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { DownloadButton } from '../../shell/download-button';
import { Held } from '../../shell/held';
import { Loaded } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { Decision } from './decision';
import { Differences } from './differences';
import { FirstProblems } from './first-problems';
import { uploadFileAddress, uploadQuery } from './queries';
import { RowCounts } from './row-counts';
import { Standing } from './standing';
import { stepsOf, UPLOAD_STATES } from './upload-state';

const ABOVE = [{ text: 'Import records', to: '/imports' }];
const COMPARED: readonly Upload['state'][] = [
  'AWAITING_CONFIRMATION',
  'QUEUED',
  'IMPORTING',
  'COMPLETED',
  'COMPLETED_WITH_ERRORS',
];

interface UploadPageProps {
  id: string;
  /** What may follow an import that is done. */
  afterImport: (upload: Upload) => ReactNode;
}

/** One file on its way from arrival to import, kept up to date while anything moves. */
export function UploadPage({ id, afterImport }: UploadPageProps) {
  const query = useQuery(uploadQuery(id));
  const upload = query.data;
  return (
    <Page
      title={upload?.filename ?? 'Upload'}
      above={ABOVE}
      description={
        upload && (
          <StatusIndicator type={UPLOAD_STATES[upload.state].look}>{UPLOAD_STATES[upload.state].words}</StatusIndicator>
        )
      }
      actions={upload && <Downloads upload={upload} />}
    >
      <Loaded query={query} what="this upload">
        {(known) => (
          <SpaceBetween size="l">
            <Container>
              <Steps orientation="horizontal" ariaLabel="Progress of this file" steps={stepsOf(known.state)} />
            </Container>
            <Standing upload={known} />
            {known.rows.total > 0 && (
              <RowCounts
                upload={known}
                actions={known.state === 'AWAITING_CONFIRMATION' && <Decision upload={known} />}
              />
            )}
            {(known.state === 'COMPLETED' || known.state === 'COMPLETED_WITH_ERRORS') && afterImport(known)}
            <FirstProblems upload={known} />
            {COMPARED.includes(known.state) && !isGone(known) && <Differences upload={known} />}
            <AboutFile upload={known} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

const isGone = ({ files_until }: Upload) => new Date(files_until) <= new Date();

const FILES = [
  ['report', 'Report'],
  ['rejected', 'Rejected rows'],
  ['original', 'Original file'],
] as const;

function Downloads({ upload }: { upload: Upload }) {
  const mayTake = useMayChange();
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {FILES.filter(([name]) => upload.files.includes(name) && (mayTake || name === 'report')).map(([name, label]) => (
        <DownloadButton key={name} address={() => uploadFileAddress(upload.id, name)}>
          {label}
        </DownloadButton>
      ))}
    </SpaceBetween>
  );
}

const AboutFile = ({ upload }: { upload: Upload }) => (
  <Container header={<Header variant="h2">About this file</Header>}>
    <KeyValuePairs
      columns={4}
      items={[
        { label: 'Received', value: moment(upload.created_at) },
        { label: 'From', value: upload.source === 'S3' ? 'Dropped in storage' : upload.created_by },
        { label: 'Format', value: upload.format === 'XLSX' ? 'Excel workbook' : 'CSV' },
        { label: 'Lists', value: upload.mode === 'FULL_PORTFOLIO' ? 'Every account' : 'What is new or changed' },
        { label: 'Size', value: <Held>{upload.size_bytes !== null && fileSize(upload.size_bytes)}</Held> },
        { label: 'Started', value: upload.started_at ? moment(upload.started_at) : 'Not yet' },
        { label: 'Finished', value: upload.finished_at ? moment(upload.finished_at) : 'Not yet' },
        {
          label: 'Files',
          value: isGone(upload)
            ? `Removed on ${day(upload.files_until)}: files are kept for a year`
            : `Kept until ${day(upload.files_until)}`,
        },
        {
          label: 'Fingerprint (SHA-256)',
          value: <Held>{upload.sha256 && <Fingerprint>{upload.sha256}</Fingerprint>}</Held>,
        },
      ]}
    />
  </Container>
);

const Fingerprint = ({ children }: { children: string }) => <span className="code">{children}</span>;
