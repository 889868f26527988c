import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { Account, HoldKind, Support } from '../../lib/model';
import { useMe } from '../../lib/roles';
import { Dialog, fieldError } from '../../shell/dialog';
import { Optional } from '../../shell/optional';
import { UkDate } from '../../shell/uk-date';
import { useChange } from '../customers/use-change';
import { Why } from './hold-dialogs';
import { placeHold } from './queries';
import { KINDS, SUPPORT } from './words';

interface Props {
  customerKey: string;
  version: number;
  accounts: readonly Account[];
  onClose: () => void;
}

const option = (value: string, label: string) => ({ value, label });
const WHOLE = option('', 'The whole customer');
const ADVISED: readonly HoldKind[] = ['BREATHING_SPACE', 'MH_CRISIS', 'SCOTTISH_MORATORIUM', 'DEBT_ADVICE'];

/** A hold with what it rests on. Without days it begins today and lasts as long as its kind usually does. */
export function PlaceHoldDialog({ customerKey, version, accounts, onClose }: Props) {
  const isAdmin = useMe().role === 'admin';
  const kinds = KINDS.filter(({ adminOnly }) => isAdmin || !adminOnly);
  const [kind, setKind] = useState<HoldKind>();
  const [account, setAccount] = useState('');
  const [start, setStart] = useState('');
  const [end, setEnd] = useState('');
  const [reason, setReason] = useState('');
  const [reference, setReference] = useState('');
  const [adviser, setAdviser] = useState('');
  const [note, setNote] = useState('');
  const [support, setSupport] = useState<Support[]>([]);
  const [isMissing, setMissing] = useState(false);
  const chosen = kinds.find((each) => each.kind === kind);
  const place = useChange(placeHold, {
    customerKey,
    done: `${chosen?.name ?? 'The hold'} stands now.`,
    failed: 'The hold was not placed',
    onClose,
  });
  const submit = () => {
    setMissing(!kind || !reason.trim());
    if (!kind || !reason.trim()) return;
    place.mutate({
      customer_key: customerKey,
      version,
      kind,
      account: chosen?.whole ? null : account || null,
      claim: null,
      start: start || null,
      end: end || null,
      reason,
      note,
      register_reference: reference,
      adviser,
      support: kind === 'VULNERABILITY' ? support : [],
    });
  };
  return (
    <Dialog
      header="Place a hold"
      submit="Place hold"
      isBusy={place.isPending}
      error={place.error}
      fields={['kind', 'account', 'end', 'reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField
        label="Hold"
        description={chosen?.about}
        errorText={isMissing && !kind ? 'Choose a hold.' : fieldError(place.error, 'kind')}
      >
        <Select
          placeholder="Choose a hold"
          options={kinds.map((each) => option(each.kind, each.name))}
          selectedOption={chosen ? option(chosen.kind, chosen.name) : null}
          onChange={({ detail }) => setKind(detail.selectedOption.value as HoldKind)}
        />
      </FormField>
      {!chosen?.whole && accounts.length > 0 && (
        <FormField label="About" errorText={fieldError(place.error, 'account')}>
          <Select
            options={[WHOLE, ...accounts.map(({ number }) => option(number, `Account ${number}`))]}
            selectedOption={account ? option(account, `Account ${account}`) : WHOLE}
            onChange={({ detail }) => setAccount(detail.selectedOption.value ?? '')}
          />
        </FormField>
      )}
      <UkDate
        label={<Optional>First day</Optional>}
        calendarLabel="Choose the first day"
        description="Today when it is left empty."
        value={start}
        onChange={setStart}
      />
      <UkDate
        label={<Optional>Last day</Optional>}
        calendarLabel="Choose the last day"
        description="The usual one of the kind when it is left empty."
        value={end}
        onChange={setEnd}
        error={fieldError(place.error, 'end')}
      />
      {kind === 'VULNERABILITY' && (
        <FormField label="What helps" description="The adjustment, never the reason: everybody here reads it.">
          <Multiselect
            placeholder="Choose what helps"
            options={Object.entries(SUPPORT).map(([value, label]) => option(value, label))}
            selectedOptions={support.map((value) => option(value, SUPPORT[value]))}
            onChange={({ detail }) => setSupport(detail.selectedOptions.map(({ value }) => value as Support))}
          />
        </FormField>
      )}
      {kind && ADVISED.includes(kind) && (
        <SpaceBetween size="m">
          <FormField label={<Optional>Register reference</Optional>}>
            <Input value={reference} onChange={({ detail }) => setReference(detail.value.slice(0, 200))} />
          </FormField>
          <FormField label={<Optional>Adviser</Optional>}>
            <Input value={adviser} onChange={({ detail }) => setAdviser(detail.value.slice(0, 200))} />
          </FormField>
        </SpaceBetween>
      )}
      <Why
        value={reason}
        onChange={setReason}
        error={isMissing && !reason.trim() ? 'Say why.' : fieldError(place.error, 'reason')}
      />
      <FormField label={<Optional>Note</Optional>}>
        <Textarea rows={2} value={note} onChange={({ detail }) => setNote(detail.value.slice(0, 2000))} />
      </FormField>
    </Dialog>
  );
}
