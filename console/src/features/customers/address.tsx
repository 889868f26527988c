import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { day, plural } from '../../lib/format';
import type { Customer, PastAddress } from '../../lib/model';
import { ACTOR_WORDS } from '../../shell/activities/actors';
import { Held } from '../../shell/held';

/** Where the customer lives, and where they lived before. */
export function Address({ customer }: { customer: Customer }) {
  const { address, postcode, gone_away, past_addresses: past } = customer;
  return (
    <Container
      header={
        <Header variant="h2" info={gone_away && <Badge color="severity-medium">Gone away</Badge>}>
          Billing address
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Held>{(address.length > 0 || postcode) && <Lines lines={[...address, postcode]} />}</Held>
        {past.length > 0 && (
          <ExpandableSection headerText={plural(past.length, 'earlier address', 'earlier addresses')}>
            <ul className="plain past-addresses">
              {past.map((earlier) => (
                <Earlier key={earlier.until} address={earlier} />
              ))}
            </ul>
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

const Earlier = ({ address: { lines, until, gone_away, replaced_by } }: { address: PastAddress }) => (
  <li>
    <Lines lines={lines} />
    <Box variant="small" color="text-body-secondary">
      Until {day(until)}, replaced by {ACTOR_WORDS[replaced_by].toLowerCase()}
      {gone_away && '; gone away'}
    </Box>
  </li>
);

const Lines = ({ lines }: { lines: string[] }) => (
  <address className="lines">
    {lines.map((line, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two lines of an address may say the same
      <span key={at}>{line}</span>
    ))}
  </address>
);
