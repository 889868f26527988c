import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { day, pounds, words } from '../../lib/format';
import type { Promised } from '../../lib/model';
import { Loaded } from '../../shell/loaded';
import { CancelPromiseDialog, PromiseDialog } from './promise-dialogs';
import { promisesQuery } from './queries';

const STATES: Record<Promised['status'], [StatusIndicatorProps.Type, string]> = {
  OPEN: ['pending', 'Open'],
  KEPT: ['success', 'Kept'],
  PART_KEPT: ['warning', 'Kept in part'],
  BROKEN: ['error', 'Broken'],
  INVALIDATED: ['stopped', 'No longer needed'],
  CANCELLED: ['stopped', 'Cancelled'],
  SUPERSEDED: ['stopped', 'Replaced'],
};

const PromiseStatus = ({ status }: { status: Promised['status'] }) => {
  const [type, label] = STATES[status];
  return <StatusIndicator type={type}>{label}</StatusIndicator>;
};

/** What was promised on one account, whatever became of it, and promising more. */
export function AccountPromises({ customerKey, account }: { customerKey: string; account: string }) {
  const query = useQuery(promisesQuery(customerKey));
  const [isMaking, setMaking] = useState(false);
  const [cancelling, setCancelling] = useState<Promised>();
  return (
    <Loaded query={query} what="the promises">
      {(page) => {
        const choices = page.choices.filter(({ account_number }) => account_number === account);
        return (
          <SpaceBetween size="m">
            <PromiseTable
              items={page.items.filter(({ account_number }) => account_number === account)}
              onCancel={setCancelling}
            />
            {page.offered && choices.length > 0 && (
              <Button onClick={() => setMaking(true)}>Create promise to pay</Button>
            )}
            {!page.offered && (
              <Box color="text-body-secondary">Promises to pay are switched off for agents in the settings.</Box>
            )}
            {isMaking && (
              <PromiseDialog customerKey={customerKey} page={page} choices={choices} onClose={() => setMaking(false)} />
            )}
            {cancelling && (
              <CancelPromiseDialog
                customerKey={customerKey}
                promise={cancelling}
                onClose={() => setCancelling(undefined)}
              />
            )}
          </SpaceBetween>
        );
      }}
    </Loaded>
  );
}

const PromiseTable = ({ items, onCancel }: { items: Promised[]; onCancel: (promise: Promised) => void }) => (
  <Table
    variant="embedded"
    items={items}
    trackBy="id"
    ariaLabels={{ tableLabel: 'Promises to pay' }}
    empty={<Box color="text-body-secondary">Nothing was promised on this account.</Box>}
    columnDefinitions={[
      { id: 'due', header: 'Due', isRowHeader: true, cell: ({ due }) => <span className="figures">{day(due)}</span> },
      { id: 'status', header: 'Status', cell: ({ status }) => <PromiseStatus status={status} /> },
      {
        id: 'amount',
        header: 'Amount',
        cell: ({ amount_pence }) => <span className="figures">{pounds(amount_pence)}</span>,
      },
      { id: 'kept', header: 'Paid', cell: ({ kept_pence }) => <span className="figures">{pounds(kept_pence)}</span> },
      { id: 'claim', header: 'Claim', cell: ({ claim }) => claim },
      { id: 'method', header: 'Method', cell: ({ method }) => (method ? words(method) : '–') },
      { id: 'by', header: 'Made by', cell: ({ made_by }) => made_by },
      {
        id: 'cancel',
        header: '',
        cell: (promise) =>
          promise.status === 'OPEN' && (
            <Button
              variant="inline-link"
              ariaLabel={`Cancel the promise due on ${day(promise.due)}`}
              onClick={() => onCancel(promise)}
            >
              Cancel
            </Button>
          ),
      },
    ]}
  />
);
