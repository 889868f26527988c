import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { countWords } from './inbox';
import { countQuery } from './queries';

/** How many tasks wait for whoever is signed in. Asked anew on every page, unless it was asked a moment ago. */
export function TaskCount() {
  const page = useRouterState({ select: ({ location }) => location.pathname });
  return <Counted key={page} />;
}

function Counted() {
  const { data } = useQuery(countQuery);
  const said = data && countWords(data);
  if (!said) return null;
  return (
    <span className={data.overdue > 0 ? 'pill pill-alert' : 'pill'}>
      <span aria-hidden="true">{said.short}</span>
      <span className="spoken">{said.spoken}</span>
    </span>
  );
}
