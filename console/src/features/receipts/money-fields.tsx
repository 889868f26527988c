import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { londonDay } from '../../lib/day';
import { pence } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { NewReceipt } from '../../lib/model';
import { fieldError } from '../../shell/dialog';
import { UkDate } from '../../shell/uk-date';

const METHODS: readonly NewReceipt['method'][] = ['BANK_TRANSFER', 'STANDING_ORDER', 'CASH', 'CHEQUE'];
const OPTIONS = METHODS.map((value) => ({ value, label: methodWords(value) }));

/** What a person types about money that came in. */
export interface Draft {
  amount: string;
  method: NewReceipt['method'];
  day: string;
  reference: string;
}

export const newDraft = (): Draft => ({
  amount: '',
  method: 'BANK_TRANSFER',
  day: londonDay(new Date()),
  reference: '',
});

/** The draft as the API takes it; nothing while the amount or the day is missing. */
export function received(id: string, draft: Draft): NewReceipt | null {
  const amount_pence = pence(draft.amount);
  if (!amount_pence || !draft.day) return null;
  return { id, amount_pence, method: draft.method, received_on: draft.day, reference: draft.reference.trim() };
}

interface MoneyFieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  error: unknown;
  isIncomplete: boolean;
}

/** Amount, how and when it came, and what the payer wrote. */
export const MoneyFields = ({ draft, change, error, isIncomplete }: MoneyFieldsProps) => (
  <SpaceBetween size="m">
    <FormField
      label="Amount"
      constraintText="Pounds and pence, like 50.00"
      errorText={
        fieldError(error, 'amount_pence') ??
        (isIncomplete && !pence(draft.amount) ? 'Enter an amount in pounds and pence, like 50.00.' : undefined)
      }
    >
      <div className="short-input">
        <span aria-hidden="true">£</span>
        <Input inputMode="decimal" value={draft.amount} onChange={({ detail }) => change({ amount: detail.value })} />
      </div>
    </FormField>
    <FormField label="How it came">
      <Select
        options={OPTIONS}
        selectedOption={{ value: draft.method, label: methodWords(draft.method) }}
        onChange={({ detail }) => change({ method: detail.selectedOption.value as Draft['method'] })}
      />
    </FormField>
    <UkDate
      label="Received on"
      calendarLabel="Choose the day it was received"
      value={draft.day}
      onChange={(day) => change({ day })}
      error={fieldError(error, 'received_on') ?? (isIncomplete && !draft.day ? 'Enter a day.' : undefined)}
    />
    <FormField
      label="Reference"
      description="What the bank statement or the cheque says."
      errorText={fieldError(error, 'reference')}
    >
      <Input value={draft.reference} onChange={({ detail }) => change({ reference: detail.value.slice(0, 35) })} />
    </FormField>
  </SpaceBetween>
);
