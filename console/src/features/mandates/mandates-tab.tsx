import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { day, pounds } from '../../lib/format';
import type { Mandate, WholeCustomer } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Empty } from '../../shell/empty';
import { figures } from '../../shell/figures';
import { Loaded } from '../../shell/loaded';
import { SendLink } from '../messages/send-link';
import { ChargeDialog } from './charge-dialog';
import { DisableDialog, EnableDialog, EndDialog } from './mandate-dialogs';
import { mandatesQuery } from './queries';

type Asking = 'disable' | 'enable' | 'end';

const STATUS: Record<Mandate['status'], [StatusIndicatorProps.Type, string]> = {
  PENDING: ['pending', 'Being set up'],
  ACTIVE: ['success', 'Active'],
  DISABLED: ['stopped', 'Disabled'],
  DISABLED_UNTIL: ['stopped', 'Disabled'],
  CANCELLED: ['stopped', 'Ended'],
  EXPIRED: ['warning', 'Expired'],
  FAILED: ['error', 'Not set up'],
};

/** Cards and Direct Debits that the customer has saved, and what can be done with them. */
export function MandatesTab({ page }: { page: WholeCustomer }) {
  const query = useQuery(mandatesQuery(page.customer.customer_key));
  return (
    <Loaded query={query} what="the saved ways to pay">
      {({ items }) => <Saved page={page} mandates={items} />}
    </Loaded>
  );
}

function Saved({ page, mandates }: { page: WholeCustomer; mandates: Mandate[] }) {
  const mayChange = useMayChange();
  const [isCharging, setCharging] = useState(false);
  const [asking, setAsking] = useState<{ what: Asking; mandate: Mandate }>();
  const close = () => setAsking(undefined);
  const customerKey = page.customer.customer_key;
  return (
    <>
      <Table
        variant="container"
        ariaLabels={{ tableLabel: 'Saved ways to pay' }}
        wrapLines
        items={mandates}
        trackBy="id"
        header={
          <Header
            variant="h2"
            counter={`(${mandates.length})`}
            actions={
              mayChange && (
                <SpaceBetween direction="horizontal" size="xs">
                  <SendLink page={page} text="way-to-pay-link" />
                  <Button
                    onClick={() => setCharging(true)}
                    disabled={!mandates.some(({ may_end }) => may_end)}
                    disabledReason="The customer has not saved a way to pay."
                  >
                    Charge
                  </Button>
                </SpaceBetween>
              )
            }
          >
            Saved ways to pay
          </Header>
        }
        empty={<Empty title="Nothing saved">The customer saves a card or a Direct Debit in their personal area.</Empty>}
        columnDefinitions={[
          { id: 'name', header: 'Way to pay', cell: ({ name }) => name, isRowHeader: true },
          { id: 'status', header: 'Status', cell: (mandate) => <Status mandate={mandate} /> },
          figures<Mandate>('consent', 'Most per charge', ({ consent }) => pounds(consent.most_pence)),
          {
            id: 'agreed',
            header: 'Agreed',
            cell: ({ consent: { at, channel } }) => `${day(at)}, ${channel === 'PORTAL' ? 'online' : 'by phone'}`,
          },
          { id: 'expires', header: 'Expires', cell: ({ expires }) => expires.split('-').reverse().join('/') || '–' },
          { id: 'plan', header: 'Plan', cell: ({ plan }) => plan || '–' },
          {
            id: 'actions',
            header: 'Actions',
            cell: (mandate) =>
              mayChange && mandate.may_end ? (
                <Actions mandate={mandate} onAsk={(what) => setAsking({ what, mandate })} />
              ) : null,
          },
        ]}
      />
      {isCharging && <ChargeDialog page={page} onClose={() => setCharging(false)} />}
      {asking?.what === 'disable' && <DisableDialog {...{ customerKey, ...asking }} onClose={close} />}
      {asking?.what === 'enable' && <EnableDialog {...{ customerKey, ...asking }} onClose={close} />}
      {asking?.what === 'end' && <EndDialog {...{ customerKey, ...asking }} onClose={close} />}
    </>
  );
}

function Status({ mandate: { status, disabled_until } }: { mandate: Mandate }) {
  const [type, text] = STATUS[status];
  return (
    <StatusIndicator type={type}>{disabled_until ? `${text} until ${day(disabled_until)}` : text}</StatusIndicator>
  );
}

const Actions = ({ mandate, onAsk }: { mandate: Mandate; onAsk: (what: Asking) => void }) => (
  <ButtonDropdown
    variant="inline-icon"
    expandToViewport
    ariaLabel={`Actions for ${mandate.name}`}
    items={[
      ...(mandate.may_disable ? [{ id: 'disable', text: 'Disable…' }] : []),
      ...(mandate.may_enable ? [{ id: 'enable', text: 'Enable…' }] : []),
      { id: 'end', text: 'End for good…' },
    ]}
    onItemClick={({ detail }) => onAsk(detail.id as Asking)}
  />
);
