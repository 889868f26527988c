import Box from '@cloudscape-design/components/box';
import { useEffect } from 'react';
import { PageLink } from './links';

export function NotFound() {
  useEffect(() => {
    document.title = 'Page not found';
  }, []);
  return (
    <main className="alone">
      <h1 className="alone-title">Page not found</h1>
      <Box variant="p">There is no page at this address. It may have been mistyped, or the record may be gone.</Box>
      <PageLink to="/customers">Go to customers</PageLink>
    </main>
  );
}
