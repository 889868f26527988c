import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { moment, pounds, words } from '../../lib/format';
import type { Customer } from '../../lib/model';
import { Email } from '../../shell/email';
import { Held } from '../../shell/held';

const JURISDICTIONS: Record<string, string> = {
  ENGLAND_WALES: 'England and Wales',
  SCOTLAND: 'Scotland',
  NORTHERN_IRELAND: 'Northern Ireland',
  CROWN_DEPENDENCY: 'Crown dependency',
};
export const LANGUAGES: Record<string, string> = { 'en-GB': 'English', 'cy-GB': 'Welsh' };

/** Who the customer is, since when, and what they owe in all. */
export function Summary({ customer }: { customer: Customer }) {
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Total owed', value: <Total pence={customer.owed_pence} /> },
            { label: 'Credit', value: <Total pence={customer.credit_pence} /> },
            {
              label: 'Registered',
              value: (
                <>
                  <span className="figures">{moment(customer.registered_at)}</span>
                  <Box variant="small" display="block" color="text-body-secondary">
                    By {words(customer.registration_source).toLowerCase()}
                  </Box>
                </>
              ),
            },
          ]}
        />
        <KeyValuePairs
          columns={3}
          items={[
            ...identity(customer),
            fact('Email', customer.email && <Email>{customer.email}</Email>),
            fact('Language', LANGUAGES[customer.language] ?? customer.language),
            fact('Preferred channel', customer.preferred_channel && words(customer.preferred_channel)),
            fact('Jurisdiction', JURISDICTIONS[customer.jurisdiction] ?? words(customer.jurisdiction)),
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

const Total = ({ pence }: { pence: number }) => (
  <Box fontSize="heading-xl" fontWeight="bold">
    <span className="figures">{pounds(pence)}</span>
  </Box>
);

const fact = (label: string, value: ReactNode) => ({ label, value: <Held>{value}</Held> });

const identity = (customer: Customer) =>
  customer.type === 'COMPANY'
    ? [fact('Company', customer.company_name), fact('Company number', customer.company_number)]
    : [
        fact(
          'Full name',
          [customer.title, customer.first_name, customer.middle_name, customer.last_name].filter(Boolean).join(' '),
        ),
        fact('Date of birth', customer.date_of_birth_masked),
      ];
