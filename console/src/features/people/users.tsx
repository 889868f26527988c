import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { moment } from '../../lib/format';
import type { User } from '../../lib/model';
import { ROLE_WORDS, useMe } from '../../lib/roles';
import { Email } from '../../shell/email';
import { Empty } from '../../shell/empty';
import { Failed } from '../../shell/loaded';
import { usersQuery } from './queries';
import { InviteDialog, type UserAction, UserDialog } from './user-dialogs';

const STATUS: Record<User['status'], { type: 'success' | 'pending' | 'stopped'; words: string }> = {
  ACTIVE: { type: 'success', words: 'Has access' },
  INVITED: { type: 'pending', words: 'Invited' },
  DISABLED: { type: 'stopped', words: 'Disabled' },
};

/** Everybody who has, had or is to have access. */
export function Users() {
  const me = useMe();
  const query = useQuery(usersQuery);
  const [isInviting, setInviting] = useState(false);
  const [asking, setAsking] = useState<{ action: UserAction; user: User }>();
  if (query.isError) return <Failed what="the people" error={query.error} retry={() => query.refetch()} />;
  const users = query.data?.items ?? [];
  const invite = (
    <Button variant="primary" onClick={() => setInviting(true)}>
      Invite somebody
    </Button>
  );
  return (
    <>
      <Table
        variant="container"
        wrapLines
        items={users}
        trackBy="id"
        loading={query.isPending}
        loadingText="Loading people"
        ariaLabels={{ tableLabel: 'People' }}
        header={
          <Header variant="h2" counter={`(${users.length})`} actions={invite}>
            People
          </Header>
        }
        empty={<Empty title="Nobody is listed yet">People appear here when they are invited or sign in.</Empty>}
        columnDefinitions={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            cell: ({ id, name }) => (id === me.id ? `${name} (you)` : name),
          },
          { id: 'email', header: 'Email', cell: ({ email }) => <Email>{email}</Email> },
          { id: 'role', header: 'Role', cell: ({ role }) => ROLE_WORDS[role] },
          {
            id: 'status',
            header: 'Status',
            cell: ({ status }) => <StatusIndicator type={STATUS[status].type}>{STATUS[status].words}</StatusIndicator>,
          },
          { id: 'since', header: 'Since', cell: (user) => <Since user={user} /> },
          {
            id: 'actions',
            header: 'Actions',
            cell: (user) =>
              user.id === me.id ? (
                '–'
              ) : (
                <ButtonDropdown
                  variant="inline-icon"
                  expandToViewport
                  ariaLabel={`Actions for ${user.name}`}
                  items={actionsFor(user).map(([id, text]) => ({ id, text }))}
                  onItemClick={({ detail }) => setAsking({ action: detail.id as UserAction, user })}
                />
              ),
          },
        ]}
      />
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
      {asking && <UserDialog key={asking.action} {...asking} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function actionsFor({ status }: User): [UserAction, string][] {
  if (status === 'DISABLED') return [['ENABLE', 'Enable again…']];
  return [
    ['ROLE', 'Change role…'],
    ...(status === 'INVITED' ? [['REMIND', 'Send the invitation again…'] as [UserAction, string]] : []),
    ['DISABLE', 'Disable…'],
  ];
}

const Since = ({ user: { first_signed_in_at, invited_at, invited_by } }: { user: User }) => {
  if (first_signed_in_at) return <span className="figures">{moment(first_signed_in_at)}</span>;
  return invited_at ? `Invited ${moment(invited_at)} by ${invited_by}` : '–';
};
