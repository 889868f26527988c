import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { plural } from '../../lib/format';
import type { Upload } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { useFlash, useFlashFailure } from '../../shell/flashes';
import { cancelUpload, confirmUpload, uploadQuery } from './queries';

/** A checked file waits here for a person: import it, in two steps, or drop it. */
export function Decision({ upload }: { upload: Upload }) {
  const [asking, setAsking] = useState<'CONFIRM' | 'CANCEL'>();
  if (!useMayChange()) return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => setAsking('CANCEL')}>Cancel upload</Button>
      <Button variant="primary" onClick={() => setAsking('CONFIRM')}>
        Import & create records
      </Button>
      {asking && <Ask what={asking} upload={upload} onClose={() => setAsking(undefined)} />}
    </SpaceBetween>
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
  const fail = useFlashFailure(what === 'CONFIRM' ? 'The import was not started' : 'The upload was not cancelled');
  const { queryKey } = uploadQuery(upload.id);
  const decide = useCommand(send, {
    success: (decided) => {
      queries.setQueryData(queryKey, decided);
      queries.invalidateQueries({ queryKey: ['uploads'] });
      flash(
        what === 'CONFIRM'
          ? { type: 'success', content: `The import of ${upload.filename} has started.` }
          : { type: 'info', content: `${upload.filename} was cancelled. Nothing was changed.` },
      );
      onClose();
    },
    failure: (error) => {
      fail(error);
      queries.invalidateQueries({ queryKey });
      onClose();
    },
  });
  const { id, version, confirmation } = upload;
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
              onClick={() => decide.mutate({ id, version, confirmation })}
            >
              {yes}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {what === 'CONFIRM' ? <Consequences upload={upload} /> : `${upload.filename} is dropped and nothing is changed.`}
    </Modal>
  );
}

const Consequences = ({ upload: { filename, rows } }: { upload: Upload }) => (
  <>
    <p>
      From <strong>{filename}</strong>:
    </p>
    <ul>
      <li>{plural(rows.new, 'account')} will be created</li>
      <li>{plural(rows.changed, 'account')} will be updated</li>
      <li>{plural(rows.unchanged, 'account')} will stay as they are</li>
      {rows.rejected > 0 && <li>{plural(rows.rejected, 'row')} will be left out</li>}
    </ul>
  </>
);
