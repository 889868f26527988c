import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { isStale } from '../../lib/errors';
import { day, plural, pounds } from '../../lib/format';
import type { Claim, ProlongationPreview } from '../../lib/model';
import { Dialog } from '../../shell/dialog';
import { useFlashSuccess } from '../../shell/flashes';
import { Loaded } from '../../shell/loaded';
import { useChange } from '../customers/use-change';
import { previewQuery, prolong, undoProlongation } from './queries';

interface Props {
  customerKey: string;
  account: string;
  claim: Claim;
  onClose: () => void;
}

/** Puts an invoice off by one of four periods. Every figure is the server's, and asked again when it has moved. */
export function ProlongDialog({ customerKey, account, claim, onClose }: Props) {
  const [days, setDays] = useState<number>();
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const preview = useQuery(previewQuery(customerKey, account, claim.reference));
  const confirm = useCommand(prolong, {
    success: async ({ due_after, fee_claim }) => {
      await queries.invalidateQueries({ queryKey: ['customer', customerKey] });
      const fee = fee_claim ? ` The fee is invoice ${fee_claim}.` : '';
      succeed(`${claim.reference} is now due on ${day(due_after)}.${fee}`);
      onClose();
    },
    failure: (error) => isStale(error) && preview.refetch(),
  });
  const chosen = preview.data?.offers.find((offer) => offer.days === days && !offer.is_too_long);
  const submit = () =>
    chosen &&
    confirm.mutate({
      customer_key: customerKey,
      account_number: account,
      claim: claim.reference,
      days: chosen.days,
      token: chosen.token,
    });
  return (
    <Dialog
      header={`Prolong invoice ${claim.reference}`}
      submit="Prolong"
      isBusy={confirm.isPending || preview.isFetching}
      isForbidden={!chosen}
      error={confirm.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Loaded query={preview} what="what more time would cost">
        {(shown) => <Periods shown={shown} days={days} onDays={setDays} chosen={chosen} />}
      </Loaded>
    </Dialog>
  );
}

type Offer = ProlongationPreview['offers'][number];

interface PeriodsProps {
  shown: ProlongationPreview;
  days: number | undefined;
  onDays: (days: number) => void;
  chosen: Offer | undefined;
}

const Periods = ({ shown, days, onDays, chosen }: PeriodsProps) => (
  <SpaceBetween size="l">
    <KeyValuePairs
      columns={3}
      items={[
        { label: 'Balance', value: pounds(shown.balance_pence) },
        { label: 'Due', value: day(shown.due_date) },
        { label: 'Prolonged so far', value: plural(shown.prolonged_days, 'day') },
      ]}
    />
    {shown.waived.length > 0 && (
      <Alert type="info" header="No fee is charged">
        {shown.waived.join(' ')}
      </Alert>
    )}
    <FormField label="Put off by" description={`At most ${plural(shown.most_days, 'day')} in all.`}>
      <RadioGroup
        value={days === undefined ? null : String(days)}
        onChange={({ detail }) => onDays(Number(detail.value))}
        items={shown.offers.map((offer) => ({
          value: String(offer.days),
          label: `${offer.days} days`,
          description: offer.is_too_long ? 'More than may be given.' : undefined,
          disabled: offer.is_too_long,
        }))}
      />
    </FormField>
    <div aria-live="polite">{chosen && <Details offer={chosen} />}</div>
  </SpaceBetween>
);

const Details = ({ offer }: { offer: Offer }) => (
  <SpaceBetween size="m">
    <FormField label="Details after prolongation">
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Fee', value: offer.fee_pence ? pounds(offer.fee_pence) : 'None' },
          { label: 'New due date', value: day(offer.due_date) },
          { label: 'Days in prolongation', value: plural(offer.prolonged_days, 'day') },
        ]}
      />
    </FormField>
    {offer.fee_pence > 0 && (
      <Alert type="warning">
        Tell the customer: {pounds(offer.fee_pence)} is added as an invoice of its own, due on {day(offer.due_date)}.
      </Alert>
    )}
  </SpaceBetween>
);

/** Takes back what was done today. */
export function UndoDialog({ customerKey, claim, id, onClose }: Omit<Props, 'account'> & { id: string }) {
  const undo = useChange(undoProlongation, {
    customerKey,
    done: `${claim.reference} is due as it was before today.`,
    failed: 'The prolongation was not undone',
    onClose,
  });
  return (
    <Dialog
      header={`Undo the prolongation of ${claim.reference}`}
      submit="Undo prolongation"
      cancel="Back"
      isBusy={undo.isPending}
      error={undo.error}
      onSubmit={() => undo.mutate({ customer_key: customerKey, id })}
      onClose={onClose}
    >
      <p>The invoice becomes due as it was before today, and a fee that was charged for it is taken off.</p>
    </Dialog>
  );
}
