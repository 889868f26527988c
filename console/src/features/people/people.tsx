import Alert from '@cloudscape-design/components/alert';
import Tabs from '@cloudscape-design/components/tabs';
import { useNavigate } from '@tanstack/react-router';
import { fragment, useFragment } from '../../lib/address';
import { useMe } from '../../lib/roles';
import { Page } from '../../shell/page';
import { Teams } from './teams';
import { Users } from './users';

/** Who may sign in, and the queues and groups they are in. For administrators. */
export function People() {
  const me = useMe();
  const { tab = 'people' } = useFragment();
  const navigate = useNavigate();
  return (
    <Page title="People" description="Who may use this console, and the queues and groups that tasks wait in.">
      {me.role === 'admin' ? (
        <Tabs
          ariaLabel="People and teams"
          activeTabId={tab === 'teams' ? 'teams' : 'people'}
          onChange={({ detail }) => navigate({ to: '.', hash: fragment({ tab: detail.activeTabId }) })}
          tabs={[
            { id: 'people', label: 'People', content: tab !== 'teams' && <Users /> },
            { id: 'teams', label: 'Queues and groups', content: tab === 'teams' && <Teams /> },
          ]}
        />
      ) : (
        <Alert type="info">Only administrators manage people.</Alert>
      )}
    </Page>
  );
}
