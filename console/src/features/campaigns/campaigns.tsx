import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { fragment, useFragment } from '../../lib/address';
import { useCommand } from '../../lib/command';
import { useMayChange } from '../../lib/roles';
import { useFlash, useFlashFailure } from '../../shell/flashes';
import { Page } from '../../shell/page';
import { CampaignHistory } from './campaign-history';
import { faultsOf, filtersOf, segmentOf } from './filters';
import { campaignsQuery, countQuery, createCount, createSegmentCampaign } from './queries';
import { Counted } from './segment-count';
import { SegmentForm } from './segment-form';

/** Who is to be written to, out of everybody, and every campaign file made so far. */
export function Campaigns() {
  const mayChange = useMayChange();
  return (
    <Page title="Campaigns" description="Files with a personal link for everyone in a segment who may be written to.">
      <SpaceBetween size="l">
        {mayChange ? (
          <NewCampaign />
        ) : (
          <Alert type="info">Your role can see campaigns but not make or download them.</Alert>
        )}
        <CampaignHistory mayTake={mayChange} />
      </SpaceBetween>
    </Page>
  );
}

function NewCampaign() {
  const values = useFragment();
  const address = fragment(filtersOf(values));
  const [filters, setFilters] = useState(() => filtersOf(values));
  const [countId, setCountId] = useState<string>();
  const [clears, setClears] = useState(0);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const flash = useFlash();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the values, which are new at every render
  useEffect(() => setFilters(filtersOf(values)), [address]);
  const faults = faultsOf(filters);
  const isSound = Object.keys(faults).length === 0;
  const show = (shown: typeof filters) => navigate({ to: '.', hash: fragment(shown), resetScroll: false });
  const count = useCommand(createCount, {
    success: (counted) => {
      queries.setQueryData(countQuery(counted.id).queryKey, counted);
      setCountId(counted.id);
    },
    failure: useFlashFailure('The customers were not counted'),
  });
  const generate = useCommand(createSegmentCampaign, {
    success: () => {
      flash({
        type: 'success',
        content: 'The campaign file is being made. It can be downloaded below when it is ready.',
      });
      queries.invalidateQueries({ queryKey: campaignsQuery.queryKey });
    },
    failure: useFlashFailure('The campaign file was not started'),
  });
  const ask = (start: typeof count.mutate | typeof generate.mutate) => {
    if (!isSound) return;
    show(filters);
    start(segmentOf(filters));
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Without a filter it is every customer."
          actions={
            <Button
              variant="primary"
              disabled={!isSound}
              loading={generate.isPending}
              onClick={() => ask(generate.mutate)}
            >
              Generate campaign file
            </Button>
          }
        >
          New campaign
        </Header>
      }
    >
      <SpaceBetween size="m">
        <SegmentForm
          key={clears}
          filters={filters}
          faults={faults}
          change={(change) => {
            setCountId(undefined);
            setFilters((held) => ({ ...held, ...change }));
          }}
          onCount={() => ask(count.mutate)}
          onClear={() => {
            setCountId(undefined);
            setFilters({});
            setClears(clears + 1);
            show({});
          }}
          isCounting={count.isPending}
        />
        {countId && <Counted id={countId} />}
      </SpaceBetween>
    </Container>
  );
}
