import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { parseSearch, stringifySearch } from './lib/address';
import { meQuery, queryClient } from './lib/api';
import { forgetSession, isSignedIn, rememberPlace, sessionEnds } from './lib/session';
import { Console } from './routes/console';
import { CannotOpen } from './shell/cannot-open';
import { Failed, Loading } from './shell/loaded';
import { NotFound } from './shell/not-found';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { ended?: true } => (search.ended ? { ended: true } : {}),
  component: lazyRouteComponent(() => import('./features/sign-in/sign-in'), 'SignIn'),
});

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Console,
  beforeLoad: ({ location }) => {
    if (isSignedIn()) return;
    rememberPlace(location.href);
    throw redirect({ to: '/sign-in' });
  },
  loader: () => queryClient.ensureQueryData(meQuery),
  pendingComponent: () => <Loading what="the console" />,
  errorComponent: ({ error }) => <CannotOpen error={error} />,
});

const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/customers' });
  },
});

const customers = createRoute({
  getParentRoute: () => app,
  path: '/customers',
  component: lazyRouteComponent(() => import('./features/customers/customers'), 'Customers'),
});

const customer = createRoute({
  getParentRoute: () => app,
  path: '/customers/$customerKey',
  component: lazyRouteComponent(() => import('./routes/customer'), 'CustomerRoute'),
});

const receipt = createRoute({
  getParentRoute: () => app,
  path: '/customers/$customerKey/payments/$paymentId',
  component: lazyRouteComponent(() => import('./features/payments/receipt'), 'ReceiptPage'),
});

const imports = createRoute({
  getParentRoute: () => app,
  path: '/imports',
  component: lazyRouteComponent(() => import('./features/imports/imports'), 'Imports'),
});

const upload = createRoute({
  getParentRoute: () => app,
  path: '/imports/$uploadId',
  component: lazyRouteComponent(() => import('./routes/upload'), 'UploadRoute'),
});

const campaigns = createRoute({
  getParentRoute: () => app,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('./features/campaigns/campaigns'), 'Campaigns'),
});

const payments = createRoute({
  getParentRoute: () => app,
  path: '/payments',
  component: lazyRouteComponent(() => import('./features/payments/payments'), 'Payments'),
});

const exports = createRoute({
  getParentRoute: () => app,
  path: '/exports',
  component: lazyRouteComponent(() => import('./features/exports/exports'), 'Exports'),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/settings/settings'), 'SettingsPage'),
});

const plans = createRoute({
  getParentRoute: () => app,
  path: '/plans',
  component: lazyRouteComponent(() => import('./features/plans/plans'), 'Plans'),
});

const tasks = createRoute({
  getParentRoute: () => app,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./features/tasks/tasks'), 'Tasks'),
});

const receipts = createRoute({
  getParentRoute: () => app,
  path: '/receipts',
  component: lazyRouteComponent(() => import('./features/receipts/receipts'), 'Receipts'),
});

const audit = createRoute({
  getParentRoute: () => app,
  path: '/audit',
  component: lazyRouteComponent(() => import('./features/auditing/audit'), 'Audit'),
});

const people = createRoute({
  getParentRoute: () => app,
  path: '/people',
  component: lazyRouteComponent(() => import('./features/people/people'), 'People'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    app.addChildren([
      home,
      customers,
      customer,
      receipt,
      imports,
      upload,
      campaigns,
      payments,
      exports,
      settings,
      plans,
      tasks,
      receipts,
      audit,
      people,
    ]),
  ]),
  basepath: '/console',
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Loading what="the page" />,
  defaultErrorComponent: ({ error, reset }) => <Failed what="this page" error={error} retry={reset} />,
});

sessionEnds.addEventListener('end', () => {
  if (!isSignedIn()) return;
  forgetSession();
  rememberPlace(router.state.location.href);
  router.navigate({ to: '/sign-in', search: { ended: true } }).then(() => queryClient.clear());
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
