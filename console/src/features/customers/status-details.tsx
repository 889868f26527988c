import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { day, moment, words } from '../../lib/format';
import type { Customer, StatusEntry } from '../../lib/model';
import { actorWords } from '../../shell/activities/actors';
import { Loaded } from '../../shell/loaded';
import { statusQuery } from './queries';
import { CustomerStatus } from './status';

/** Every status the customer has had. Also there for who was reactivated: their history is worth reading. */
export function StatusDetails({ customer }: { customer: Customer }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="inline-link" ariaLabel="Details of the status" onClick={() => setOpen(true)}>
        Details
      </Button>
      {isOpen && <History customer={customer} onClose={() => setOpen(false)} />}
    </>
  );
}

function History({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const query = useQuery(statusQuery(customer.customer_key));
  return (
    <Modal visible size="x-large" onDismiss={onClose} header={`Status of ${customer.name}`}>
      <Loaded query={query} what="the history">
        {({ items, complete }) => (
          <Table
            variant="embedded"
            wrapLines
            items={items}
            trackBy="id"
            ariaLabels={{ tableLabel: 'Status history' }}
            footer={complete ? undefined : 'Older changes are not shown.'}
            columnDefinitions={COLUMNS}
          />
        )}
      </Loaded>
    </Modal>
  );
}

const COLUMNS = [
  {
    id: 'status',
    header: 'Status',
    isRowHeader: true,
    cell: ({ status }: StatusEntry) => <CustomerStatus status={status} />,
  },
  { id: 'from', header: 'From', cell: ({ began_at }: StatusEntry) => <Moment>{began_at}</Moment> },
  {
    id: 'to',
    header: 'To',
    cell: ({ ended_at, until }: StatusEntry) =>
      ended_at ? <Moment>{ended_at}</Moment> : until ? `Now, until ${day(until)}` : 'Now',
  },
  { id: 'reason', header: 'Reason', cell: ({ reason }: StatusEntry) => words(reason) },
  {
    id: 'by',
    header: 'By',
    cell: ({ actor_type, actor_name }: StatusEntry) => actorWords({ type: actor_type, name: actor_name }),
  },
  { id: 'note', header: 'Note', cell: ({ note }: StatusEntry) => note || '–' },
];

const Moment = ({ children }: { children: string }) => <span className="figures">{moment(children)}</span>;
