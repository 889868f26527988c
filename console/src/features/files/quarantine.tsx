import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { FileRow } from '../../lib/model';
import { Empty } from '../../shell/empty';
import { FileActions } from './file-actions';
import { FileLine } from './file-line';
import type { Sending } from './queue';
import { SendingLine } from './sending-line';
import { isBeingReleased, lookOf } from './states';
import { withdrawnWords } from './words';

interface QuarantineProps {
  customerKey: string;
  sendings: readonly Sending[];
  arriving: readonly FileRow[];
  held: readonly FileRow[];
}

/** The left side: what is being sent, what is being checked, and what was held, each with why. */
export const Quarantine = ({ customerKey, sendings, arriving, held }: QuarantineProps) => (
  <Container
    header={
      <Header
        variant="h2"
        counter={`(${sendings.length + arriving.length + held.length})`}
        description="Files wait here until they are checked, and cannot be opened."
      >
        Quarantine
      </Header>
    }
  >
    {sendings.length + arriving.length + held.length === 0 ? (
      <Empty title="Nothing waits here" />
    ) : (
      <ul className="file-lines" aria-label="Quarantine">
        {sendings.map((sending) => (
          <SendingLine key={sending.id} sending={sending} />
        ))}
        {[...arriving, ...held].map((file) => (
          <FileLine
            key={file.id}
            file={file}
            look={lookOf(file)}
            actions={<FileActions customerKey={customerKey} file={file} />}
          >
            {file.reason && <div className="file-reason">{file.reason}</div>}
            {file.found_clean_at && (
              <div className="file-reason file-small">{withdrawnWords(file.found_clean_at, file.moved_at)}</div>
            )}
            {file.release_asked_by && (
              <div className="file-reason file-small">
                {file.release_asked_by} {isBeingReleased(file) ? 'asked' : 'asks'} for its release:{' '}
                {file.release_reason}
              </div>
            )}
          </FileLine>
        ))}
      </ul>
    )}
  </Container>
);
