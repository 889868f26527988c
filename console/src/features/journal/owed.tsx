import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { day as inFigures, plural, pounds } from '../../lib/format';
import type { Owed } from '../../lib/model';
import { figures } from '../../shell/figures';
import { Loaded } from '../../shell/loaded';
import { UkDate } from '../../shell/uk-date';
import { owedQuery } from './queries';
import { change, happened } from './words';

interface OwedOnDayProps {
  customerKey: string;
  account: string;
  day: string | undefined;
  onDay: (day: string | undefined) => void;
}

/** What was owed at the end of a day, and what that figure is made of, in plain words. */
export function OwedOnDay({ customerKey, account, day, onDay }: OwedOnDayProps) {
  const [typed, setTyped] = useState(day ?? '');
  return (
    <Container header={<Header variant="h3">What was owed on a day</Header>}>
      <SpaceBetween size="l">
        <form
          className="owed-day"
          onSubmit={(event) => {
            event.preventDefault();
            onDay(typed || undefined);
          }}
        >
          <UkDate label="Day" calendarLabel="Choose the day" value={typed} onChange={setTyped} />
          <Button formAction="submit" disabled={!typed}>
            Show
          </Button>
        </form>
        {day && <Answer customerKey={customerKey} account={account} day={day} />}
      </SpaceBetween>
    </Container>
  );
}

function Answer({ customerKey, account, day }: { customerKey: string; account: string; day: string }) {
  const query = useQuery(owedQuery(customerKey, account, day));
  return (
    <Loaded query={query} what="what was owed">
      {(owed) => <Explained owed={owed} />}
    </Loaded>
  );
}

const Explained = ({ owed }: { owed: Owed }) => (
  <SpaceBetween size="m">
    <Box fontSize="heading-l" fontWeight="bold">
      <span className="figures">{pounds(owed.owed_pence)}</span> owed at the end of {inFigures(owed.day)}
    </Box>
    <Box color="text-body-secondary">
      {owed.claims.length === 0
        ? 'No claim had a balance on that day.'
        : owed.claims.map(({ claim, owed_pence }) => `${claim}: ${pounds(owed_pence)}`).join(' · ')}
    </Box>
    <Table
      variant="embedded"
      wrapLines
      items={owed.lines}
      trackBy={({ sequence, line }) => `${sequence}.${line}`}
      ariaLabels={{ tableLabel: `What was owed on ${inFigures(owed.day)} is made of` }}
      header={
        <Header variant="h3" counter={`(${plural(owed.lines.length, 'line')})`}>
          What that is made of
        </Header>
      }
      empty={<Box color="text-body-secondary">Nothing had been posted by then.</Box>}
      columnDefinitions={[
        { id: 'day', header: 'Day', cell: (line) => <span className="figures">{inFigures(line.effective_date)}</span> },
        { id: 'what', header: 'What happened', isRowHeader: true, cell: happened },
        { id: 'claim', header: 'Claim', cell: (line) => line.claim ?? '–' },
        figures('change', 'Change', change),
      ]}
      footer={
        owed.brought_forward_pence !== 0 && (
          <Box>Earlier entries are brought forward as {pounds(owed.brought_forward_pence)}.</Box>
        )
      }
    />
  </SpaceBetween>
);
