import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { plural, pounds } from '../../lib/format';
import type { PaymentFilter } from '../../lib/model';
import { isBuilding } from '../../shell/build-state';
import { Dialog, fieldError } from '../../shell/dialog';
import { useFlash, useFlashFailure } from '../../shell/flashes';
import { Loaded } from '../../shell/loaded';
import { createListing, filesQuery, listingQuery } from './queries';

/** What the shown payments come to, and a file of them: both look at every payment, so both are made in the background. */
export function Totals({ filters }: { filters: PaymentFilter }) {
  const [listing, setListing] = useState<string>();
  const [isTaking, setTaking] = useState(false);
  const sum = useCommand(createListing, {
    success: ({ id }) => setListing(id),
    failure: useFlashFailure('The payments were not summed'),
  });
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="xs">
        <Button
          loading={sum.isPending}
          loadingText="Starting"
          onClick={() => sum.mutate({ filters, has_file: false, purpose: '' })}
        >
          Sum these payments
        </Button>
        <Button iconName="download" onClick={() => setTaking(true)}>
          Export as CSV
        </Button>
      </SpaceBetween>
      {listing && <Summed id={listing} />}
      {isTaking && <TakeFile filters={filters} close={() => setTaking(false)} />}
    </SpaceBetween>
  );
}

function Summed({ id }: { id: string }) {
  const query = useQuery(listingQuery(id));
  return (
    <div aria-live="polite">
      <Loaded query={query} what="the totals">
        {(made) =>
          isBuilding(made.state) ? (
            <StatusIndicator type="in-progress">
              Summing: {plural(made.looked_at, 'payment')} looked at so far
            </StatusIndicator>
          ) : (
            <Alert type="info" header={`${pounds(made.in_pence + made.out_pence)} in total`}>
              {pounds(made.in_pence)} came and {pounds(-made.out_pence)} went back, of{' '}
              {plural(made.payments, 'payment')}. Payments without money are not summed.
            </Alert>
          )
        }
      </Loaded>
    </div>
  );
}

function TakeFile({ filters, close }: { filters: PaymentFilter; close: () => void }) {
  const [purpose, setPurpose] = useState('');
  const queries = useQueryClient();
  const flash = useFlash();
  const take = useCommand(createListing, {
    success: () => {
      flash({ type: 'success', content: 'The file is being made. It can be downloaded below when it is ready.' });
      close();
      return queries.invalidateQueries({ queryKey: filesQuery.queryKey });
    },
  });
  return (
    <Dialog
      header="Export payments as CSV"
      submit="Export payments"
      isBusy={take.isPending}
      error={take.error}
      fields={['purpose']}
      onSubmit={() => take.mutate({ filters, has_file: true, purpose: purpose.trim() })}
      onClose={close}
    >
      <FormField
        label="What the file is for"
        description="It is kept with the number of rows, for whoever looks after the records."
        errorText={fieldError(take.error, 'purpose')}
      >
        <Input value={purpose} onChange={({ detail }) => setPurpose(detail.value)} placeholder="Month end" />
      </FormField>
    </Dialog>
  );
}
