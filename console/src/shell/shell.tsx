import AppLayout from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ROLE_WORDS, type Role, useMe, WRITERS } from '../lib/roles';
import { signOut } from '../lib/session';
import { BesidePlace } from './beside';
import { FlashArea, Flashes } from './flashes';
import { Keyboard, SkipLink } from './keyboard';
import { at, useFollow } from './links';
import mark from './mark.svg';
import { type Crumb, Crumbs } from './page';

const ROOMS = [
  { text: 'Customers', to: '/customers' },
  { text: 'Payments', to: '/payments' },
  { text: 'Tasks', to: '/tasks' },
  { text: 'Payment plans', to: '/plans' },
  { text: 'Unallocated money', to: '/receipts', isForWriters: true },
  { text: 'Import records', to: '/imports' },
  { text: 'Campaigns', to: '/campaigns' },
  { text: 'Export records', to: '/exports' },
  { text: 'Audit', to: '/audit', isForAdmins: true },
  { text: 'People', to: '/people', isForAdmins: true },
  { text: 'Settings', to: '/settings' },
];

const mayEnter = (room: { isForAdmins?: boolean; isForWriters?: boolean }, role: Role) =>
  role === 'admin' || !(room.isForAdmins || (room.isForWriters && !WRITERS.has(role)));

/** What stands beside a room's name in the menu, by where the room is. */
type Beside = Record<string, ReactNode>;

/** What surrounds every page: who is signed in, where one is, and what was just done. */
export function Shell({ search, beside }: { search: ReactNode; beside: Beside }) {
  const follow = useFollow();
  const [crumbs, setCrumbs] = useState<Crumb[]>([]);
  const [isMenuOpen, setMenuOpen] = useState(window.innerWidth > 1000);
  return (
    <Flashes>
      <Crumbs value={setCrumbs}>
        <SkipLink />
        <Keyboard />
        <TopBar search={search} />
        <BesidePlace>
          {(shown, panel) => (
            <AppLayout
              headerSelector="#top"
              toolsHide
              navigationWidth={220}
              navigationOpen={isMenuOpen}
              onNavigationChange={({ detail }) => setMenuOpen(detail.open)}
              ariaLabels={{
                navigation: 'Main menu',
                navigationClose: 'Close the menu',
                navigationToggle: 'Open the menu',
              }}
              maxContentWidth={1680}
              navigation={<Menu beside={beside} />}
              breadcrumbs={
                <BreadcrumbGroup
                  ariaLabel="Breadcrumbs"
                  onFollow={follow}
                  items={crumbs.map(({ text, to }) => ({ text, href: to && at(to) }))}
                />
              }
              stickyNotifications
              notifications={<FlashArea />}
              content={<Outlet />}
              splitPanel={panel}
              splitPanelOpen={shown !== null}
              splitPanelPreferences={{ position: 'side' }}
              onSplitPanelToggle={({ detail }) => detail.open || shown?.close()}
            />
          )}
        </BesidePlace>
      </Crumbs>
    </Flashes>
  );
}

function TopBar({ search }: { search: ReactNode }) {
  const me = useMe();
  const router = useRouter();
  const queries = useQueryClient();
  const follow = useFollow();
  const leave = async () => {
    await signOut();
    await router.navigate({ to: '/sign-in' });
    queries.clear();
  };
  return (
    <div id="top">
      <TopNavigation
        search={search}
        identity={{
          href: at('/customers'),
          title: me.organisation,
          logo: { src: mark, alt: 'Home' },
          onFollow: follow,
        }}
        utilities={[
          {
            type: 'menu-dropdown',
            text: `${me.name} · ${ROLE_WORDS[me.role]}`,
            title: me.name,
            description: me.email,
            iconName: 'user-profile',
            items: [{ id: 'sign-out', text: 'Sign out' }],
            onItemClick: leave,
          },
        ]}
      />
    </div>
  );
}

function Menu({ beside }: { beside: Beside }) {
  const me = useMe();
  const follow = useFollow();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const here = ROOMS.find(({ to }) => path.startsWith(to));
  return (
    <SideNavigation
      activeHref={here && at(here.to)}
      onFollow={follow}
      header={{ text: 'Console', href: at('/customers') }}
      itemsControl={
        <span className="pill role">{me.role === 'viewer' ? 'Viewer, read only' : ROLE_WORDS[me.role]}</span>
      }
      items={ROOMS.filter((room) => mayEnter(room, me.role)).map(({ text, to }) => ({
        type: 'link',
        text,
        href: at(to),
        info: beside[to],
      }))}
    />
  );
}
