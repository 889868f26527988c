import './campaigns.css';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { UkDate } from '../../shell/uk-date';
import {
  ACCOUNT_STATUSES,
  type Filter,
  type Filters,
  isFiltered,
  LANGUAGES,
  PLANS,
  PROMISES,
  STATUSES,
  several,
} from './filters';

interface SegmentFormProps {
  filters: Filters;
  faults: Filters;
  change: (change: Filters) => void;
  onCount: () => void;
  onClear: () => void;
  isCounting: boolean;
}

/** What a campaign is narrowed by. Enter counts; nothing is asked of the server before. */
export function SegmentForm({ filters, faults, change, onCount, onClear, isCounting }: SegmentFormProps) {
  const shared = { filters, faults, change };
  const isDue = filters.due_from || filters.due_to || filters.late_from || filters.late_to;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onCount();
      }}
    >
      <SpaceBetween size="l">
        <Group legend="Accounts" description="One and the same account of a customer meets all of these.">
          <Typed name="owes_from" label="Balance at least (£)" {...shared} />
          <Typed name="owes_to" label="Balance at most (£)" {...shared} />
          <Typed name="late_from" label="Days past due at least" {...shared} />
          <Typed name="late_to" label="Days past due at most" {...shared} />
          <Day name="due_from" label="Oldest due date from" {...shared} />
          <Day name="due_to" label="Oldest due date until" {...shared} />
          <Several name="account_statuses" label="Account status" words={ACCOUNT_STATUSES} {...shared} />
          <Typed name="portfolios" label="Portfolios" constraint="Several with commas between" {...shared} />
          <Blank name="due_blank" isRange={Boolean(isDue)} words="with nothing due" {...shared} />
          <Blank name="portfolio_blank" isRange={Boolean(filters.portfolios)} words="without a portfolio" {...shared} />
          <Several
            name="promises"
            label="Promise to pay"
            constraint="Open: in the file only if something else is owed"
            words={PROMISES}
            {...shared}
          />
          <Several
            name="plans"
            label="Payment plan"
            constraint="Active, at risk: in the file only if something else is owed"
            words={PLANS}
            {...shared}
          />
        </Group>
        <Group legend="Customers">
          <Day name="paid_from" label="Last payment from" {...shared} />
          <Day name="paid_to" label="Last payment until" {...shared} />
          <Typed name="areas" label="Postcode areas" constraint="For example, LS, EH" {...shared} />
          <Typed name="tags" label="Tags" constraint="Any of these, with commas between" {...shared} />
          <Held name="mobile" label="Mobile" {...shared} />
          <Held name="email" label="Email" {...shared} />
          <Several name="languages" label="Language" words={LANGUAGES} {...shared} />
          <Several name="statuses" label="Status" words={STATUSES} {...shared} />
          <Blank
            name="paid_blank"
            isRange={Boolean(filters.paid_from || filters.paid_to)}
            words="without a payment"
            {...shared}
          />
          <Blank name="tags_blank" isRange={Boolean(filters.tags)} words="without a tag" {...shared} />
        </Group>
        <SpaceBetween direction="horizontal" size="xs">
          <Button formAction="submit" loading={isCounting} loadingText="Counting customers">
            Count customers
          </Button>
          {isFiltered(filters) && (
            <Button variant="link" formAction="none" onClick={onClear}>
              Clear filters
            </Button>
          )}
        </SpaceBetween>
      </SpaceBetween>
    </form>
  );
}

const Group = ({ legend, description, children }: { legend: string; description?: string; children: ReactNode }) => (
  <fieldset className="segment">
    <legend>{legend}</legend>
    {description && <p>{description}</p>}
    <div className="segment-filters">{children}</div>
  </fieldset>
);

interface FieldProps {
  name: Filter;
  label: string;
  filters: Filters;
  faults: Filters;
  change: (change: Filters) => void;
}

const Typed = ({ name, label, constraint, filters, faults, change }: FieldProps & { constraint?: string }) => (
  <FormField label={label} errorText={faults[name]} constraintText={constraint}>
    <Input
      value={filters[name] ?? ''}
      invalid={Boolean(faults[name])}
      onChange={({ detail }) => change({ [name]: detail.value || undefined })}
    />
  </FormField>
);

const Day = ({ name, label, filters, faults, change }: FieldProps) => (
  <UkDate
    label={label}
    calendarLabel={`Choose a day: ${label}`}
    value={filters[name] ?? ''}
    error={faults[name]}
    onChange={(iso) => change({ [name]: iso || undefined })}
  />
);

type SeveralProps = FieldProps & { words: Record<string, string>; constraint?: string };

function Several({ name, label, constraint, words, filters, change }: SeveralProps) {
  const options = Object.entries(words).map(([value, text]) => ({ value, label: text }));
  const chosen = several(filters[name]);
  return (
    <FormField label={label} constraintText={constraint}>
      <Multiselect
        placeholder="Any"
        options={options}
        selectedOptions={options.filter(({ value }) => chosen.includes(value))}
        deselectAriaLabel={(option) => `Remove ${option.label}`}
        onChange={({ detail }) =>
          change({ [name]: detail.selectedOptions.map(({ value }) => value).join(',') || undefined })
        }
      />
    </FormField>
  );
}

const HELD = [
  { value: '', label: 'With or without' },
  { value: 'yes', label: 'With' },
  { value: 'no', label: 'Without' },
];

const Held = ({ name, label, filters, change }: FieldProps) => (
  <FormField label={label}>
    <Select
      options={HELD}
      selectedOption={HELD.find(({ value }) => value === (filters[name] ?? '')) ?? null}
      onChange={({ detail }) => change({ [name]: detail.selectedOption.value || undefined })}
    />
  </FormField>
);

interface BlankProps extends Omit<FieldProps, 'label' | 'faults'> {
  isRange: boolean;
  words: string;
}

/** Whether those without a value belong too; alone it asks for just those. */
const Blank = ({ name, isRange, words, filters, change }: BlankProps) => (
  <div className="segment-blank">
    <Checkbox
      checked={filters[name] === 'yes'}
      onChange={({ detail }) => change({ [name]: detail.checked ? 'yes' : undefined })}
    >
      {isRange ? 'Also those' : 'Only those'} {words}
    </Checkbox>
  </div>
);
