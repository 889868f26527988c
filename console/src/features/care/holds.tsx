import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { day } from '../../lib/format';
import type { Care, Hold, WholeCustomer } from '../../lib/model';
import { useMayChange, useMe } from '../../lib/roles';
import { Empty } from '../../shell/empty';
import { HoldDetail } from './hold-detail';
import { ChangeEndDialog, LiftDialog } from './hold-dialogs';
import { PlaceHoldDialog } from './place-hold';
import { SOURCES, scope, until } from './words';

type Asking = { what: 'place' } | { what: 'end' | 'lift' | 'detail'; hold: Hold };

/** The holds that stand or are about to, and what can be done about them. */
export function Holds({ page, care }: { page: WholeCustomer; care: Care }) {
  const [asking, setAsking] = useState<Asking>();
  const mayChange = useMayChange();
  const close = () => setAsking(undefined);
  const about = { customerKey: page.customer.customer_key, version: care.version, onClose: close };
  return (
    <>
      <Table
        variant="container"
        ariaLabels={{ tableLabel: 'Holds' }}
        items={care.holds}
        trackBy="id"
        header={
          <Header
            variant="h2"
            counter={`(${care.holds.length})`}
            actions={mayChange && <Button onClick={() => setAsking({ what: 'place' })}>Place hold</Button>}
          >
            Holds
          </Header>
        }
        empty={<Empty title="No holds">Nothing asks us to leave this customer alone.</Empty>}
        columnDefinitions={[
          { id: 'name', header: 'Hold', cell: (hold) => hold.name, isRowHeader: true },
          { id: 'standing', header: 'Status', cell: (hold) => <Standing hold={hold} /> },
          { id: 'scope', header: 'About', cell: scope },
          { id: 'from', header: 'From', cell: ({ start }) => day(start) },
          { id: 'until', header: 'Until', cell: ({ end }) => until(end) },
          { id: 'source', header: 'Placed by', cell: ({ source }) => SOURCES[source] },
          {
            id: 'actions',
            header: 'Actions',
            cell: (hold) => <Actions hold={hold} mayChange={mayChange} onAsk={(what) => setAsking({ what, hold })} />,
          },
        ]}
      />
      {asking?.what === 'place' && <PlaceHoldDialog {...about} accounts={page.accounts} />}
      {asking?.what === 'end' && <ChangeEndDialog {...about} hold={asking.hold} />}
      {asking?.what === 'lift' && <LiftDialog {...about} hold={asking.hold} />}
      {asking?.what === 'detail' && (
        <HoldDetail customerKey={page.customer.customer_key} hold={asking.hold} onClose={close} />
      )}
    </>
  );
}

function Standing({ hold: { certain, standing, start, end } }: { hold: Hold }) {
  if (!certain) return <StatusIndicator type="info">Suspected only</StatusIndicator>;
  if (standing) return <StatusIndicator type="warning">Stands</StatusIndicator>;
  const isOver = end !== null && end < new Date().toISOString().slice(0, 10);
  return <StatusIndicator type="pending">{isOver ? 'Has ended' : `Begins ${day(start)}`}</StatusIndicator>;
}

interface ActionsProps {
  hold: Hold;
  mayChange: boolean;
  onAsk: (what: 'end' | 'lift' | 'detail') => void;
}

function Actions({ hold, mayChange, onAsk }: ActionsProps) {
  const isAdmin = useMe().role === 'admin';
  if (!mayChange) return null;
  return (
    <ButtonDropdown
      variant="inline-icon"
      expandToViewport
      ariaLabel={`Actions for ${hold.name}`}
      items={[
        { id: 'end', text: 'Change the last day…' },
        { id: 'lift', text: 'Lift…' },
        ...(isAdmin ? [{ id: 'detail', text: 'View restricted detail' }] : []),
      ]}
      onItemClick={({ detail }) => onAsk(detail.id as 'end' | 'lift' | 'detail')}
    />
  );
}
