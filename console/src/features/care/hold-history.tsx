import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { moment } from '../../lib/format';
import type { Care, HoldStep } from '../../lib/model';
import { Empty } from '../../shell/empty';
import { STEPS, SUPPORT, scope, until } from './words';

/** Every step of every hold, newest first. */
export const HoldHistory = ({ care: { history } }: { care: Care }) => (
  <Table
    variant="container"
    ariaLabels={{ tableLabel: 'History of holds' }}
    contentDensity="compact"
    wrapLines
    items={history}
    trackBy="id"
    header={<Header variant="h2">History of holds</Header>}
    empty={<Empty title="No history">No hold has been placed yet.</Empty>}
    columnDefinitions={[
      { id: 'at', header: 'When', cell: ({ at }) => moment(at), isRowHeader: true },
      { id: 'what', header: 'What', cell: ({ name, step }) => `${name}: ${STEPS[step].toLowerCase()}` },
      { id: 'about', header: 'About', cell: scope },
      { id: 'until', header: 'Until', cell: ({ end }) => until(end) },
      { id: 'who', header: 'Who', cell: ({ actor_name }) => actor_name },
      { id: 'why', header: 'Why', cell: why },
    ]}
  />
);

function why({ reason, adviser, register_reference, support, note }: HoldStep) {
  const helps = support.length > 0 && `What helps: ${support.map((each) => SUPPORT[each].toLowerCase()).join(', ')}`;
  const told = [reason, adviser && `Adviser: ${adviser}`, register_reference, helps, note].filter(Boolean);
  return told.length > 0 ? told.join(' · ') : '–';
}
