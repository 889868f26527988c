import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { isStale } from '../../lib/errors';
import { day, pence, pounds } from '../../lib/format';
import type { Charged, WayToCharge, WholeCustomer } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { useFlash } from '../../shell/flashes';
import { Loaded } from '../../shell/loaded';
import { chargeMandate, chargePreviewQuery } from './queries';

interface Props {
  page: WholeCustomer;
  onClose: () => void;
}

/** Which account, which way to pay, and how much: what can be charged is the server's word, and asked again when it has moved. */
export function ChargeDialog({ page: { customer, accounts }, onClose }: Props) {
  const owing = accounts.filter(({ balance_pence }) => balance_pence > 0);
  const [account, setAccount] = useState(owing[0]?.number ?? '');
  const [mandateId, setMandateId] = useState('');
  const [typed, setTyped] = useState<string>();
  const [hasAgreed, setAgreed] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const queries = useQueryClient();
  const flash = useFlash();
  const preview = useQuery({ ...chargePreviewQuery(customer.customer_key, account), enabled: account !== '' });
  const charge = useCommand(chargeMandate, {
    success: async (charged) => {
      await queries.invalidateQueries({ queryKey: ['customer', customer.customer_key] });
      flash(told(charged));
      onClose();
    },
    failure: (error) => {
      if (isStale(error)) preview.refetch();
    },
  });
  const way = preview.data?.ways.find(({ mandate }) => mandate.id === mandateId);
  const amount = typed === undefined ? (preview.data?.chargeable_pence ?? 0) : pence(typed);
  const most = preview.data?.chargeable_pence ?? 0;
  const isSound = amount !== null && amount > 0 && amount <= most;
  const needsConsent = way !== undefined && isSound && amount > way.mandate.consent.most_pence;
  const submit = () => {
    setAsked(true);
    if (!preview.data || !way || !isSound || (needsConsent && !hasAgreed)) return;
    charge.mutate({
      customer_key: customer.customer_key,
      account,
      mandate_id: way.mandate.id,
      payment_id: preview.data.payment_id,
      amount_pence: amount,
      shown_pence: preview.data.chargeable_pence,
      consent: needsConsent ? { agreed: true, most_pence: amount, ends: null } : null,
    });
  };
  return (
    <Dialog
      header="Charge a saved way to pay"
      submit={amount ? `Charge ${pounds(amount)}` : 'Charge'}
      isBusy={charge.isPending || preview.isFetching}
      isForbidden={!most || !preview.data?.ways.some(({ usable }) => usable)}
      error={charge.error}
      fields={['amount']}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField label="Account">
        <Select
          selectedOption={{ value: account, label: account }}
          options={owing.map(({ number, creditor, balance_pence }) => ({
            value: number,
            label: number,
            description: `${creditor}, ${pounds(balance_pence)}`,
          }))}
          onChange={({ detail }) => setAccount(detail.selectedOption.value ?? '')}
          empty="Nothing is owed"
        />
      </FormField>
      {account && (
        <Loaded query={preview} what="what can be charged">
          {(shown) => (
            <SpaceBetween size="m">
              {shown.why_not && <Alert type="warning">{shown.why_not}</Alert>}
              <FormField label="Way to pay" errorText={isAsked && !way ? 'Choose a way to pay.' : undefined}>
                <RadioGroup
                  value={mandateId}
                  onChange={({ detail }) => setMandateId(detail.value)}
                  items={shown.ways.map((each) => ({
                    value: each.mandate.id,
                    label: each.mandate.name,
                    description: aboutWay(each),
                    disabled: !each.usable,
                  }))}
                />
              </FormField>
              <FormField label="Amount">
                <RadioGroup
                  value={typed === undefined ? 'full' : 'part'}
                  onChange={({ detail }) => setTyped(detail.value === 'full' ? undefined : '')}
                  items={[
                    { value: 'full', label: `Full amount, ${pounds(shown.chargeable_pence)}` },
                    { value: 'part', label: 'Part of it' },
                  ]}
                />
              </FormField>
            </SpaceBetween>
          )}
        </Loaded>
      )}
      {typed !== undefined && (
        <FormField
          label="Amount in pounds"
          errorText={(isAsked && wrongAmount(amount, most)) || fieldError(charge.error, 'amount')}
        >
          <Input value={typed} inputMode="decimal" onChange={({ detail }) => setTyped(detail.value)} />
        </FormField>
      )}
      {needsConsent && way && (
        <Alert type="warning" header={`The customer agreed to ${pounds(way.mandate.consent.most_pence)} at most`}>
          <FormField errorText={isAsked && !hasAgreed ? 'Ask the customer whether they agree.' : undefined}>
            <Checkbox checked={hasAgreed} onChange={({ detail }) => setAgreed(detail.checked)}>
              I have told them the amount, and they agree to {pounds(amount)} per charge from now on
            </Checkbox>
          </FormField>
        </Alert>
      )}
    </Dialog>
  );
}

function aboutWay({ usable, why_not, collect_on, mandate }: WayToCharge) {
  const until = mandate.disabled_until ? ` Until ${day(mandate.disabled_until)}.` : '';
  if (!usable) return `${why_not}${until}`;
  const most = `At most ${pounds(mandate.consent.most_pence)} per charge.`;
  return collect_on ? `Collected on ${day(collect_on)}, after the customer is told. ${most}` : most;
}

function wrongAmount(amount: number | null, most: number) {
  if (amount === null || amount < 1) return 'Enter an amount in pounds and pence, like 25.00.';
  return amount > most ? `At most ${pounds(most)} can be charged now.` : undefined;
}

function told({ status, amount_pence, collect_on, words, reference }: Charged) {
  const amount = pounds(amount_pence);
  if (status === 'SETTLED') return { type: 'success' as const, content: `${amount} taken. Reference ${reference}.` };
  if (status === 'FAILED') return { type: 'error' as const, content: `${amount} was not taken. ${words}` };
  const content = collect_on ? `${amount} will be collected on ${day(collect_on)}. Reference ${reference}.` : words;
  return { type: 'info' as const, content };
}
