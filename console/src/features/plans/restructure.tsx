import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isStale, wordsFor } from '../../lib/errors';
import { day, pounds } from '../../lib/format';
import type { RestructureAsk, Simulation } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { figures } from '../../shell/figures';
import { UkDate } from '../../shell/uk-date';
import { restructure, simulate } from './queries';
import { usePlanChange } from './use-plan-change';

const FREQUENCIES: { value: RestructureAsk['frequency']; label: string }[] = [
  { value: 'MONTHLY', label: 'Monthly' },
  { value: 'WEEKLY', label: 'Weekly' },
];

/** Ten years of weeks: what the server takes at most. */
const MOST = 520;
const isBeside = (error: unknown) => ['start', 'instalments'].some((field) => fieldError(error, field));

/** All that a customer owes as one plan: simulated first, agreed only while nothing has moved since. */
export function Restructure({ customerKey, onClose }: { customerKey: string; onClose: () => void }) {
  const [frequency, setFrequency] = useState(FREQUENCIES[0]);
  const [start, setStart] = useState('');
  const [number, setNumber] = useState('6');
  const shown = useMutation({ mutationFn: simulate });
  const confirm = usePlanChange(restructure, {
    customerKey,
    done: 'All claims are in one plan.',
    onDone: onClose,
    failed: (error) => {
      if (isStale(error)) shown.mutate(ask);
    },
  });
  const ask = {
    customer_key: customerKey,
    frequency: frequency?.value ?? 'MONTHLY',
    start,
    instalments: Number(number),
  };
  const isNumber = Number.isInteger(ask.instalments) && ask.instalments > 0 && ask.instalments <= MOST;
  const change = (set: () => void) => {
    set();
    shown.reset();
  };
  return (
    <Dialog
      header="Restructure all claims"
      submit="Confirm restructure"
      size="large"
      isBusy={confirm.isPending}
      isForbidden={!shown.data}
      error={confirm.error}
      onSubmit={() => shown.data && confirm.mutate({ ...ask, token: shown.data.token })}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <ColumnLayout columns={3}>
          <FormField label="Frequency">
            <Select
              options={FREQUENCIES}
              selectedOption={frequency ?? null}
              onChange={({ detail }) =>
                change(() => setFrequency(FREQUENCIES.find(({ value }) => value === detail.selectedOption.value)))
              }
            />
          </FormField>
          <UkDate
            label="First instalment on"
            calendarLabel="Choose the day of the first instalment"
            value={start}
            onChange={(iso) => change(() => setStart(iso))}
            error={fieldError(shown.error, 'start')}
          />
          <FormField
            label="Number of instalments"
            errorText={isNumber ? fieldError(shown.error, 'instalments') : `Enter a number from 1 to ${MOST}.`}
          >
            <Input
              value={number}
              inputMode="numeric"
              onChange={({ detail }) => change(() => setNumber(detail.value))}
            />
          </FormField>
        </ColumnLayout>
        <Button
          formAction="none"
          loading={shown.isPending}
          disabled={!(start && isNumber)}
          onClick={() => shown.mutate(ask)}
        >
          Simulate
        </Button>
        {shown.isError && !isBeside(shown.error) && <Alert type="error">{wordsFor(shown.error)}</Alert>}
        {shown.data && <Shown found={shown.data} />}
      </SpaceBetween>
    </Dialog>
  );
}

const Shown = ({ found }: { found: Simulation }) => (
  <SpaceBetween size="m">
    <Box>
      {pounds(found.total)} on {found.claims.map(({ claim }) => claim).join(', ')}. Plans and promises on these claims
      end.
    </Box>
    {found.excluded.length > 0 && (
      <Alert type="warning" header="Left out">
        {found.excluded.map(({ claim, amount, reasons }) => (
          <div key={claim}>
            {claim}, {pounds(amount)}: {reasons.join(' ')}
          </div>
        ))}
      </Alert>
    )}
    <Table
      variant="embedded"
      items={[...found.schedule]}
      trackBy={({ number }) => String(number)}
      ariaLabels={{ tableLabel: 'Coming payments' }}
      columnDefinitions={[
        { id: 'number', header: 'No.', isRowHeader: true, cell: ({ number }) => number },
        { id: 'due', header: 'Due', cell: ({ due }) => <span className="figures">{day(due)}</span> },
        figures<Simulation['schedule'][number]>('amount', 'Amount', ({ amount }) => pounds(amount)),
      ]}
    />
  </SpaceBetween>
);
