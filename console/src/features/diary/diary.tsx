import './diary.css';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useFilters } from '../../lib/address';
import type { CsvColumn } from '../../lib/csv';
import { moment, words } from '../../lib/format';
import type { Activity, DiaryAsk, WholeCustomer } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { ACTOR_WORDS, TRIGGER_WORDS } from '../../shell/activities/actors';
import { ActivityTile } from '../../shell/activities/tile';
import { Empty, NoMatch } from '../../shell/empty';
import { FilteredCsv } from '../../shell/filtered-csv';
import { Failed, Loaded, Loading } from '../../shell/loaded';
import { byDay, dayInWords } from './days';
import { FilterBar } from './filter-bar';
import { askedOf, diaryView, isFiltered, UNFILTERED } from './filters';
import { choicesQuery, diaryPage, diaryQuery, tellDownload } from './queries';

/** Everything that happened to one customer, under the days it happened on. What is shown stands in the address. */
export function DiaryTab({ page: { customer } }: { page: WholeCustomer }) {
  const [view, show] = useFilters(diaryView);
  const asked = useMemo(() => askedOf(view), [view]);
  const key = customer.customer_key;
  const choices = useQuery(choicesQuery(key));
  const mayTakeAway = useMayChange();
  const isOldestFirst = view.order === 'oldest';
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Days and times are those of London."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                iconName={isOldestFirst ? 'angle-up' : 'angle-down'}
                onClick={() => show({ order: isOldestFirst ? undefined : 'oldest' })}
              >
                {isOldestFirst ? 'Oldest first' : 'Newest first'}
              </Button>
              {mayTakeAway && (
                <FilteredCsv
                  filename={`diary ${customer.customer_id}`}
                  columns={COLUMNS}
                  page={(after) => takeAway(key, asked, after)}
                />
              )}
            </SpaceBetween>
          }
        >
          Diary
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Loaded query={choices} what="the filters">
          {(found) => <FilterBar view={view} choices={found} show={show} />}
        </Loaded>
        {view.entity && (
          <div className="filter-bar">
            <span className="pill">Only about {view.entity.replace(':', ' ')}</span>
            <Button variant="inline-link" onClick={() => show({ entity: undefined })}>
              Show everything
            </Button>
          </div>
        )}
        <Days customerKey={key} asked={asked} clear={isFiltered(view) ? () => show(UNFILTERED) : undefined} />
      </SpaceBetween>
    </Container>
  );
}

interface DaysProps {
  customerKey: string;
  asked: DiaryAsk;
  clear?: () => void;
}

function Days({ customerKey, asked, clear }: DaysProps) {
  const query = useInfiniteQuery(diaryQuery(customerKey, asked));
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const turn = (id: string) =>
    setOpen((opened) => new Set(opened.has(id) ? [...opened].filter((o) => o !== id) : [...opened, id]));
  if (query.isPending) return <Loading what="the diary" />;
  if (query.isError) return <Failed what="the diary" error={query.error} retry={() => query.refetch()} />;
  const activities = query.data.pages.flatMap(({ items }) => items);
  return (
    <SpaceBetween size="l">
      {activities.length === 0 && !query.hasNextPage && <Nothing clear={clear} />}
      {byDay(activities).map(({ iso, activities: onDay }) => (
        <section key={iso} aria-label={dayInWords(iso)}>
          <h3 className="diary-day">{dayInWords(iso)}</h3>
          <ol className="activities">
            {onDay.map((activity) => (
              <ActivityTile
                key={activity.id}
                customerKey={customerKey}
                activity={activity}
                isOpen={open.has(activity.id)}
                onTurn={() => turn(activity.id)}
              />
            ))}
          </ol>
        </section>
      ))}
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {asked.newest_first ? 'Show earlier' : 'Show later'}
        </Button>
      )}
    </SpaceBetween>
  );
}

const Nothing = ({ clear }: { clear?: () => void }) =>
  clear ? (
    <NoMatch title="Nothing in the diary matches" clear={clear}>
      Take a filter away to see more.
    </NoMatch>
  ) : (
    <Empty title="Nothing has happened yet" />
  );

/** A page for a file. That it is taken away is written down before the first. */
async function takeAway(customerKey: string, asked: DiaryAsk, after: string) {
  if (!after) await tellDownload(customerKey, asked);
  return diaryPage(customerKey, { ...asked, after, limit: 200 });
}

const said = (fields: Activity['before']) =>
  Object.entries(fields ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');

const COLUMNS: CsvColumn<Activity>[] = [
  { header: 'Time (London)', value: ({ occurred_at }) => moment(occurred_at) },
  { header: 'Time (UTC)', value: ({ occurred_at }) => occurred_at },
  { header: 'What', value: ({ label }) => label },
  { header: 'Event', value: ({ event }) => event },
  { header: 'By', value: ({ actor }) => ACTOR_WORDS[actor.type] },
  { header: 'Name', value: ({ actor }) => actor.name },
  { header: 'Channel', value: ({ channel }) => words(channel) },
  { header: 'Automatic or manual', value: ({ trigger }) => TRIGGER_WORDS[trigger] },
  { header: 'Account', value: ({ account }) => account },
  { header: 'Claim', value: ({ claim }) => claim },
  { header: 'About', value: ({ entity }) => entity },
  { header: 'Before', value: ({ before }) => said(before) },
  { header: 'After', value: ({ after }) => said(after) },
  { header: 'Reason', value: ({ reason }) => reason && words(reason) },
  { header: 'Heard of (UTC)', value: ({ received_at }) => received_at },
  { header: 'Correlation', value: ({ correlation_id }) => correlation_id },
];
