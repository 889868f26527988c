import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import FileDropzone, { useFilesDragging } from '@cloudscape-design/components/file-dropzone';
import FileInput from '@cloudscape-design/components/file-input';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState } from 'react';
import { useCommand } from '../../lib/command';
import { wordsFor } from '../../lib/errors';
import { fileSize, percent } from '../../lib/format';
import type { Upload } from '../../lib/model';
import { sendFile } from '../../lib/send-file';
import { UnsavedChanges } from '../../shell/unsaved';
import { ACCEPTED, LARGEST_BYTES, refusalOf } from './file-check';
import { createUpload } from './queries';

/** Takes one file, checks what can be checked here, and sends it straight to storage. Leaving the page stops the sending. */
export function DropZone({ onSent }: { onSent: (upload: Upload) => void }) {
  const { areFilesDragging } = useFilesDragging();
  const [file, setFile] = useState<File>();
  const [sentBytes, setSentBytes] = useState(0);
  const [isWhole, setWhole] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const page = new AbortController();
    leaving.current = page;
    return () => page.abort();
  }, []);
  const send = useCommand(
    async ({ file: chosen, ...asked }: { file: File } & Parameters<typeof createUpload>[0], key) => {
      const { upload, post } = await createUpload(asked, key);
      await sendFile(post, chosen, { onSent: setSentBytes, signal: leaving.current.signal });
      return upload;
    },
    { success: onSent },
  );
  const start = (chosen: File) =>
    send.mutate({
      file: chosen,
      filename: chosen.name,
      size_bytes: chosen.size,
      mode: isWhole ? 'FULL_PORTFOLIO' : 'UPSERT',
    });
  const take = (files: File[]) => {
    const why = refusalOf(files);
    setRefusal(why);
    setFile(why ? undefined : files[0]);
    setSentBytes(0);
    if (!why && files[0]) start(files[0]);
  };

  return (
    <Container header={<Header variant="h2">Send a file</Header>}>
      <UnsavedChanges dirty={send.isPending} header="Stop sending the file?" leave="Leave and stop sending">
        {file?.name} has not arrived yet. If you leave this page now it is not sent, and nothing is imported.
      </UnsavedChanges>
      <SpaceBetween size="m">
        {refusal && (
          <div role="alert">
            <Alert type="error" header="This file cannot be sent">
              {refusal}
            </Alert>
          </div>
        )}
        {send.error && file && (
          <div role="alert">
            <Alert
              type="error"
              header="The file was not sent"
              action={<Button onClick={() => start(file)}>Send again</Button>}
            >
              {wordsFor(send.error)}
            </Alert>
          </div>
        )}
        <Checkbox
          checked={isWhole}
          disabled={send.isPending}
          onChange={({ detail }) => setWhole(detail.checked)}
          description="Accounts that are not in it are closed when you confirm. You see how many and which before that."
        >
          The file lists every account we have
        </Checkbox>
        {send.isPending && file ? (
          <ProgressBar
            value={percent(sentBytes, file.size)}
            label={`Sending ${file.name}`}
            description={`${fileSize(Math.min(sentBytes, file.size))} of ${fileSize(file.size)}`}
          />
        ) : (
          <FileDropzone onChange={({ detail }) => take(detail.value)}>
            <Box textAlign="center" padding={{ vertical: 'l' }}>
              <SpaceBetween size="xs">
                <Box variant="h3" tagOverride="div">
                  {areFilesDragging ? 'Drop the file here' : 'Drag a file of records here'}
                </Box>
                <Box color="text-body-secondary">or</Box>
                <FileInput accept={ACCEPTED} value={[]} onChange={({ detail }) => take(detail.value)}>
                  Choose a file
                </FileInput>
                <Box variant="small" color="text-body-secondary">
                  One CSV file or Excel workbook, up to {fileSize(LARGEST_BYTES)}. Nothing is changed until you confirm.
                </Box>
              </SpaceBetween>
            </Box>
          </FileDropzone>
        )}
      </SpaceBetween>
    </Container>
  );
}
