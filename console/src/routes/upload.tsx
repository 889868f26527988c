import { getRouteApi } from '@tanstack/react-router';
import { CampaignFile } from '../features/campaigns/campaign-file';
import { UploadPage } from '../features/imports/upload';

const route = getRouteApi('/app/imports/$uploadId');

/** An upload and, once it is in, the campaign file made from it: two rooms that know nothing of each other. */
export function UploadRoute() {
  const { uploadId } = route.useParams();
  return (
    <UploadPage
      key={uploadId}
      id={uploadId}
      afterImport={(upload) => <CampaignFile uploadId={upload.id} campaignId={upload.campaign_id} />}
    />
  );
}
