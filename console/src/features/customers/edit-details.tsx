import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { phone, words } from '../../lib/format';
import type { CorrectDetails, Customer } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { UnsavedChanges } from '../../shell/unsaved';
import { correctDetails } from './queries';
import { LANGUAGES } from './summary';
import { useChange } from './use-change';

type Draft = Required<Omit<CorrectDetails, 'version' | 'address'>> & { address: string };

const TYPED = [
  ['mobile_phone', 'Mobile', 'tel'],
  ['home_phone', 'Home phone', 'tel'],
  ['work_phone', 'Work phone', 'tel'],
  ['email', 'Email', 'email'],
] as const;
const CHANNELS = ['', 'SMS', 'EMAIL', 'LETTER', 'PHONE'];

const draftOf = (customer: Customer): Draft => ({
  mobile_phone: phone(customer.mobile_phone ?? ''),
  home_phone: phone(customer.home_phone ?? ''),
  work_phone: phone(customer.work_phone ?? ''),
  email: customer.email ?? '',
  address: customer.address.join('\n'),
  postcode: customer.postcode,
  gone_away: customer.gone_away,
  language: customer.language,
  preferred_channel: customer.preferred_channel ?? '',
});

/** Corrects how the customer is reached. An emptied field is not held any more. */
export function EditDetails({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(customer));
  const set = (change: Partial<Draft>) => setDraft((typed) => ({ ...typed, ...change }));
  const save = useChange(correctDetails, {
    customerKey: customer.customer_key,
    done: `The contact details of ${customer.name} were saved.`,
    failed: 'The contact details were not saved',
    onClose,
  });
  const error = (field: string) => fieldError(save.error, field);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(draftOf(customer));
  const submit = () => {
    if (!isDirty) return onClose();
    const { customer_key, version } = customer;
    const address = draft.address.split('\n').filter((line) => line.trim());
    save.mutate({ ...draft, customer_key, version, address });
  };
  return (
    <Dialog
      header="Edit contact and address"
      submit="Save"
      size="large"
      isBusy={save.isPending}
      error={save.error}
      fields={[...TYPED.map(([field]) => field), 'address', 'postcode']}
      onSubmit={submit}
      onClose={onClose}
    >
      <UnsavedChanges dirty={isDirty && !save.isSuccess} />
      <ColumnLayout columns={2}>
        {TYPED.map(([field, label, type]) => (
          <FormField key={field} label={label} errorText={error(field)}>
            <Input
              type={type === 'email' ? 'email' : 'text'}
              inputMode={type}
              value={draft[field]}
              onChange={({ detail }) => set({ [field]: detail.value })}
            />
          </FormField>
        ))}
        <FormField label="Address" description="A line each, five at most" errorText={error('address')}>
          <Textarea rows={5} value={draft.address} onChange={({ detail }) => set({ address: detail.value })} />
        </FormField>
        <div className="stacked">
          <FormField label="Postcode" errorText={error('postcode')}>
            <Input value={draft.postcode} onChange={({ detail }) => set({ postcode: detail.value })} />
          </FormField>
          <Checkbox checked={draft.gone_away} onChange={({ detail }) => set({ gone_away: detail.checked })}>
            Gone away: does not live there any more
          </Checkbox>
        </div>
        <FormField label="Language">
          <Select
            options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
            selectedOption={{ value: draft.language, label: LANGUAGES[draft.language] ?? draft.language }}
            onChange={({ detail }) => set({ language: detail.selectedOption.value ?? draft.language })}
          />
        </FormField>
        <FormField label="Preferred channel">
          <Select
            options={CHANNELS.map(channel)}
            selectedOption={channel(draft.preferred_channel)}
            onChange={({ detail }) => set({ preferred_channel: detail.selectedOption.value ?? '' })}
          />
        </FormField>
      </ColumnLayout>
    </Dialog>
  );
}

const channel = (value: string) => ({ value, label: value ? words(value) : 'None' });
