import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import type { Upload } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { useFlash, useFlashFailure } from '../../shell/flashes';
import { Consequences, isSaid, NOTHING_SAID } from './consequences';
import { cancelUpload, checkUploadAgain, confirmUpload, uploadQuery } from './queries';
import { isExpired } from './upload-state';

/** A checked file waits here for a person: import it, in two steps, compare it again, or drop it. */
export function Decision({ upload }: { upload: Upload }) {
  const [isAsking, setAsking] = useState(false);
  if (!useMayChange()) return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <CancelUpload upload={upload} />
      <CheckAgain upload={upload}>Compare again</CheckAgain>
      <Button variant="primary" disabled={isExpired(upload, new Date())} onClick={() => setAsking(true)}>
        Import & create records
      </Button>
      {isAsking && <Ask what="CONFIRM" upload={upload} onClose={() => setAsking(false)} />}
    </SpaceBetween>
  );
}

/** Drops an upload, as long as nothing of it has been imported. */
export function CancelUpload({ upload }: { upload: Upload }) {
  const [isAsking, setAsking] = useState(false);
  if (!useMayChange()) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>Cancel upload</Button>
      {isAsking && <Ask what="CANCEL" upload={upload} onClose={() => setAsking(false)} />}
    </>
  );
}

/** Compares the file with the records as they are now, in an upload of its own that waits for a person again. */
export function CheckAgain({ upload: { id, version, confirmation }, children }: { upload: Upload; children: string }) {
  const mayChange = useMayChange();
  const router = useRouter();
  const queries = useQueryClient();
  const again = useCommand(checkUploadAgain, {
    success: (fresh) => {
      queries.invalidateQueries({ queryKey: ['uploads'] });
      queries.invalidateQueries(uploadQuery(id));
      router.navigate({
        to: '/imports/$uploadId',
        params: { uploadId: fresh.id },
        state: { said: `${fresh.filename} is compared with your records again.` },
      });
    },
    failure: useFlashFailure('The file was not compared again', () => queries.invalidateQueries(uploadQuery(id))),
  });
  if (!mayChange) return null;
  return (
    <Button loading={again.isPending} onClick={() => again.mutate({ id, version, confirmation })}>
      {children}
    </Button>
  );
}

const ASKED = {
  CONFIRM: { header: 'Import these records?', no: 'Go back', yes: 'Confirm import', send: confirmUpload },
  CANCEL: { header: 'Cancel this upload?', no: 'Keep it', yes: 'Cancel upload', send: cancelUpload },
} as const;

function Ask({ what, upload, onClose }: { what: keyof typeof ASKED; upload: Upload; onClose: () => void }) {
  const { header, no, yes, send } = ASKED[what];
  const queries = useQueryClient();
  const flash = useFlash();
  const { queryKey } = uploadQuery(upload.id);
  const reread = () => queries.invalidateQueries({ queryKey });
  const fail = useFlashFailure(
    what === 'CONFIRM' ? 'The import was not started' : 'The upload was not cancelled',
    reread,
  );
  const decide = useCommand(send, {
    success: (decided) => {
      queries.setQueryData(queryKey, decided);
      queries.invalidateQueries({ queryKey: ['uploads'] });
      flash(said(decided));
      onClose();
    },
    failure: (error) => {
      fail(error);
      reread();
      onClose();
    },
  });
  const { id, version, confirmation } = upload;
  const [words, say] = useState(NOTHING_SAID);
  return (
    <Modal
      visible
      header={header}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {no}
            </Button>
            <Button
              variant="primary"
              loading={decide.isPending}
              disabled={what === 'CONFIRM' && !isSaid(upload, words)}
              onClick={() => decide.mutate({ id, version, confirmation, ...words })}
            >
              {yes}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {what === 'CONFIRM' ? (
        <Consequences upload={upload} said={words} say={say} />
      ) : (
        `${upload.filename} is dropped and nothing is changed.`
      )}
    </Modal>
  );
}

function said({ state, filename }: Upload): { type: 'success' | 'info'; content: string } {
  if (state === 'CANCELLED') return { type: 'info', content: `${filename} was cancelled. Nothing was changed.` };
  if (state === 'QUEUED')
    return { type: 'success', content: `${filename} is confirmed and is imported when it is its turn.` };
  return { type: 'success', content: `The import of ${filename} has started.` };
}
