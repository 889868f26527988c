import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, wordsFor } from '../../lib/errors';
import type { SettingsCheck } from '../../lib/model';
import { Loaded } from '../../shell/loaded';
import { DifferenceTable } from './difference-table';
import { useEditing } from './editing';
import { checkQuery, saveSettings, settingsQuery } from './queries';
import { SaveDialog } from './save-dialog';

/** The last look before settings come into force: what changes, what to think of, and why it is done. */
export function Review({ onClose }: { onClose: () => void }) {
  const { draft, settings } = useEditing();
  const check = useQuery({ ...checkQuery(draft, settings.version), placeholderData: undefined });
  const isRefused = !check.data || check.data.problems.length > 0 || check.data.differences.length === 0;
  return (
    <SaveDialog
      header="Review changes"
      submit="Save settings"
      cancel="Go on editing"
      isForbidden={isRefused}
      send={saveSettings}
      saving={(note) => ({ settings: draft, version: settings.version, note })}
      said={(version) => `Saved as version ${version}. The portal shows it within a minute.`}
      refused={(error, forget) => <NotSaved error={error} onCaughtUp={forget} />}
      onClose={onClose}
    >
      <Loaded query={check} what="the changes">
        {(found) => <Found check={found} />}
      </Loaded>
    </SaveDialog>
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
      action={
        <Button formAction="none" onClick={catchUp}>
          Put my changes on top of theirs
        </Button>
      }
    >
      Nothing of yours was saved. Look at what changes once more before you save.
    </Alert>
  );
}
