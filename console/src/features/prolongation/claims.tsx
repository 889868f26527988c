import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { day, plural, pounds, words } from '../../lib/format';
import type { Account, Claim } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { figures } from '../../shell/figures';
import { ProlongDialog, UndoDialog } from './prolong-dialog';

interface ClaimsProps {
  customerKey: string;
  account: Account;
}

/** What an account is made of: each invoice, and the fees by which it was put off. */
export function Claims({ customerKey, account }: ClaimsProps) {
  const [prolonging, setProlonging] = useState<Claim>();
  const [undoing, setUndoing] = useState<Claim>();
  const mayChange = useMayChange();
  const { claims } = account;
  return (
    <>
      <Table
        variant="embedded"
        items={claims}
        trackBy="reference"
        ariaLabels={{ tableLabel: 'Claims' }}
        empty={<Box color="text-body-secondary">No claims.</Box>}
        columnDefinitions={[
          { id: 'reference', header: 'Claim', isRowHeader: true, cell: (claim) => claim.reference },
          { id: 'kind', header: 'Kind', cell: (claim) => words(claim.kind) },
          { id: 'relation', header: 'Relation', cell: (claim) => relation(claim, claims) || '–' },
          { id: 'status', header: 'Status', cell: (claim) => words(claim.status) },
          { id: 'due', header: 'Due', cell: (claim) => <Due claim={claim} /> },
          figures<Claim>('balance', 'Balance', (claim) => pounds(claim.balance_pence)),
          ...(mayChange
            ? [
                {
                  id: 'actions',
                  header: 'Actions',
                  cell: (claim: Claim) => (
                    <Actions claim={claim} onProlong={() => setProlonging(claim)} onUndo={() => setUndoing(claim)} />
                  ),
                },
              ]
            : []),
        ]}
      />
      {prolonging && (
        <ProlongDialog
          customerKey={customerKey}
          account={account.number}
          claim={prolonging}
          onClose={() => setProlonging(undefined)}
        />
      )}
      {undoing?.undoable && (
        <UndoDialog
          customerKey={customerKey}
          claim={undoing}
          id={undoing.undoable}
          onClose={() => setUndoing(undefined)}
        />
      )}
    </>
  );
}

const Due = ({ claim }: { claim: Claim }) => (
  <>
    <span className="figures">{day(claim.due_date)}</span>
    {claim.prolonged_days > 0 && (
      <Box variant="small" display="block" color="text-body-secondary">
        Put off by {plural(claim.prolonged_days, 'day')}
      </Box>
    )}
  </>
);

interface ActionsProps {
  claim: Claim;
  onProlong: () => void;
  onUndo: () => void;
}

const Actions = ({ claim, onProlong, onUndo }: ActionsProps) => (
  <SpaceBetween direction="horizontal" size="s">
    {claim.kind === 'INVOICE' && claim.balance_pence > 0 && !claim.undoable && (
      <Button variant="inline-link" ariaLabel={`Prolong ${claim.reference}`} onClick={onProlong}>
        Prolong
      </Button>
    )}
    {claim.undoable && (
      <Button variant="inline-link" ariaLabel={`Undo the prolongation of ${claim.reference}`} onClick={onUndo}>
        Undo prolongation
      </Button>
    )}
  </SpaceBetween>
);

/** "Defers INV-1" on a fee, "Deferred by INV-1-F1" on the invoice. A fee whose prolongation was undone defers nothing. */
function relation({ reference, defers, deferred_by }: Claim, claims: readonly Claim[]) {
  if (deferred_by.length > 0) return `Deferred by ${deferred_by.join(', ')}`;
  if (!defers) return '';
  const stands = claims.some((other) => other.deferred_by.includes(reference));
  return stands ? `Defers ${defers}` : `Deferred ${defers}, undone`;
}
