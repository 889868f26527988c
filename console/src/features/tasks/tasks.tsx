import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useFilters } from '../../lib/address';
import { Empty, NoMatch } from '../../shell/empty';
import { Failed } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { teamsQuery } from '../people/queries';
import { type Inbox, inboxOptions, MINE, readInbox, SHOWN } from './inbox';
import { inboxQuery } from './queries';
import { TaskTable } from './task-table';

/** What there is to do: one's own, or what waits in a queue or group. The choice stands in the address. */
export function Tasks() {
  const [inbox, show] = useFilters(readInbox);
  const teams = useQuery(teamsQuery);
  const query = useInfiniteQuery(inboxQuery(inbox));
  const tasks = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const team = teams.data?.items.find(({ id }) => id === inbox.team);
  const title = inbox.team ? (team?.name ?? 'Tasks') : MINE.label;
  return (
    <Page
      title="Tasks"
      description="What is to be done about customers, and by when. Tasks are created on a customer’s page."
    >
      {query.isError ? (
        <Failed what="the tasks" error={query.error} retry={() => query.refetch()} />
      ) : (
        <TaskTable
          variant="container"
          tasks={tasks}
          loading={query.isPending}
          header={
            <Header
              variant="h2"
              counter={query.isPending ? undefined : `(${tasks.length}${query.hasNextPage ? '+' : ''})`}
              actions={
                <Button
                  iconName="refresh"
                  ariaLabel="Refresh the tasks"
                  loading={query.isRefetching}
                  onClick={() => query.refetch()}
                />
              }
            >
              {title}
            </Header>
          }
          filter={<Choice inbox={inbox} options={inboxOptions(teams.data?.items ?? [])} label={title} show={show} />}
          empty={<Nothing inbox={inbox} show={show} />}
          footer={
            query.hasNextPage && (
              <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                Show more
              </Button>
            )
          }
        />
      )}
    </Page>
  );
}

interface ChoiceProps {
  inbox: Inbox;
  options: ReturnType<typeof inboxOptions>;
  label: string;
  show: (change: Partial<Inbox>) => void;
}

const Choice = ({ inbox, options, label, show }: ChoiceProps) => (
  <SpaceBetween direction="horizontal" size="xs" alignItems="center">
    <Select
      ariaLabel="Whose tasks"
      options={options}
      selectedOption={{ value: inbox.team ?? '', label }}
      onChange={({ detail }) => show({ team: detail.selectedOption.value || undefined })}
    />
    <SegmentedControl
      label="Which tasks"
      selectedId={inbox.show}
      options={Object.entries(SHOWN).map(([id, text]) => ({ id, text }))}
      onChange={({ detail }) => show({ show: detail.selectedId as Inbox['show'] })}
    />
  </SpaceBetween>
);

function Nothing({ inbox, show }: Pick<ChoiceProps, 'inbox' | 'show'>) {
  if (inbox.show === 'DONE')
    return (
      <NoMatch title="Nothing is done yet" clear={() => show({ show: 'OPEN' })} clearWords="Show open tasks">
        Done tasks are kept here, the newest first.
      </NoMatch>
    );
  return inbox.team ? (
    <Empty title="Nothing waits here">Tasks for this queue or group appear here.</Empty>
  ) : (
    <Empty title="You have no tasks">Tasks that somebody gives you appear here. Look at a queue to take one.</Empty>
  );
}
