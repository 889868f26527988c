import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { count, moment, plural } from '../../lib/format';
import type { Campaign } from '../../lib/model';
import { BuildStatus, isBuilding } from '../../shell/build-state';
import { DownloadButton } from '../../shell/download-button';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { PageLink } from '../../shell/links';
import { Failed } from '../../shell/loaded';
import { campaignFileAddress, campaignsQuery } from './queries';
import { Reasons } from './reasons';
import { segmentWords } from './segment-words';

/** Every campaign ever asked for, newest first. */
export function CampaignHistory({ mayTake }: { mayTake: boolean }) {
  const query = useInfiniteQuery(campaignsQuery);
  if (query.isError) return <Failed what="the campaigns" error={query.error} retry={() => query.refetch()} />;
  return (
    <Table
      variant="container"
      wrapLines
      loading={query.isPending}
      loadingText="Loading campaigns"
      items={query.data?.pages.flatMap(({ items }) => items) ?? []}
      trackBy="id"
      ariaLabels={{ tableLabel: 'Campaigns' }}
      header={<Header variant="h2">Made so far</Header>}
      empty={<Empty title="No campaign has been made yet">Files made here can be downloaded for a month.</Empty>}
      footer={
        query.hasNextPage && (
          <Box textAlign="center">
            <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
              Show older
            </Button>
          </Box>
        )
      }
      columnDefinitions={[
        {
          id: 'created',
          header: 'Asked for',
          isRowHeader: true,
          cell: (campaign) => (
            <span className="figures">
              {moment(campaign.created_at)}
              <Box variant="small" display="block" color="text-body-secondary">
                {campaign.created_by}
              </Box>
            </span>
          ),
        },
        { id: 'about', header: 'About', minWidth: 180, cell: (campaign) => <About campaign={campaign} /> },
        { id: 'state', header: 'Status', minWidth: 150, cell: (campaign) => <Standing campaign={campaign} /> },
        figures<Campaign>('included', 'Included', ({ state, included }) => (isBuilding(state) ? '–' : count(included))),
        {
          id: 'excluded',
          header: 'Left out',
          minWidth: 180,
          cell: ({ state, by_reason }) => (isBuilding(state) ? '–' : <Reasons byReason={by_reason} />),
        },
        { id: 'files', header: 'Files', cell: (campaign) => <Files campaign={campaign} mayTake={mayTake} /> },
      ]}
    />
  );
}

function About({ campaign: { upload_id, segment } }: { campaign: Campaign }) {
  if (upload_id) return <PageLink to={`/imports/${upload_id}`}>One upload</PageLink>;
  const filters = segment ? segmentWords(segment) : [];
  if (filters.length === 0) return 'Every customer';
  return (
    <ul className="plain">
      {filters.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}

const Standing = ({ campaign }: { campaign: Campaign }) => (
  <>
    <BuildStatus state={campaign.state} />
    {isBuilding(campaign.state) && campaign.looked_at > 0 && (
      <Box variant="small" display="block" color="text-body-secondary">
        {plural(campaign.looked_at, 'customer')} looked at
      </Box>
    )}
  </>
);

function Files({ campaign, mayTake }: { campaign: Campaign; mayTake: boolean }) {
  const files = mayTake ? campaign.files : [];
  return (
    <SpaceBetween size="xxs">
      {files.map((kind) => (
        <DownloadButton
          key={kind}
          variant="inline-link"
          ariaLabel={`Download the ${kind === 'campaign' ? 'campaign file' : 'exclusions'} of ${moment(campaign.created_at)}`}
          address={() => campaignFileAddress(campaign.id, kind)}
        >
          {kind === 'campaign' ? 'Campaign file' : 'Exclusions'}
        </DownloadButton>
      ))}
      {campaign.explanation}
      {files.length === 0 && !campaign.explanation && '–'}
    </SpaceBetween>
  );
}
