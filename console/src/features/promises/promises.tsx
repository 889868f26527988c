import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { day, pounds } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { Promised, PromisePage } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
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

interface PromisesProps {
  customerKey: string;
  /** Without one, of all accounts. */
  account?: string;
}

/** What was promised, whatever became of it: promising more, replacing what is open, and taking it back. */
export function Promises({ customerKey, account }: PromisesProps) {
  const query = useQuery(promisesQuery(customerKey));
  const mayChange = useMayChange();
  const [making, setMaking] = useState<PromisePage['choices']>();
  const [cancelling, setCancelling] = useState<Promised>();
  return (
    <Loaded query={query} what="the promises">
      {(page) => {
        const isHere = (each: { account_number: string }) => !account || each.account_number === account;
        const choices = page.choices.filter(isHere);
        const replacing = (promise: Promised) => choices.filter(({ open_promise }) => open_promise === promise.id);
        return (
          <SpaceBetween size="m">
            <PromiseTable
              items={page.items.filter(isHere)}
              ofAll={!account}
              create={
                mayChange &&
                page.offered &&
                choices.length > 0 && <Button onClick={() => setMaking(choices)}>Create promise to pay</Button>
              }
              actions={(promise) =>
                mayChange &&
                promise.status === 'OPEN' && (
                  <PromiseActions
                    promise={promise}
                    onReplace={
                      page.offered && replacing(promise).length > 0 ? () => setMaking(replacing(promise)) : undefined
                    }
                    onCancel={() => setCancelling(promise)}
                  />
                )
              }
            />
            {!page.offered && (
              <Box color="text-body-secondary">Promises to pay are switched off for agents in the settings.</Box>
            )}
            {making && (
              <PromiseDialog
                customerKey={customerKey}
                page={page}
                choices={making}
                onClose={() => setMaking(undefined)}
              />
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

interface PromiseActionsProps {
  promise: Promised;
  /** Nothing where no other promise may take its place. */
  onReplace: (() => void) | undefined;
  onCancel: () => void;
}

const PromiseActions = ({ promise, onReplace, onCancel }: PromiseActionsProps) => (
  <SpaceBetween direction="horizontal" size="xs">
    {onReplace && (
      <Button variant="inline-link" ariaLabel={`Replace the promise due on ${day(promise.due)}`} onClick={onReplace}>
        Replace
      </Button>
    )}
    <Button variant="inline-link" ariaLabel={`Cancel the promise due on ${day(promise.due)}`} onClick={onCancel}>
      Cancel
    </Button>
  </SpaceBetween>
);

interface PromiseTableProps {
  items: Promised[];
  ofAll: boolean;
  create: ReactNode;
  actions: (promise: Promised) => ReactNode;
}

const PromiseTable = ({ items, ofAll, create, actions }: PromiseTableProps) => (
  <Table
    variant={ofAll ? 'container' : 'embedded'}
    wrapLines
    items={items}
    trackBy="id"
    ariaLabels={{ tableLabel: 'Promises to pay' }}
    header={
      <Header variant={ofAll ? 'h2' : 'h3'} counter={`(${items.length})`} actions={create}>
        Promises to pay
      </Header>
    }
    empty={
      <Empty title={ofAll ? 'Nothing was promised' : 'Nothing was promised on this account'}>
        While a promise is open nobody chases what was promised.
      </Empty>
    }
    columnDefinitions={[
      { id: 'due', header: 'Due', isRowHeader: true, cell: ({ due }) => <span className="figures">{day(due)}</span> },
      { id: 'status', header: 'Status', cell: ({ status }) => <PromiseStatus status={status} /> },
      figures<Promised>('amount', 'Amount', ({ amount_pence }) => pounds(amount_pence)),
      figures<Promised>('kept', 'Paid', ({ kept_pence }) => pounds(kept_pence)),
      {
        id: 'claim',
        header: 'Claim',
        cell: ({ claim, account_number }) => (
          <>
            {claim}
            {ofAll && (
              <Box variant="small" display="block" color="text-body-secondary">
                Account {account_number}
              </Box>
            )}
          </>
        ),
      },
      { id: 'method', header: 'Method', cell: ({ method }) => (method ? methodWords(method) : '–') },
      { id: 'by', header: 'Made by', cell: ({ made_by }) => made_by },
      { id: 'actions', header: 'Actions', cell: (promise) => actions(promise) || '–' },
    ]}
  />
);
