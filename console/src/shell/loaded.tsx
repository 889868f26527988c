import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Spinner from '@cloudscape-design/components/spinner';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isPassing, wordsFor } from '../lib/errors';

export const Loading = ({ what }: { what: string }) => (
  <Box textAlign="center" padding="xxl" color="text-status-inactive">
    <span role="status">
      <Spinner /> Loading {what}
    </span>
  </Box>
);

export const Failed = ({ what, error, retry }: { what: string; error: unknown; retry?: () => void }) => (
  <Alert
    type="error"
    header={`We could not load ${what}`}
    action={
      retry && (
        <Button formAction="none" onClick={retry}>
          Try again
        </Button>
      )
    }
  >
    {wordsFor(error)}
  </Alert>
);

/** Shows what a query found, or that it is still looking, or in words why it failed. */
export function Loaded<Data>({
  query,
  what,
  children,
}: {
  query: UseQueryResult<Data>;
  what: string;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return <Loading what={what} />;
  const retry = isPassing(query.error) ? () => query.refetch() : undefined;
  return <Failed what={what} error={query.error} retry={retry} />;
}
