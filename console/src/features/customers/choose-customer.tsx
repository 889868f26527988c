import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import TokenGroup from '@cloudscape-design/components/token-group';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { wordsFor } from '../../lib/errors';
import { customersQuery, glanceQuery } from './queries';

interface ChooseCustomerProps {
  label: string;
  /** The key of the customer who is chosen. Only the key stands in the address: what was typed to find them does not. */
  value: string | undefined;
  onChange: (customerKey: string | undefined) => void;
}

/** One customer, found by a name or an ID. */
export const ChooseCustomer = ({ label, value, onChange }: ChooseCustomerProps) =>
  value ? (
    <Chosen key={value} label={label} customerKey={value} onDismiss={() => onChange(undefined)} />
  ) : (
    <Find label={label} onFound={onChange} />
  );

function Chosen({ label, customerKey, onDismiss }: { label: string; customerKey: string; onDismiss: () => void }) {
  const { data } = useQuery(glanceQuery(customerKey));
  const name = data ? `${data.name}, ${data.customer_id}` : 'One customer';
  return (
    <FormField label={label}>
      <TokenGroup
        alignment="horizontal"
        items={[{ label: name, dismissLabel: `Show everybody, not only ${name}` }]}
        onDismiss={onDismiss}
      />
    </FormField>
  );
}

function Find({ label, onFound }: { label: string; onFound: (customerKey: string) => void }) {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const query = useQuery({ ...customersQuery({ by: 'any', q: asked, limit: 20 }), enabled: asked !== '' });
  const found = new Map(query.data?.items.map((row) => [`${row.name}, ${row.customer_id}`, row.customer_key]));
  const isAsking = asked !== '' && query.isFetching;
  return (
    <FormField label={label}>
      <Autosuggest
        value={typed}
        placeholder="Name or customer ID"
        enteredTextLabel={(text) => `Find “${text}”`}
        filteringType="manual"
        hideEnteredTextOption
        options={[...found.keys()].map((value) => ({ value }))}
        statusType={isAsking ? 'loading' : query.isError ? 'error' : 'finished'}
        loadingText="Looking"
        errorText={query.isError ? wordsFor(query.error) : undefined}
        recoveryText="Try again"
        empty={asked ? 'Nobody is found by that.' : 'Type a name or a customer ID.'}
        onChange={({ detail }) => setTyped(detail.value)}
        onLoadItems={({ detail }) => setAsked(detail.filteringText.trim())}
        onSelect={({ detail }) => {
          const key = found.get(detail.value);
          if (key) onFound(key);
        }}
      />
    </FormField>
  );
}
