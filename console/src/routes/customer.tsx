import { CustomerPage, type CustomerTab } from '../features/customers/customer';
import type { Panel } from '../features/customers/overview';

/** What other rooms bring to the page about one customer: a line each. */
const PANELS: readonly Panel[] = [];
const ACTIONS: readonly Panel[] = [];
const TABS: readonly CustomerTab[] = [];

/** One customer, put together from every room that knows something about them. */
export const CustomerRoute = () => <CustomerPage panels={PANELS} actions={ACTIONS} tabs={TABS} />;
