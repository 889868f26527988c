import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { plural } from '../../lib/format';
import { useMayChange } from '../../lib/roles';
import { PageLink } from '../../shell/links';
import { Page } from '../../shell/page';
import { DropZone } from './drop-zone';
import { waitingQuery } from './queries';
import { StartingFiles } from './starting-files';
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
        <Undecided />
        {useMayChange() ? (
          <DropZone
            onSent={({ id }) => {
              queries.invalidateQueries({ queryKey: ['uploads'] });
              router.navigate({ to: '/imports/$uploadId', params: { uploadId: id }, ignoreBlocker: true });
            }}
          />
        ) : (
          <Alert type="info">Your role can follow imports but not start them.</Alert>
        )}
        <StartingFiles />
        <UploadHistory />
      </SpaceBetween>
    </Page>
  );
}

/** Files that were checked and left: each waits here until somebody decides. */
function Undecided() {
  const waiting = useQuery(waitingQuery).data?.items ?? [];
  if (waiting.length === 0) return null;
  return (
    <Alert
      type="info"
      header={`${plural(waiting.length, 'file')} ${waiting.length === 1 ? 'waits' : 'wait'} to be confirmed`}
    >
      <SpaceBetween size="xxs">
        {waiting.map(({ id, filename }) => (
          <PageLink key={id} to={`/imports/${encodeURIComponent(id)}`}>
            {`Look at ${filename} and decide`}
          </PageLink>
        ))}
      </SpaceBetween>
    </Alert>
  );
}
