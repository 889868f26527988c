import '../../shell/activities/activities.css';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActivityList } from '../../lib/model';
import { ActivityTile } from '../../shell/activities/tile';
import { ALL_CLOSED, groupCounts, isOpen, withGroupTurned, withTileTurned } from '../../shell/activities/tiles';
import { Failed } from '../../shell/loaded';
import { activitiesQuery } from './queries';

interface ActivitiesProps {
  customerKey: string;
  first: ActivityList;
}

/** Everything that happened to this customer, newest first, as tiles that open by click or by group. */
export function Activities({ customerKey, first }: ActivitiesProps) {
  const query = useInfiniteQuery(activitiesQuery(customerKey, first));
  const [open, setOpen] = useState(ALL_CLOSED);
  const tiles = query.data.pages.flatMap(({ items }) => items);
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${tiles.length}${query.hasNextPage ? '+' : ''})`}>
          Activities
        </Header>
      }
    >
      <SpaceBetween size="m">
        <fieldset className="groups">
          <legend>Open all of</legend>
          {groupCounts(tiles).map(({ group, label, count }) => (
            <button
              type="button"
              key={group}
              className="group"
              aria-pressed={open.groups.has(group)}
              disabled={count === 0 && !open.groups.has(group)}
              onClick={() => setOpen(withGroupTurned(open, group, tiles))}
            >
              {label} <span className="group-count">{count}</span>
            </button>
          ))}
        </fieldset>
        {tiles.length === 0 && <Box color="text-body-secondary">Nothing has happened yet.</Box>}
        <ol className="activities">
          {tiles.map((activity) => (
            <ActivityTile
              key={activity.id}
              customerKey={customerKey}
              activity={activity}
              isOpen={isOpen(open, activity)}
              onTurn={() => setOpen(withTileTurned(open, activity))}
            />
          ))}
        </ol>
        {query.isError && <Failed what="more activities" error={query.error} />}
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Load more
          </Button>
        )}
      </SpaceBetween>
    </Container>
  );
}
