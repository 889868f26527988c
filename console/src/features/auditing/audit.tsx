import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMe } from '../../lib/roles';
import { Page } from '../../shell/page';
import { JournalChecks } from './journal-checks';
import { Reconciliations } from './reconciliations';

/** Whether the books are right: the journal replayed every day, and held against the payment provider's. */
export function Audit() {
  const { role } = useMe();
  return (
    <Page
      title="Audit"
      description="Every balance is worked out again once a day, by code that shares nothing with the ledger."
    >
      {role === 'admin' ? (
        <SpaceBetween size="l">
          <JournalChecks />
          <Reconciliations />
        </SpaceBetween>
      ) : (
        <Alert type="info">Only administrators see the reports of the audit.</Alert>
      )}
    </Page>
  );
}
