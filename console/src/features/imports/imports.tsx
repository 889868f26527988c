import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMayChange } from '../../lib/roles';
import { Page } from '../../shell/page';
import { DropZone } from './drop-zone';
import { uploadsQuery } from './queries';
import { UploadHistory } from './upload-history';

/** Where files of records come in, and what became of the earlier ones. */
export function Imports() {
  const router = useRouter();
  const queries = useQueryClient();
  return (
    <Page
      title="Import records"
      description="Add new customers and accounts, or bring those you have up to date, from a file."
    >
      <SpaceBetween size="l">
        {useMayChange() ? (
          <DropZone
            onSent={({ id }) => {
              queries.invalidateQueries({ queryKey: uploadsQuery.queryKey });
              router.navigate({ to: '/imports/$uploadId', params: { uploadId: id } });
            }}
          />
        ) : (
          <Alert type="info">Your role can follow imports but not start them.</Alert>
        )}
        <UploadHistory />
      </SpaceBetween>
    </Page>
  );
}
