import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { FileRow } from '../../lib/model';
import { DownloadButton } from '../../shell/download-button';
import { Empty } from '../../shell/empty';
import { FileActions } from './file-actions';
import { FileLine } from './file-line';
import { Preview } from './preview';
import { fileAddress } from './queries';
import { nameOf } from './states';

interface ReadyProps {
  customerKey: string;
  files: readonly FileRow[];
  arrived: ReadonlySet<string>;
}

/** The right side: what was checked and is clean, or was released by a second person. */
export const Ready = ({ customerKey, files, arrived }: ReadyProps) => (
  <Container
    header={
      <Header
        variant="h2"
        counter={`(${files.length})`}
        description="Checked and clean, or released by a second person."
      >
        Files
      </Header>
    }
  >
    {files.length === 0 ? (
      <Empty title="No files yet">A file comes here from quarantine once it has been checked.</Empty>
    ) : (
      <ul className="file-lines" aria-label="Files">
        {files.map((file) => (
          <FileLine
            key={file.id}
            file={file}
            className={arrived.has(file.id) ? 'file-arrived' : ''}
            actions={
              <>
                {file.may.preview && <Preview customerKey={customerKey} file={file} />}
                {file.may.download && (
                  <DownloadButton
                    variant="inline-link"
                    ariaLabel={`Download ${nameOf(file)}`}
                    address={() => fileAddress({ customer_key: customerKey, id: file.id })}
                  >
                    Download
                  </DownloadButton>
                )}
                <FileActions customerKey={customerKey} file={file} />
              </>
            }
          >
            {file.state === 'RELEASED' && <Released file={file} />}
          </FileLine>
        ))}
      </ul>
    )}
  </Container>
);

const Released = ({ file: { released_by, released_reason } }: { file: FileRow }) => (
  <div className="file-reason file-small">
    The check had held it. Released by {released_by}: {released_reason}
  </div>
);
