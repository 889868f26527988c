import './settings.css';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fragment, useFragment } from '../../lib/address';
import { Loaded } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { UnsavedChanges } from '../../shell/unsaved';
import { EditSettings, useEditing } from './editing';
import { History } from './history';
import { settingsQuery } from './queries';
import { Review } from './review';
import { Contacting, Identity, Look, Paying, Records } from './sections';

const TABS = [
  { id: 'identity', label: 'Identity checks', content: <Identity /> },
  { id: 'look', label: 'Name and look', content: <Look /> },
  { id: 'contacting', label: 'Contacting customers', content: <Contacting /> },
  { id: 'paying', label: 'Payments and plans', content: <Paying /> },
  { id: 'records', label: 'Imports and records', content: <Records /> },
  { id: 'history', label: 'History', content: <History /> },
];

/** What the organisation decides: changed as a whole, reviewed, saved as a version, and put back from any version. */
export function SettingsPage() {
  const query = useQuery(settingsQuery);
  if (query.data) {
    return (
      <EditSettings settings={query.data}>
        <Open />
      </EditSettings>
    );
  }
  return (
    <Page title="Settings">
      <Loaded query={query} what="the settings">
        {() => null}
      </Loaded>
    </Page>
  );
}

function Open() {
  const { isReadOnly, isDirty } = useEditing();
  const { tab } = useFragment();
  const navigate = useNavigate();
  return (
    <Page title="Settings" actions={!isReadOnly && <Actions />}>
      <SpaceBetween size="l">
        {isReadOnly && <Alert type="info">Your role can see the settings. Administrators change them.</Alert>}
        <Tabs
          ariaLabel="Settings"
          activeTabId={TABS.find(({ id }) => id === tab)?.id ?? 'identity'}
          tabs={TABS}
          onChange={({ detail }) =>
            navigate({ to: '.', hash: fragment({ tab: detail.activeTabId }), resetScroll: false })
          }
        />
      </SpaceBetween>
      <UnsavedChanges dirty={isDirty} />
    </Page>
  );
}

function Actions() {
  const { isDirty, broken, discard } = useEditing();
  const [isReviewing, setReviewing] = useState(false);
  const isBroken = Object.keys(broken).length > 0;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button disabled={!isDirty} onClick={discard}>
        Discard changes
      </Button>
      <Button
        variant="primary"
        disabled={!isDirty || isBroken}
        disabledReason={isBroken ? 'Correct the marked fields first.' : 'Nothing has been changed yet.'}
        onClick={() => setReviewing(true)}
      >
        Review changes
      </Button>
      {isReviewing && <Review onClose={() => setReviewing(false)} />}
    </SpaceBetween>
  );
}
