import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { fileSize, percent } from '../../lib/format';
import type { Sending } from './queue';
import { useQueue } from './sending';
import { failureWords } from './words';

/** A file that this page is sending: how far it has come, or why it has not. */
export function SendingLine({ sending }: { sending: Sending }) {
  const queue = useQueue();
  const { id, file, standing } = sending;
  return (
    <li className="file-line">
      <div className="file-words">
        <div className="file-name">{file.name}</div>
        <Standing sending={sending} />
      </div>
      <div className="file-actions">
        {standing === 'FAILED' && (
          <Button variant="inline-link" ariaLabel={`Try to send ${file.name} again`} onClick={() => queue.again(id)}>
            Try again
          </Button>
        )}
        <Button
          variant="inline-link"
          ariaLabel={standing === 'FAILED' ? `Remove ${file.name}` : `Stop sending ${file.name}`}
          onClick={() => queue.stop(id)}
        >
          {standing === 'FAILED' ? 'Remove' : 'Cancel'}
        </Button>
      </div>
    </li>
  );
}

function Standing({ sending: { file, standing, sentBytes, error } }: { sending: Sending }) {
  if (standing === 'WAITING') return <StatusIndicator type="pending">Waits for its turn</StatusIndicator>;
  if (standing === 'FAILED')
    return (
      <div role="alert">
        <StatusIndicator type="error">
          <span className="sentence">Not sent. {failureWords(error)}</span>
        </StatusIndicator>
      </div>
    );
  return (
    <ProgressBar
      value={percent(sentBytes, file.size)}
      ariaLabel={`Sending ${file.name}`}
      description={`${fileSize(sentBytes)} of ${fileSize(file.size)}`}
    />
  );
}
