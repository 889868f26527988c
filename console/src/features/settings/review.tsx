import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../../lib/api';
import { useCommand } from '../../lib/command';
import { ApiError, wordsFor } from '../../lib/errors';
import type { SettingsCheck } from '../../lib/model';
import { useFlash } from '../../shell/flashes';
import { Loaded } from '../../shell/loaded';
import { DifferenceTable } from './difference-table';
import { useEditing } from './editing';
import { checkQuery, saveSettings, settingsQuery, versionsQuery } from './queries';

export const LONGEST_NOTE = 300;

/** The last look before settings come into force: what changes, what to think of, and why it is done. */
export function Review({ onClose }: { onClose: () => void }) {
  const { draft, settings, take } = useEditing();
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const flash = useFlash();
  const check = useQuery({ ...checkQuery(draft, settings.version), placeholderData: undefined });
  const save = useCommand(saveSettings, {
    success: (saved) => {
      take(saved, false);
      queries.setQueryData(settingsQuery.queryKey, saved);
      queries.invalidateQueries({ queryKey: versionsQuery.queryKey });
      queries.invalidateQueries({ queryKey: meQuery.queryKey });
      flash({
        type: 'success',
        content: `Saved as version ${saved.version}. The portal shows it within a minute.`,
      });
      onClose();
    },
  });
  const isRefused = !check.data || check.data.problems.length > 0 || check.data.differences.length === 0;
  return (
    <Modal
      visible
      size="large"
      header="Review changes"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Go on editing
            </Button>
            <Button
              variant="primary"
              disabled={isRefused}
              loading={save.isPending}
              onClick={() => save.mutate({ settings: draft, version: settings.version, note: note.trim() })}
            >
              Save settings
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {save.error && <NotSaved error={save.error} onCaughtUp={save.reset} />}
        <Loaded query={check} what="the changes">
          {(found) => <Found check={found} />}
        </Loaded>
        <FormField label="Note – optional" description="Why: for whoever reads the history later.">
          <Input
            value={note}
            nativeInputAttributes={{ maxLength: LONGEST_NOTE }}
            onChange={({ detail }) => setNote(detail.value)}
          />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}

const Found = ({ check }: { check: SettingsCheck }) => (
  <SpaceBetween size="m">
    {check.problems.length > 0 && (
      <Alert type="error" header="This cannot be saved">
        <Notes items={check.problems.map(({ words }) => words)} />
      </Alert>
    )}
    {check.warnings.length > 0 && (
      <Alert type="warning" header="Think of this first">
        <Notes items={check.warnings.map(({ words }) => words)} />
      </Alert>
    )}
    <DifferenceTable items={check.differences} label="What changes" />
  </SpaceBetween>
);

const Notes = ({ items }: { items: string[] }) => (
  <ul className="notes">
    {items.map((words) => (
      <li key={words}>{words}</li>
    ))}
  </ul>
);

/** Why nothing was saved. When somebody else was faster, one's own changes can be put on top of theirs. */
function NotSaved({ error, onCaughtUp }: { error: Error; onCaughtUp: () => void }) {
  const { take } = useEditing();
  const queries = useQueryClient();
  const isStale = error instanceof ApiError && error.code === 'STALE';
  const catchUp = async () => {
    take(await queries.fetchQuery({ ...settingsQuery, staleTime: 0 }), true);
    onCaughtUp();
  };
  if (!isStale) {
    return (
      <Alert type="error" header="The settings were not saved">
        {wordsFor(error)}
      </Alert>
    );
  }
  return (
    <Alert
      type="error"
      header="Somebody else has saved the settings meanwhile"
      action={<Button onClick={catchUp}>Put my changes on top of theirs</Button>}
    >
      Nothing of yours was saved. Look at what changes once more before you save.
    </Alert>
  );
}
