import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { moment } from '../../lib/format';
import type { SettingsVersion } from '../../lib/model';
import { Empty } from '../../shell/empty';
import { Failed, Loaded } from '../../shell/loaded';
import { DifferenceTable } from './difference-table';
import { useEditing } from './editing';
import { differenceQuery, versionsQuery } from './queries';
import { Revert } from './revert';

/** Every version that was ever saved: who, when, why, what, and the way back. */
export function History() {
  const query = useInfiniteQuery(versionsQuery);
  const [openedNumber, setOpenedNumber] = useState<number>();
  if (query.isError) return <Failed what="the history" error={query.error} retry={() => query.refetch()} />;
  const saved = query.data?.pages.flatMap((page) => page.items) ?? [];
  const versions = saved.length > 0 && !query.hasNextPage ? [...saved, BEGINNING] : saved;
  const opened = versions.find(({ number }) => number === openedNumber);
  return (
    <SpaceBetween size="l">
      <Table
        variant="container"
        loading={query.isPending}
        loadingText="Loading the history"
        items={versions}
        trackBy="number"
        wrapLines
        selectionType="single"
        selectedItems={opened ? [opened] : []}
        onSelectionChange={({ detail }) => setOpenedNumber(detail.selectedItems[0]?.number)}
        onRowClick={({ detail }) => setOpenedNumber(detail.item.number)}
        ariaLabels={{
          tableLabel: 'Versions',
          selectionGroupLabel: 'Versions',
          itemSelectionLabel: (_, { number }) => `Version ${number}`,
        }}
        header={
          <Header variant="h2" description="Choose a version to see what it changed, or to go back to it.">
            Versions
          </Header>
        }
        empty={<Empty title="No versions yet">Nobody has changed the settings yet.</Empty>}
        columnDefinitions={[
          { id: 'number', header: 'Version', isRowHeader: true, cell: ({ number }) => number, width: 100 },
          {
            id: 'at',
            header: 'Saved',
            cell: ({ saved_at }) => <span className="figures">{saved_at ? moment(saved_at) : '–'}</span>,
            width: 170,
          },
          { id: 'by', header: 'By', cell: ({ saved_by }) => saved_by, width: 180 },
          { id: 'changed', header: 'What changed', cell: (version) => <Changed version={version} /> },
          { id: 'note', header: 'Note', cell: ({ note }) => note || '–' },
        ]}
        footer={
          query.hasNextPage && (
            <Box textAlign="center">
              <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                Show older versions
              </Button>
            </Box>
          )
        }
      />
      {opened && <Opened key={opened.number} version={opened} />}
    </SpaceBetween>
  );
}

const SHOWN = 4;

/** Before anything was saved: a version like the others, to compare with and to go back to. */
const BEGINNING: SettingsVersion = {
  number: 0,
  saved_at: '',
  saved_by: '–',
  note: '',
  changed: [],
  reverts_to: null,
};

function Changed({ version: { number, changed, reverts_to } }: { version: SettingsVersion }) {
  if (number === 0) return 'The first settings';
  const rest = changed.length - SHOWN;
  const names = `${changed.slice(0, SHOWN).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
  if (reverts_to === null) return names;
  return `Back to ${reverts_to === 0 ? 'the first settings' : `version ${reverts_to}`}: ${names}`;
}

/** What one version differs in from another, by default from the one before, and the way back to it. */
function Opened({ version: { number } }: { version: SettingsVersion }) {
  const { settings, isReadOnly } = useEditing();
  const [against, setAgainst] = useState(number === 0 ? settings.version : number - 1);
  const query = useQuery(differenceQuery(against, number));
  const options = [number - 1, settings.version, 0]
    .filter((other, place, all) => other >= 0 && other !== number && all.indexOf(other) === place)
    .map((other) => ({ value: String(other), label: nameOf(other, settings.version) }));
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Select
                ariaLabel="Compare with"
                options={options}
                selectedOption={options.find(({ value }) => value === String(against)) ?? null}
                onChange={({ detail }) => setAgainst(Number(detail.selectedOption.value))}
              />
              {!isReadOnly && number !== settings.version && <Revert number={number} />}
            </SpaceBetween>
          }
        >
          {`${nameOf(number, settings.version)}, compared with ${inSentence(nameOf(against, settings.version))}`}
        </Header>
      }
    >
      <Loaded query={query} what="the difference">
        {(items) => <DifferenceTable items={items} label="What differs" />}
      </Loaded>
    </Container>
  );
}

function nameOf(number: number, current: number) {
  if (number === 0) return 'The first settings';
  return number === current ? `Version ${number}, in force` : `Version ${number}`;
}

const inSentence = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
