import ContentLayout from '@cloudscape-design/components/content-layout';
import Header, { type HeaderProps } from '@cloudscape-design/components/header';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { config } from '../lib/config';

export interface Crumb {
  text: string;
  to: string;
}

export const Crumbs = createContext<(crumbs: Crumb[]) => void>(() => {});

let arrivedBefore = false;

/** Moves the reader to the heading of a page reached by a link, never on the first one: the browser does that. */
function focusHeading() {
  if (arrivedBefore) {
    const heading = document.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }
  arrivedBefore = true;
}

/** Names the page in the tab and the breadcrumbs; `above` are the pages it lies under. */
export function usePage(title: string, above: Crumb[] = []) {
  const setCrumbs = useContext(Crumbs);
  const trail = JSON.stringify([...above, { text: title, to: '' }]);
  useEffect(() => {
    document.title = `${title} – ${config().organisation}`;
    setCrumbs(JSON.parse(trail) as Crumb[]);
  }, [title, trail, setCrumbs]);
  useEffect(focusHeading, []);
}

interface PageProps extends Pick<HeaderProps, 'actions' | 'description' | 'info'> {
  title: string;
  above?: Crumb[];
  children: ReactNode;
}

export function Page({ title, above, children, ...header }: PageProps) {
  usePage(title, above);
  return (
    <ContentLayout
      header={
        <Header variant="h1" {...header}>
          {title}
        </Header>
      }
    >
      {children}
    </ContentLayout>
  );
}
