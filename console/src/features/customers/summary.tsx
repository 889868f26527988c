import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { day, phone, pounds, words } from '../../lib/format';
import type { Customer } from '../../lib/model';
import { Email } from '../../shell/email';
import { Held } from '../../shell/held';

const JURISDICTIONS: Record<string, string> = {
  ENGLAND_WALES: 'England and Wales',
  SCOTLAND: 'Scotland',
  NORTHERN_IRELAND: 'Northern Ireland',
  CROWN_DEPENDENCY: 'Crown dependency',
};
const LANGUAGES: Record<string, string> = { 'en-GB': 'English', 'cy-GB': 'Welsh' };

/** What is held about the customer, and what they owe in all. */
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
              value: `${day(customer.registered_at)}, by ${words(customer.registration_source).toLowerCase()}`,
            },
          ]}
        />
        <KeyValuePairs columns={3} items={[...identity(customer), ...contact(customer)]} />
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

const contact = (customer: Customer) => [
  fact('Language', LANGUAGES[customer.language] ?? customer.language),
  fact(
    'Mobile',
    customer.mobile_phone && optedOut(phone(customer.mobile_phone), customer.sms_opt_out, 'text messages'),
  ),
  fact('Home phone', customer.home_phone && phone(customer.home_phone)),
  fact('Work phone', customer.work_phone && phone(customer.work_phone)),
  fact('Email', customer.email && optedOut(<Email>{customer.email}</Email>, customer.email_opt_out, 'email')),
  fact('Preferred channel', customer.preferred_channel && words(customer.preferred_channel)),
  fact('Jurisdiction', JURISDICTIONS[customer.jurisdiction] ?? words(customer.jurisdiction)),
  fact('Address', customer.address.length > 0 && <Lines lines={[...customer.address, customer.postcode]} />),
];

const Lines = ({ lines }: { lines: string[] }) => (
  <address className="lines">
    {lines.map((line) => (
      <span key={line}>{line}</span>
    ))}
  </address>
);

const optedOut = (value: ReactNode, isOut: boolean, from: string) =>
  isOut ? (
    <>
      {value} <Box variant="small">opted out of {from}</Box>
    </>
  ) : (
    value
  );
