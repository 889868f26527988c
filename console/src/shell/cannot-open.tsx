import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { wordsFor } from '../lib/errors';
import { signOut } from '../lib/session';

/** Shown when who is signed in cannot be told, or has no role here: the only ways on are to try again or to leave. */
export function CannotOpen({ error }: { error: unknown }) {
  const router = useRouter();
  useEffect(() => {
    document.title = 'The console cannot be opened';
  }, []);
  const leave = async () => {
    await signOut();
    await router.navigate({ to: '/sign-in' });
  };
  return (
    <main className="alone">
      <h1 className="alone-title">The console cannot be opened</h1>
      <SpaceBetween size="m">
        <Alert type="error">{wordsFor(error)}</Alert>
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={() => router.invalidate()}>Try again</Button>
          <Button onClick={leave}>Sign out</Button>
        </SpaceBetween>
      </SpaceBetween>
    </main>
  );
}
