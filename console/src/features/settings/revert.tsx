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
import { wordsFor } from '../../lib/errors';
import { useFlash } from '../../shell/flashes';
import { Loaded } from '../../shell/loaded';
import { DifferenceTable } from './difference-table';
import { useEditing } from './editing';
import { differenceQuery, revertSettings, settingsQuery, versionsQuery } from './queries';
import { LONGEST_NOTE } from './review';

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
  const { settings, take } = useEditing();
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const flash = useFlash();
  const query = useQuery(differenceQuery(settings.version, number));
  const revert = useCommand(revertSettings, {
    success: (saved) => {
      take(saved, false);
      queries.setQueryData(settingsQuery.queryKey, saved);
      queries.invalidateQueries({ queryKey: versionsQuery.queryKey });
      queries.invalidateQueries({ queryKey: meQuery.queryKey });
      flash({
        type: 'success',
        content: `Saved as version ${saved.version}, with the values of ${nameInSentence(number)}.`,
      });
      onClose();
    },
  });
  return (
    <Modal
      visible
      size="large"
      header={`Go back to ${nameInSentence(number)}?`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Keep what is in force
            </Button>
            <Button
              variant="primary"
              disabled={!query.data?.length}
              loading={revert.isPending}
              onClick={() => revert.mutate({ number, version: settings.version, note: note.trim() })}
            >
              Go back
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {revert.error && (
          <Alert type="error" header="Nothing was changed">
            {wordsFor(revert.error)}
          </Alert>
        )}
        <Loaded query={query} what="the changes">
          {(items) => <DifferenceTable items={items} label="What changes" />}
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

const nameInSentence = (number: number) => (number === 0 ? 'the first settings' : `version ${number}`);
