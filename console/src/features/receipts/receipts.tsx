import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { day, pounds } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { Unallocated } from '../../lib/model';
import { useMayChange, useMe } from '../../lib/roles';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { Loaded } from '../../shell/loaded';
import { Page } from '../../shell/page';
import { AllocateDialog, KeepDialog, SendBackDialog } from './dialogs';
import { receiptsQuery } from './queries';

type Asking = { what: 'keep' } | { what: 'allocate' | 'return'; money: Unallocated };

const TITLE = 'Unallocated money';

/** Money that came in and nobody knows yet from whom. */
export function Receipts() {
  if (useMayChange()) return <Money />;
  return (
    <Page title={TITLE}>
      <Alert type="info">Your role does not see money of unknown payers. Agents and administrators do.</Alert>
    </Page>
  );
}

function Money() {
  const query = useQuery(receiptsQuery);
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  return (
    <Page
      title={TITLE}
      description="Money that came in without saying whose it is. It waits until somebody knows, or goes back."
      actions={
        <Button variant="primary" onClick={() => setAsking({ what: 'keep' })}>
          Record money
        </Button>
      }
    >
      <Loaded query={query} what="the money that waits">
        {({ items, next_id }) => (
          <>
            <Waiting items={items} ask={setAsking} />
            {asking?.what === 'keep' && <KeepDialog key={next_id} id={next_id} onClose={close} />}
            {asking?.what === 'allocate' && <AllocateDialog money={asking.money} onClose={close} />}
            {asking?.what === 'return' && <SendBackDialog money={asking.money} onClose={close} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Waiting({ items, ask }: { items: Unallocated[]; ask: (asking: Asking) => void }) {
  const isAdmin = useMe().role === 'admin';
  const sum = items.reduce((total, { amount_pence }) => total + amount_pence, 0);
  return (
    <Table
      variant="container"
      items={items}
      trackBy="id"
      ariaLabels={{ tableLabel: 'Unallocated money' }}
      header={
        <Header
          variant="h2"
          counter={`(${items.length})`}
          info={
            <Box variant="span" color="text-body-secondary">
              {pounds(sum)} waiting
            </Box>
          }
        >
          Waiting
        </Header>
      }
      empty={<Empty title="No money waits">Money that matches nobody is recorded here.</Empty>}
      columnDefinitions={[
        { id: 'day', header: 'Received', cell: (money) => <span className="figures">{day(money.received_on)}</span> },
        { id: 'reference', header: 'Reference', isRowHeader: true, cell: (money) => money.reference || 'None' },
        { id: 'method', header: 'How it came', cell: (money) => methodWords(money.method) },
        figures<Unallocated>('amount', 'Amount', (money) => pounds(money.amount_pence)),
        {
          id: 'actions',
          header: 'Actions',
          cell: (money) => (
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                variant="inline-link"
                ariaLabel={`Allocate ${pounds(money.amount_pence)}, ${money.reference}`}
                onClick={() => ask({ what: 'allocate', money })}
              >
                Allocate
              </Button>
              {isAdmin && (
                <Button
                  variant="inline-link"
                  ariaLabel={`Send back ${pounds(money.amount_pence)}, ${money.reference}`}
                  onClick={() => ask({ what: 'return', money })}
                >
                  Send back
                </Button>
              )}
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
