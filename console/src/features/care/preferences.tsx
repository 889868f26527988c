import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import { useState } from 'react';
import { moment } from '../../lib/format';
import type { Care, Customer } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Dialog, fieldError } from '../../shell/dialog';
import { useChange } from '../customers/use-change';
import { Why } from './hold-dialogs';
import { prefer } from './queries';

type Field = 'sms_opt_out' | 'email_opt_out' | 'do_not_contact';
type Preference = Care['preferences'][number]['preference'];

const FIELDS: readonly { field: Field; preference: Preference; label: string; wish: string }[] = [
  { field: 'sms_opt_out', preference: 'SMS', label: 'Text messages', wish: 'No text messages' },
  { field: 'email_opt_out', preference: 'EMAIL', label: 'Email', wish: 'No email' },
  {
    field: 'do_not_contact',
    preference: 'ALL',
    label: 'All contact',
    wish: 'No contact but for what the law prescribes',
  },
];

/** What the customer asked us to leave off, since when and how we know. */
export function Preferences({ customer, care }: { customer: Customer; care: Care }) {
  const [isChanging, setChanging] = useState(false);
  const mayChange = useMayChange();
  return (
    <Container
      header={
        <Header variant="h2" actions={mayChange && <Button onClick={() => setChanging(true)}>Change</Button>}>
          Contact preferences
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={FIELDS.map(({ field, preference, label }) => ({
          label,
          value: (
            <>
              {care[field] ? 'Opted out' : 'Allowed'}
              <Since care={care} preference={preference} />
            </>
          ),
        }))}
      />
      {isChanging && <Change customer={customer} care={care} onClose={() => setChanging(false)} />}
    </Container>
  );
}

/** When that was last written down, by whom and why. */
function Since({ care, preference }: { care: Care; preference: Preference }) {
  const newest = care.preferences.find((entry) => entry.preference === preference);
  if (!newest) return null;
  const by = `${moment(newest.at)}, ${newest.actor_name}`;
  return (
    <Box variant="small" display="block" color="text-body-secondary">
      {newest.reason ? `${by}: ${newest.reason}` : by}
    </Box>
  );
}

function Change({ customer, care, onClose }: { customer: Customer; care: Care; onClose: () => void }) {
  const held = {
    sms_opt_out: care.sms_opt_out,
    email_opt_out: care.email_opt_out,
    do_not_contact: care.do_not_contact,
  };
  const [wishes, setWishes] = useState(held);
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const change = useChange(prefer, {
    customerKey: customer.customer_key,
    done: 'The contact preferences are written down.',
    failed: 'The contact preferences were not changed',
    onClose,
  });
  const submit = () => {
    setMissing(!reason.trim());
    if (!reason.trim()) return;
    change.mutate({ customer_key: customer.customer_key, version: care.version, ...wishes, reason });
  };
  return (
    <Dialog
      header="Contact preferences"
      submit="Save preferences"
      isBusy={change.isPending}
      error={change.error}
      fields={['reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      {FIELDS.map(({ field, wish }) => (
        <Checkbox
          key={field}
          checked={wishes[field]}
          onChange={({ detail }) => setWishes({ ...wishes, [field]: detail.checked })}
        >
          {wish}
        </Checkbox>
      ))}
      <Why value={reason} onChange={setReason} error={isMissing ? 'Say why.' : fieldError(change.error, 'reason')} />
    </Dialog>
  );
}
