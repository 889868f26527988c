import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { FileRow } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { useChange } from '../customers/use-change';
import { askRelease, deleteFile, releaseFile } from './queries';
import { nameOf } from './states';

export type Decided = 'ask_release' | 'release' | 'delete';

const LONGEST_REASON = 200;

const DECISIONS = {
  ask_release: {
    send: askRelease,
    header: (name: string) => `Ask for the release of ${name}?`,
    effect: 'Somebody else decides: neither you nor whoever added the file. Until then it stays in quarantine.',
    submit: 'Ask for release',
    done: (name: string) => `The release of ${name} was asked for.`,
    failed: 'The release was not asked for',
  },
  release: {
    send: releaseFile,
    header: (name: string) => `Release ${name}?`,
    effect:
      'Everybody who may see this customer can then download it, though the check has held it. Release it only when you know where it comes from.',
    submit: 'Release',
    done: (name: string) => `${name} was released.`,
    failed: 'The file was not released',
  },
  delete: {
    send: deleteFile,
    header: (name: string) => `Delete ${name}?`,
    effect: 'The file is removed for good. Its name, what the check said, and who deleted it and why stay on record.',
    submit: 'Delete',
    done: (name: string) => `${name} was deleted.`,
    failed: 'The file was not deleted',
  },
};

interface DecisionDialogProps {
  customerKey: string;
  file: FileRow;
  decision: Decided;
  onClose: () => void;
}

/** One decision about one file, with its reason and what it leads to. */
export function DecisionDialog({ customerKey, file, decision, onClose }: DecisionDialogProps) {
  const { send, header, effect, submit, done, failed } = DECISIONS[decision];
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const name = nameOf(file);
  const decide = useChange(send, { customerKey, done: done(name), failed, onClose });
  return (
    <Dialog
      header={header(name)}
      submit={submit}
      isBusy={decide.isPending}
      error={decide.error}
      fields={['reason']}
      onSubmit={() => {
        setMissing(!reason.trim());
        if (reason.trim())
          decide.mutate({ customer_key: customerKey, id: file.id, version: file.version, reason: reason.trim() });
      }}
      onClose={onClose}
    >
      <Alert type={decision === 'ask_release' ? 'info' : 'warning'}>{effect}</Alert>
      {file.reason && (
        <div>
          <strong>Why it is held:</strong> {file.reason}
        </div>
      )}
      {decision === 'release' && file.release_asked_by && (
        <div>
          <strong>{file.release_asked_by} asks for it:</strong> {file.release_reason}
        </div>
      )}
      <FormField
        label="Reason"
        description="It stands in the history."
        errorText={isMissing ? 'Say why.' : fieldError(decide.error, 'reason')}
      >
        <Textarea rows={2} value={reason} onChange={({ detail }) => setReason(detail.value.slice(0, LONGEST_REASON))} />
      </FormField>
    </Dialog>
  );
}
