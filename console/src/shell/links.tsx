import Link, { type LinkProps } from '@cloudscape-design/components/link';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

const BASE = import.meta.env.BASE_URL.replace(/\/$/, '');

/** The full address of a page, as it stands in the address bar. */
export const at = (path: string) => `${BASE}${path}`;

/** Cloudscape's links are plain anchors; this hands clicks on ours to the router. */
export function useFollow() {
  const { history } = useRouter();
  return useCallback(
    (event: CustomEvent<{ href?: string; external?: boolean }>) => {
      const { href, external } = event.detail;
      if (!href || external) return;
      event.preventDefault();
      history.push(href);
    },
    [history],
  );
}

/** A link to one of our pages, `to` without the base. */
export function PageLink({ to, ...rest }: { to: string } & Omit<LinkProps, 'href' | 'onFollow'>) {
  const follow = useFollow();
  return <Link {...rest} href={at(to)} onFollow={follow} />;
}
