import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { METHODS } from '../../lib/methods';
import { UkDate } from '../../shell/uk-date';
import { type Filters, isFiltered, isUpsideDown, STATUSES } from './filters';

interface FilterFieldsProps {
  filters: Filters;
  show: (change: Filters) => void;
}

const THIRD = { colspan: { default: 12, s: 4 } };

/** Which payments are shown; nothing is asked of the server before the button is pressed. */
export function FilterFields({ filters, show }: FilterFieldsProps) {
  const [typed, setTyped] = useState(filters);
  const change = (part: Filters) => setTyped((held) => ({ ...held, ...part }));
  return (
    <Container>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isUpsideDown(typed)) show({ ...typed, account: typed.account?.trim() });
        }}
      >
        <SpaceBetween size="m">
          <Grid gridDefinition={[THIRD, THIRD, THIRD, THIRD, THIRD]}>
            <UkDate
              label="From"
              calendarLabel="Choose the first day"
              value={typed.from ?? ''}
              onChange={(from) => change({ from })}
            />
            <UkDate
              label="Until"
              calendarLabel="Choose the last day"
              value={typed.to ?? ''}
              onChange={(to) => change({ to })}
              error={isUpsideDown(typed) ? 'This is before the first day.' : undefined}
            />
            <FormField label="Account number">
              <Input value={typed.account ?? ''} onChange={({ detail }) => change({ account: detail.value })} />
            </FormField>
            <Several
              label="Status"
              words={STATUSES}
              value={typed.statuses}
              onChange={(statuses) => change({ statuses })}
            />
            <Several label="Method" words={METHODS} value={typed.methods} onChange={(methods) => change({ methods })} />
          </Grid>
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="submit">Show payments</Button>
            {isFiltered(filters) && (
              <Button
                variant="link"
                formAction="none"
                onClick={() =>
                  show({ from: undefined, to: undefined, statuses: undefined, methods: undefined, account: undefined })
                }
              >
                Clear filters
              </Button>
            )}
          </SpaceBetween>
        </SpaceBetween>
      </form>
    </Container>
  );
}

interface SeveralProps {
  label: string;
  words: Record<string, string>;
  value: string | undefined;
  onChange: (value: string) => void;
}

function Several({ label, words, value, onChange }: SeveralProps) {
  const options = Object.entries(words).map(([code, text]) => ({ value: code, label: text }));
  const chosen = (value ?? '').split(',');
  return (
    <FormField label={label}>
      <Multiselect
        options={options}
        selectedOptions={options.filter((option) => chosen.includes(option.value))}
        onChange={({ detail }) => onChange(detail.selectedOptions.map((option) => option.value).join(','))}
        placeholder="Any"
        keepOpen
      />
    </FormField>
  );
}
