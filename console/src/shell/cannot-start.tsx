import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';

/** Shown when the page's own configuration cannot be read, so nothing else can work. */
export const CannotStart = () => (
  <main className="alone">
    <h1 className="alone-title">The console cannot start</h1>
    <Alert
      type="error"
      header="We could not reach the service"
      action={<Button onClick={() => window.location.reload()}>Try again</Button>}
    >
      Check your connection and try again. If it keeps happening, tell your administrator.
    </Alert>
  </main>
);
