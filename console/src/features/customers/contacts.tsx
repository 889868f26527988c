import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { moment, phone, words } from '../../lib/format';
import type { Contact, Customer } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Email } from '../../shell/email';
import { ContactCheck, type Validity } from './contact-check';
import { EditDetails } from './edit-details';

const LOOKS = { VALID: 'success', INVALID: 'error', UNKNOWN: 'pending' } as const;
const VALIDITY_WORDS = { VALID: 'Valid', INVALID: 'Invalid', UNKNOWN: 'Not checked' } as const;
export const POINT_WORDS: Record<Contact['point'], string> = {
  mobile_phone: 'Mobile',
  home_phone: 'Home phone',
  work_phone: 'Work phone',
  email: 'Email',
};

/** How the customer is reached, and what is known of each way. */
export function Contacts({ customer }: { customer: Customer }) {
  const mayChange = useMayChange();
  const [isEditing, setEditing] = useState(false);
  const [checking, setChecking] = useState<{ contact: Contact; validity: Validity }>();
  return (
    <>
      <Table
        variant="container"
        wrapLines
        items={customer.contacts}
        trackBy="point"
        ariaLabels={{ tableLabel: 'Contact points' }}
        header={
          <Header
            variant="h2"
            actions={mayChange && <Button onClick={() => setEditing(true)}>Edit contact and address</Button>}
          >
            Contact
          </Header>
        }
        empty={<Box color="text-body-secondary">Neither a phone number nor an email address is held.</Box>}
        columnDefinitions={[
          { id: 'point', header: 'By', isRowHeader: true, cell: ({ point }) => POINT_WORDS[point] },
          { id: 'value', header: 'Number or address', cell: (contact) => <Value contact={contact} of={customer} /> },
          { id: 'validity', header: 'Checked', cell: (contact) => <Checked contact={contact} /> },
          ...(mayChange
            ? [
                {
                  id: 'actions',
                  header: 'Actions',
                  cell: (contact: Contact) => (
                    <ButtonDropdown
                      variant="inline-icon"
                      expandToViewport
                      ariaLabel={`Actions for ${POINT_WORDS[contact.point].toLowerCase()}`}
                      items={(['VALID', 'INVALID'] as const).map((validity) => ({
                        id: validity,
                        text: validity === 'VALID' ? 'Validate…' : 'Invalidate…',
                        disabled: contact.validity === validity,
                      }))}
                      onItemClick={({ detail }) => setChecking({ contact, validity: detail.id as Validity })}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {isEditing && <EditDetails customer={customer} onClose={() => setEditing(false)} />}
      {checking && <ContactCheck customer={customer} {...checking} onClose={() => setChecking(undefined)} />}
    </>
  );
}

function Value({ contact: { point, value }, of }: { contact: Contact; of: Customer }) {
  const isOut = point === 'email' ? of.email_opt_out : point === 'mobile_phone' && of.sms_opt_out;
  return (
    <>
      {point === 'email' ? <Email>{value}</Email> : <span className="figures">{phone(value)}</span>}
      {isOut && (
        <Box variant="small" display="block">
          Opted out of {point === 'email' ? 'email' : 'text messages'}
        </Box>
      )}
    </>
  );
}

const Checked = ({ contact: { validity, reason, note, checked_at, checked_by } }: { contact: Contact }) => (
  <>
    <StatusIndicator type={LOOKS[validity]}>{VALIDITY_WORDS[validity]}</StatusIndicator>
    {reason && checked_at && (
      <Box variant="small" display="block" color="text-body-secondary">
        {words(reason)}, {checked_by}, {moment(checked_at)}
        {note && <span className="note">{note}</span>}
      </Box>
    )}
  </>
);
