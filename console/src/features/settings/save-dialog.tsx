import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { meQuery } from '../../lib/api';
import { useCommand } from '../../lib/command';
import type { Settings } from '../../lib/model';
import { Dialog } from '../../shell/dialog';
import { useFlashSuccess } from '../../shell/flashes';
import { Optional } from '../../shell/optional';
import { useEditing } from './editing';
import { settingsQuery, versionsQuery } from './queries';

const LONGEST_NOTE = 300;

interface SaveDialogProps<Saving> {
  header: string;
  submit: string;
  cancel: string;
  /** There is nothing to save, or it cannot be saved: the body says why. */
  isForbidden: boolean;
  send: (saving: Saving, key: string) => Promise<Settings>;
  /** What is sent, with the note. */
  saving: (note: string) => Saving;
  /** What is said when it is in force, as this version. */
  said: (version: number) => string;
  /** Why nothing was saved; `forget` takes the words away. */
  refused: (error: Error, forget: () => void) => ReactNode;
  onClose: () => void;
  /** What changes. */
  children: ReactNode;
}

/** The last look before other settings come into force: what changes, and a note for whoever reads the history later. */
export function SaveDialog<Saving>({
  send,
  saving,
  said,
  refused,
  onClose,
  children,
  ...words
}: SaveDialogProps<Saving>) {
  const { take } = useEditing();
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const save = useCommand(send, {
    success: (saved) => {
      take(saved, false);
      queries.setQueryData(settingsQuery.queryKey, saved);
      queries.invalidateQueries({ queryKey: versionsQuery.queryKey });
      queries.invalidateQueries({ queryKey: meQuery.queryKey });
      succeed(said(saved.version));
      onClose();
    },
  });
  return (
    <Dialog
      {...words}
      size="large"
      isBusy={save.isPending}
      onSubmit={() => save.mutate(saving(note.trim()))}
      onClose={onClose}
    >
      {save.error && refused(save.error, save.reset)}
      {children}
      <FormField label={<Optional>Note</Optional>} description="Why: for whoever reads the history later.">
        <Input
          value={note}
          nativeInputAttributes={{ maxLength: LONGEST_NOTE }}
          onChange={({ detail }) => setNote(detail.value)}
        />
      </FormField>
    </Dialog>
  );
}
