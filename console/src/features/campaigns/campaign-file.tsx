import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useCommand } from '../../lib/command';
import { count, plural } from '../../lib/format';
import type { Campaign } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { BuildStatus, isBuilding } from '../../shell/build-state';
import { DownloadButton } from '../../shell/download-button';
import { useFlashFailure } from '../../shell/flashes';
import { Loaded } from '../../shell/loaded';
import { campaignFileAddress, campaignQuery, createCampaign } from './queries';
import { Reasons } from './reasons';

/** The personal links of everyone in one upload, as a file to send messages with. */
export function CampaignFile({ uploadId, campaignId }: { uploadId: string; campaignId: string | null }) {
  const [startedId, setStartedId] = useState<string>();
  const id = startedId ?? campaignId;
  const generate = <Generate uploadId={uploadId} onStarted={setStartedId} />;
  return id ? <Known id={id} again={generate} /> : <Frame actions={generate}>{null}</Frame>;
}

function Frame({ actions, children }: { actions: ReactNode; children: ReactNode }) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Name, phone number and personal link of every customer in this upload who may be written to."
          actions={actions}
        >
          Campaign file
        </Header>
      }
    >
      {children ?? <Box color="text-body-secondary">No campaign file has been made from this upload yet.</Box>}
    </Container>
  );
}

function Generate({ uploadId, onStarted }: { uploadId: string; onStarted: (id: string) => void }) {
  const queries = useQueryClient();
  const fail = useFlashFailure('The campaign file was not started');
  const generate = useCommand(createCampaign, {
    success: (campaign) => {
      queries.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
      onStarted(campaign.id);
    },
    failure: fail,
  });
  if (!useMayChange()) return null;
  return (
    <Button loading={generate.isPending} onClick={() => generate.mutate({ uploadId })}>
      Generate campaign file
    </Button>
  );
}

function Known({ id, again }: { id: string; again: ReactNode }) {
  const query = useQuery(campaignQuery(id));
  const campaign = query.data;
  const mayTake = useMayChange();
  const actions =
    campaign?.state === 'FAILED' ? again : campaign?.state === 'READY' && mayTake && <Downloads campaign={campaign} />;
  return (
    <Frame actions={actions}>
      <Loaded query={query} what="the campaign file">
        {(known) => (isBuilding(known.state) ? <Progress campaign={known} /> : <Result campaign={known} />)}
      </Loaded>
    </Frame>
  );
}

/** A campaign of some uploads is made in several steps, and how many customers there are is known at the end. */
const Progress = ({ campaign }: { campaign: Campaign }) => (
  <SpaceBetween size="xxs">
    <BuildStatus state={campaign.state} />
    {campaign.looked_at > 0 && <Box>{plural(campaign.looked_at, 'customer')} looked at so far</Box>}
  </SpaceBetween>
);

const Result = ({ campaign }: { campaign: Campaign }) => (
  <KeyValuePairs
    columns={4}
    items={[
      { label: 'Status', value: <BuildStatus state={campaign.state} /> },
      { label: 'Customers', value: count(campaign.customers) },
      { label: 'Included', value: count(campaign.included) },
      ...(campaign.explanation ? [{ label: 'Files', value: campaign.explanation }] : []),
      { label: `Excluded: ${count(campaign.excluded)}`, value: <Reasons byReason={campaign.by_reason} /> },
    ]}
  />
);

const Downloads = ({ campaign }: { campaign: Campaign }) => (
  <SpaceBetween direction="horizontal" size="xs">
    {campaign.files.includes('exclusions') && (
      <DownloadButton address={() => campaignFileAddress(campaign.id, 'exclusions')}>Exclusions</DownloadButton>
    )}
    {campaign.files.includes('campaign') && (
      <DownloadButton variant="primary" address={() => campaignFileAddress(campaign.id, 'campaign')}>
        Campaign file
      </DownloadButton>
    )}
  </SpaceBetween>
);
