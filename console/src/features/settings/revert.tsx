import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { wordsFor } from '../../lib/errors';
import { Loaded } from '../../shell/loaded';
import { DifferenceTable } from './difference-table';
import { useEditing } from './editing';
import { differenceQuery, revertSettings } from './queries';
import { SaveDialog } from './save-dialog';

/** Puts an earlier version in force again, as a new version. */
export function Revert({ number }: { number: number }) {
  const [isAsking, setAsking] = useState(false);
  const { isDirty } = useEditing();
  return (
    <>
      <Button
        disabled={isDirty}
        disabledReason="Save or discard your changes first."
        onClick={() => setAsking(true)}
      >{`Go back to ${nameInSentence(number)}`}</Button>
      {isAsking && <Ask number={number} onClose={() => setAsking(false)} />}
    </>
  );
}

function Ask({ number, onClose }: { number: number; onClose: () => void }) {
  const { settings } = useEditing();
  const query = useQuery(differenceQuery(settings.version, number));
  return (
    <SaveDialog
      header={`Go back to ${nameInSentence(number)}?`}
      submit="Go back"
      cancel="Keep what is in force"
      isForbidden={!query.data?.length}
      send={revertSettings}
      saving={(note) => ({ number, version: settings.version, note })}
      said={(version) => `Saved as version ${version}, with the values of ${nameInSentence(number)}.`}
      refused={(error) => (
        <Alert type="error" header="Nothing was changed">
          {wordsFor(error)}
        </Alert>
      )}
      onClose={onClose}
    >
      <Loaded query={query} what="the changes">
        {(items) => <DifferenceTable items={items} label="What changes" />}
      </Loaded>
    </SaveDialog>
  );
}

const nameInSentence = (number: number) => (number === 0 ? 'the first settings' : `version ${number}`);
