import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ComponentType } from 'react';
import type { WholeCustomer } from '../../lib/model';
import { Activities } from './activities';
import { Address } from './address';
import { Contacts } from './contacts';
import { PersonalLink } from './personal-link';
import { Summary } from './summary';

/** Something about one customer that another room brings. */
export interface Panel {
  id: string;
  Content: ComponentType<{ page: WholeCustomer }>;
}

/** Facts on the left, other rooms' panels among them, and what happened on the right. */
export const Overview = ({ page, panels }: { page: WholeCustomer; panels: readonly Panel[] }) => (
  <Grid gridDefinition={[{ colspan: { default: 12, m: 8 } }, { colspan: { default: 12, m: 4 } }]}>
    <SpaceBetween size="l">
      {panels.map(({ id, Content }) => (
        <Content key={id} page={page} />
      ))}
      <Summary customer={page.customer} />
      <Address customer={page.customer} />
      <Contacts customer={page.customer} />
      <PersonalLink customer={page.customer} link={page.link} />
    </SpaceBetween>
    <Activities customerKey={page.customer.customer_key} first={page.activities} />
  </Grid>
);
