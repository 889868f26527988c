import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { day } from '../../lib/format';
import type { Care } from '../../lib/model';
import { Empty } from '../../shell/empty';

type State = Care['limitations'][number]['state'];

const STATES: Record<State, { type: StatusIndicatorProps.Type; text: string }> = {
  OK: { type: 'success', text: 'May be demanded' },
  NEAR: { type: 'warning', text: 'Soon statute-barred' },
  BARRED: { type: 'stopped', text: 'Statute-barred' },
  EXTINGUISHED: { type: 'stopped', text: 'Extinguished' },
  UNKNOWN: { type: 'info', text: 'Not known: look at it' },
};

/** How long each claim that is owed may be demanded. */
export const Limitations = ({ care: { limitations } }: { care: Care }) => (
  <Table
    variant="container"
    ariaLabels={{ tableLabel: 'Limitation' }}
    contentDensity="compact"
    items={limitations}
    trackBy="claim"
    header={<Header variant="h2">Limitation</Header>}
    empty={<Empty title="No claims">Nothing is owed.</Empty>}
    columnDefinitions={[
      { id: 'claim', header: 'Claim', cell: ({ claim }) => claim, isRowHeader: true },
      { id: 'account', header: 'Account', cell: ({ account }) => account },
      {
        id: 'state',
        header: 'Standing',
        cell: ({ state }) => <StatusIndicator type={STATES[state].type}>{STATES[state].text}</StatusIndicator>,
      },
      { id: 'last', header: 'Last day', cell: ({ last_day }) => (last_day ? day(last_day) : 'None') },
    ]}
  />
);
