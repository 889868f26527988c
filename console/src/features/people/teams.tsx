import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plural } from '../../lib/format';
import type { Team } from '../../lib/model';
import { Empty } from '../../shell/empty';
import { PageLink } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { teamsQuery } from './queries';
import { CloseTeam, TeamDialog } from './team-dialogs';

/** Queues, where tasks wait for whoever comes next, and groups of people. */
export function Teams() {
  const query = useQuery(teamsQuery);
  const [asking, setAsking] = useState<{ what: 'EDIT' | 'CLOSE'; team?: Team }>();
  const close = () => setAsking(undefined);
  if (query.isError) return <Failed what="queues and groups" error={query.error} retry={() => query.refetch()} />;
  const teams = (query.data?.items ?? []).filter(({ closed }) => !closed);
  return (
    <>
      <Table
        variant="container"
        wrapLines
        items={teams}
        trackBy="id"
        loading={query.isPending}
        loadingText="Loading queues and groups"
        ariaLabels={{ tableLabel: 'Queues and groups' }}
        header={
          <Header
            variant="h2"
            counter={`(${teams.length})`}
            actions={
              <Button variant="primary" onClick={() => setAsking({ what: 'EDIT' })}>
                Create queue or group
              </Button>
            }
          >
            Queues and groups
          </Header>
        }
        empty={<Empty title="No queues and groups yet" />}
        columnDefinitions={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            cell: ({ id, name }) => <PageLink to={`/tasks#team=${encodeURIComponent(id)}`}>{name}</PageLink>,
          },
          { id: 'kind', header: 'Kind', cell: ({ kind }) => (kind === 'QUEUE' ? 'Queue' : 'Group') },
          { id: 'members', header: 'Members', cell: (team) => <Members team={team} /> },
          {
            id: 'sla',
            header: 'To be done within',
            cell: ({ sla_hours }) => (sla_hours ? plural(sla_hours, 'hour') : 'No limit'),
          },
          {
            id: 'actions',
            header: 'Actions',
            cell: (team) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  variant="inline-link"
                  ariaLabel={`Edit ${team.name}`}
                  onClick={() => setAsking({ what: 'EDIT', team })}
                >
                  Edit
                </Button>
                {team.id !== 'general' && (
                  <Button
                    variant="inline-link"
                    ariaLabel={`Close ${team.name}`}
                    onClick={() => setAsking({ what: 'CLOSE', team })}
                  >
                    Close
                  </Button>
                )}
              </SpaceBetween>
            ),
          },
        ]}
      />
      {asking?.what === 'EDIT' && <TeamDialog team={asking.team} onClose={close} />}
      {asking?.what === 'CLOSE' && asking.team && <CloseTeam team={asking.team} onClose={close} />}
    </>
  );
}

function Members({ team: { id, members } }: { team: Team }) {
  if (members.length === 0) return id === 'general' ? 'Everybody' : 'Nobody yet';
  return members.map(({ name, enabled }) => (enabled ? name : `${name} (disabled)`)).join(', ');
}
