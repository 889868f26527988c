import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Steps from '@cloudscape-design/components/steps';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count, fileSize, moment, percent, plural, words } from '../../lib/format';
import type { Upload } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { DownloadButton } from '../../shell/download-button';
import { Held } from '../../shell/held';
import { Loaded } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { Decision } from './decision';
import { FirstProblems } from './first-problems';
import { uploadFileAddress, uploadQuery } from './queries';
import { RowCounts } from './row-counts';
import { stepsOf, UPLOAD_STATES } from './upload-state';

const ABOVE = [{ text: 'Import records', to: '/imports' }];

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
            <Message upload={known} />
            {known.rows.total > 0 && (
              <RowCounts
                rows={known.rows}
                state={known.state}
                actions={known.state === 'AWAITING_CONFIRMATION' && <Decision upload={known} />}
              />
            )}
            {(known.state === 'COMPLETED' || known.state === 'COMPLETED_WITH_ERRORS') && afterImport(known)}
            <FirstProblems upload={known} />
            <AboutFile upload={known} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Message({ upload }: { upload: Upload }) {
  const { state, progress, rows, failure, waiting_reason } = upload;
  switch (state) {
    case 'AWAITING_CONFIRMATION':
      return (
        <Alert type="info" header="Nothing has been changed yet">
          The file has been checked and compared with your records. {waiting_reason && inWords(waiting_reason)}
        </Alert>
      );
    case 'FAILED':
      return (
        <Alert type="error" header={failure?.message ?? 'This file could not be imported'}>
          {failure?.how_to_fix} {failure?.code.startsWith('F_') && 'Nothing was changed.'}
        </Alert>
      );
    case 'CANCELLED':
      return <Alert type="info">This upload was cancelled. Nothing was changed.</Alert>;
    case 'COMPLETED_WITH_ERRORS':
      return (
        <Alert type="warning" header={`${plural(rows.rejected, 'row')} could not be imported`}>
          The other rows are in. Download the rejected rows, correct them and import that file.
        </Alert>
      );
    case 'COMPLETED':
      return <Alert type="success">Every row of this file is in your records.</Alert>;
    default:
      return (
        <Container>
          <ProgressBar
            value={percent(progress.rows_done, progress.rows)}
            label={UPLOAD_STATES[state].words}
            description="You can leave this page: the work goes on."
            additionalInfo={progress.rows > 0 && `${count(progress.rows_done)} of ${plural(progress.rows, 'row')} done`}
          />
        </Container>
      );
  }
}

const inWords = (reason: string) => (/^[A-Z_]+$/.test(reason) ? `${words(reason)}.` : reason);

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
        { label: 'Size', value: <Held>{upload.size_bytes !== null && fileSize(upload.size_bytes)}</Held> },
        { label: 'Finished', value: upload.finished_at ? moment(upload.finished_at) : 'Not yet' },
        {
          label: 'Fingerprint (SHA-256)',
          value: <Held>{upload.sha256 && <Fingerprint>{upload.sha256}</Fingerprint>}</Held>,
        },
      ]}
    />
  </Container>
);

const Fingerprint = ({ children }: { children: string }) => <span className="code">{children}</span>;
