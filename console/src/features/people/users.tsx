import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { moment } from '../../lib/format';
import type { BeingInvited, User } from '../../lib/model';
import { ROLE_WORDS, useMe } from '../../lib/roles';
import { Email } from '../../shell/email';
import { Empty } from '../../shell/empty';
import { Failed } from '../../shell/loaded';
import { usersQuery } from './queries';
import { InviteDialog, type UserAction, UserDialog } from './user-dialogs';

const STATUS: Record<User['status'], { type: StatusIndicatorProps.Type; words: string }> = {
  ACTIVE: { type: 'success', words: 'Has access' },
  INVITED: { type: 'pending', words: 'Invited' },
  DISABLED: { type: 'stopped', words: 'Disabled' },
};

/** A person, or somebody whose invitation has not left yet. */
type Row = Omit<User, 'status' | 'version'> & ({ user: User } | { overdue: boolean });

const rowOfUser = (user: User): Row => ({ ...user, user });
const rowOfInvitation = (invitation: BeingInvited): Row => ({
  ...invitation,
  id: invitation.email,
  first_signed_in_at: null,
});

/** Everybody who has, had or is to have access. */
export function Users() {
  const me = useMe();
  const query = useQuery(usersQuery);
  const [isInviting, setInviting] = useState(false);
  const [asking, setAsking] = useState<{ action: UserAction; user: User }>();
  if (query.isError) return <Failed what="the people" error={query.error} retry={() => query.refetch()} />;
  const rows = [...(query.data?.being_invited.map(rowOfInvitation) ?? []), ...(query.data?.items.map(rowOfUser) ?? [])];
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
        items={rows}
        trackBy="id"
        loading={query.isPending}
        loadingText="Loading people"
        ariaLabels={{ tableLabel: 'People' }}
        header={
          <Header variant="h2" counter={`(${rows.length})`} actions={invite}>
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
            cell: (row) => <Status row={row} />,
          },
          { id: 'since', header: 'Since', cell: (row) => <Since row={row} /> },
          {
            id: 'actions',
            header: 'Actions',
            cell: (row) =>
              !('user' in row) || row.id === me.id ? (
                '–'
              ) : (
                <ButtonDropdown
                  variant="inline-icon"
                  expandToViewport
                  ariaLabel={`Actions for ${row.name}`}
                  items={actionsFor(row.user).map(([id, text]) => ({ id, text }))}
                  onItemClick={({ detail }) => setAsking({ action: detail.id as UserAction, user: row.user })}
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

function Status({ row }: { row: Row }) {
  if ('user' in row) {
    const { type, words } = STATUS[row.user.status];
    return <StatusIndicator type={type}>{words}</StatusIndicator>;
  }
  if (!row.overdue) return <StatusIndicator type="in-progress">Being invited</StatusIndicator>;
  return (
    <>
      <StatusIndicator type="error">Invitation not sent</StatusIndicator>
      <Box variant="small">We try again every few minutes.</Box>
    </>
  );
}

const Since = ({ row: { first_signed_in_at, invited_at, invited_by } }: { row: Row }) => {
  if (first_signed_in_at) return <span className="figures">{moment(first_signed_in_at)}</span>;
  return invited_at ? `Invited ${moment(invited_at)} by ${invited_by}` : '–';
};
