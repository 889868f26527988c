import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { isStale } from '../../lib/errors';
import { pounds } from '../../lib/format';
import type { ReceiptMatch, Unallocated } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { useFlashFailure, useFlashSuccess } from '../../shell/flashes';
import { Loaded } from '../../shell/loaded';
import { MoneyFields, newDraft, received } from './money-fields';
import { allocate, keepReceipt, matchesQuery, receiptsQuery, sendBack } from './queries';

/** A change of the money that waits: done, it is said and the list is read again. */
function useReceiptChange<Input, Output>(
  send: (input: Input, key: string) => Promise<Output>,
  { done, onClose }: { done: string; onClose: () => void },
) {
  const queries = useQueryClient();
  const succeed = useFlashSuccess();
  const fail = useFlashFailure('Nothing was changed');
  const again = () => queries.invalidateQueries({ queryKey: receiptsQuery.queryKey });
  return useCommand(send, {
    success: async () => {
      await again();
      succeed(done);
      onClose();
    },
    failure: (error) => {
      if (!isStale(error)) return;
      fail(error);
      again();
      onClose();
    },
  });
}

/** Writes down money of an unknown payer. */
export function KeepDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [draft, setDraft] = useState(newDraft);
  const [isIncomplete, setIncomplete] = useState(false);
  const { mutate, isPending, error } = useReceiptChange(keepReceipt, { done: 'The money was recorded.', onClose });
  const submit = () => {
    const money = received(id, draft);
    setIncomplete(!money);
    if (money) mutate(money);
  };
  return (
    <Dialog
      header="Record money of an unknown payer"
      submit="Record money"
      isBusy={isPending}
      error={error}
      fields={['amount_pence', 'received_on', 'reference']}
      onSubmit={submit}
      onClose={onClose}
    >
      <MoneyFields
        draft={draft}
        change={(part) => setDraft((held) => ({ ...held, ...part }))}
        error={error}
        isIncomplete={isIncomplete}
      />
    </Dialog>
  );
}

const chosenBy = ({ customer_key, account_number }: ReceiptMatch) => `${customer_key} ${account_number ?? ''}`;

/** Gives waiting money to a customer found by a reference: an account's number, a customer's ID or a payment reference. */
export function AllocateDialog({ money, onClose }: { money: Unallocated; onClose: () => void }) {
  const [typed, setTyped] = useState(money.reference);
  const [asked, setAsked] = useState(money.reference);
  const [chosen, setChosen] = useState<string>('');
  const [isIncomplete, setIncomplete] = useState(false);
  const query = useQuery(matchesQuery(asked));
  const { mutate, isPending, error } = useReceiptChange(allocate, { done: 'The money was allocated.', onClose });
  const find = () => setAsked(typed.trim());
  const submit = () => {
    if (typed.trim() !== asked) return find();
    const match = query.data?.items.find((each) => chosenBy(each) === chosen);
    setIncomplete(!match);
    if (match) mutate({ id: money.id, customer_key: match.customer_key, account_number: match.account_number });
  };
  return (
    <Dialog
      header={`Allocate ${pounds(money.amount_pence)}`}
      submit="Allocate"
      isBusy={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField
        label="Find whose it is"
        description="By account number, customer ID or payment reference."
        secondaryControl={
          <Button formAction="none" onClick={find}>
            Find
          </Button>
        }
      >
        <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
      </FormField>
      {asked && (
        <Loaded query={query} what="whose it may be">
          {({ items }) =>
            items.length === 0 ? (
              <Box>Nobody is found by “{asked}”.</Box>
            ) : (
              <FormField label="It is the money of" errorText={isIncomplete ? 'Choose whose money it is.' : undefined}>
                <RadioGroup
                  value={chosen}
                  onChange={({ detail }) => setChosen(detail.value)}
                  items={items.map((match) => ({
                    value: chosenBy(match),
                    label: `${match.name}, customer ${match.customer_id}`,
                    description: match.account_number
                      ? `Account ${match.account_number}`
                      : 'Whatever is due longest, on any account',
                  }))}
                />
              </FormField>
            )
          }
        </Loaded>
      )}
    </Dialog>
  );
}

/** Says that waiting money was sent back. */
export function SendBackDialog({ money, onClose }: { money: Unallocated; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useReceiptChange(sendBack, { done: 'The money was sent back.', onClose });
  return (
    <Dialog
      header={`Send ${pounds(money.amount_pence)} back?`}
      submit="Send back"
      isBusy={isPending}
      error={error}
      fields={['reason']}
      onSubmit={() => mutate({ id: money.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <Box>Return it at the bank first: this writes down that it went back.</Box>
        <FormField label="Reason" errorText={fieldError(error, 'reason')}>
          <Input value={reason} onChange={({ detail }) => setReason(detail.value.slice(0, 200))} />
        </FormField>
      </SpaceBetween>
    </Dialog>
  );
}
