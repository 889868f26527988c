import { getRouteApi } from '@tanstack/react-router';
import { CareTab } from '../features/care/care-tab';
import { StandingHolds } from '../features/care/standing-holds';
import { CustomerPage, type CustomerTab } from '../features/customers/customer';
import { DeleteCustomer } from '../features/customers/delete-customer';
import type { Panel } from '../features/customers/overview';
import { DiaryTab } from '../features/diary/diary';
import { Files } from '../features/files/files';
import { FileSending } from '../features/files/sending';
import { Journal } from '../features/journal/journal';
import { MandatesTab } from '../features/mandates/mandates-tab';
import { MessagesTab } from '../features/messages/messages-tab';
import { SendLink } from '../features/messages/send-link';
import { PlansTab } from '../features/plans/plans-tab';
import { Promises } from '../features/promises/promises';
import { CustomerTasks } from '../features/tasks/customer-tasks';

/** What other rooms bring to the page about one customer: a line each. */
const PANELS: readonly Panel[] = [{ id: 'care', Content: StandingHolds }];
const ACTIONS: readonly Panel[] = [
  { id: 'delete', Content: DeleteCustomer },
  { id: 'send-link', Content: SendLink },
];
const TABS: readonly CustomerTab[] = [
  { id: 'mandates', label: 'Ways to pay', content: (page) => <MandatesTab page={page} /> },
  { id: 'care', label: 'Care', content: (page) => <CareTab page={page} /> },
  { id: 'diary', label: 'Diary', content: (page) => <DiaryTab page={page} /> },
  {
    id: 'journal',
    label: 'Journal',
    content: ({ customer }) => <Journal customerKey={customer.customer_key} customerId={customer.customer_id} />,
  },
  { id: 'plans', label: 'Plans', content: (page) => <PlansTab page={page} /> },
  { id: 'promises', label: 'Promises', content: ({ customer }) => <Promises customerKey={customer.customer_key} /> },
  { id: 'messages', label: 'Messages', content: (page) => <MessagesTab page={page} /> },
  { id: 'tasks', label: 'Tasks', content: (page) => <CustomerTasks page={page} /> },
  {
    id: 'files',
    label: 'Files',
    content: ({ customer, accounts }) => (
      <Files customerKey={customer.customer_key} accounts={accounts.map(({ number }) => number)} />
    ),
  },
];

const route = getRouteApi('/app/customers/$customerKey');

/** One customer, put together from every room that knows something about them. */
export function CustomerRoute() {
  const { customerKey } = route.useParams();
  return (
    <FileSending key={customerKey} customerKey={customerKey}>
      <CustomerPage panels={PANELS} actions={ACTIONS} tabs={TABS} />
    </FileSending>
  );
}
