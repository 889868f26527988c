import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { moment, percent, plural, words } from '../../lib/format';
import type { Upload } from '../../lib/model';
import { PageLink } from '../../shell/links';
import { CancelUpload, CheckAgain } from './decision';
import { isExpired, paceOf, UPLOAD_STATES } from './upload-state';

/** The code of a dropped file that was made before one that is in already: a person may insist on it. */
const CAME_LATE = 'F_STALE_FILE';

/** How an upload stands, in words: what has happened, what has not, and what to do about it. */
export function Standing({ upload }: { upload: Upload }) {
  const { state, rows, failure, waiting_reason } = upload;
  switch (state) {
    case 'AWAITING_CONFIRMATION':
      return <Waiting upload={upload} />;
    case 'FAILED':
      return (
        <Alert
          type="error"
          header={failure?.message ?? 'This file could not be imported'}
          action={failure?.code === CAME_LATE && <CheckAgain upload={upload}>Import it anyway</CheckAgain>}
        >
          {failure?.how_to_fix} {failure?.code.startsWith('F_') && 'Nothing was changed.'}
        </Alert>
      );
    case 'CANCELLED':
      return <Alert type="info">This upload was cancelled. Nothing was changed.</Alert>;
    case 'COMPLETED_WITH_ERRORS':
      return (
        <Alert type="warning" header={`${plural(rows.rejected, 'row')} could not be imported`}>
          The other rows are in. Download the rejected rows, correct them and{' '}
          <PageLink to="/imports">import that file</PageLink>.
        </Alert>
      );
    case 'COMPLETED':
      return <Alert type="success">Every row of this file is in your records.</Alert>;
    case 'RECEIVED':
    case 'QUEUED':
      return <InLine upload={upload} why={waiting_reason} />;
    default:
      return <UnderWay upload={upload} />;
  }
}

function Waiting({ upload }: { upload: Upload }) {
  if (isExpired(upload, new Date()))
    return (
      <Alert type="warning" header="What would change was worked out too long ago">
        Your records may have changed since. Compare the file again, then confirm. Nothing has been changed yet.
      </Alert>
    );
  const { waiting_reason, confirmation } = upload;
  return (
    <Alert type="info" header="Nothing has been changed yet">
      The file has been checked and compared with your records. {waiting_reason && inWords(waiting_reason)}{' '}
      {confirmation && `You can leave this page and confirm until ${moment(confirmation.expires_at)}.`}
    </Alert>
  );
}

function InLine({ upload, why }: { upload: Upload; why: string | null }) {
  const { place } = upload.progress;
  const line = place === null ? '' : place === 1 ? 'It is next in line.' : `It is number ${place} in line.`;
  return (
    <Container header={<Header actions={<CancelUpload upload={upload} />}>{UPLOAD_STATES[upload.state].words}</Header>}>
      <StatusIndicator type="pending">
        {why ?? 'The check of this file is about to start.'} {line}
      </StatusIndicator>
    </Container>
  );
}

function UnderWay({ upload }: { upload: Upload }) {
  const { progress, state } = upload;
  const { words: doing } = UPLOAD_STATES[state];
  const pace = paceOf(progress);
  return (
    <Container header={state !== 'IMPORTING' && <Header actions={<CancelUpload upload={upload} />}>{doing}</Header>}>
      <SpaceBetween size="s">
        {progress.rows > 0 ? (
          <ProgressBar
            value={percent(progress.rows_done, progress.rows)}
            label={state === 'IMPORTING' ? doing : 'Compared with your records'}
            description={
              state === 'IMPORTING'
                ? 'You can leave this page: the import goes on, and it can no longer be stopped.'
                : 'You can leave this page: the work goes on.'
            }
            additionalInfo={pace}
          />
        ) : (
          <StatusIndicator type="in-progress">
            Every row of the file is being read. You can leave this page: the work goes on.
          </StatusIndicator>
        )}
        {progress.is_late && (
          <Alert type="warning" header="This takes longer than it should">
            What got lost on its way is sent again every five minutes. If it does not get on, tell whoever looks after
            the system.
          </Alert>
        )}
      </SpaceBetween>
    </Container>
  );
}

const inWords = (reason: string) => (/^[A-Z_]+$/.test(reason) ? `${words(reason)}.` : reason);
