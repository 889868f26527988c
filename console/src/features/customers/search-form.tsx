import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { pence } from '../../lib/format';
import {
  type CustomersSearch,
  EVERYBODY,
  HOLDS,
  isNarrowed,
  LANGUAGES,
  SEARCH_BY,
  type SearchBy,
  STATUSES,
} from './search';

const OPTIONS = Object.entries(SEARCH_BY).map(([value, label]) => ({ value, label }));

interface SearchFormProps {
  search: CustomersSearch;
  onSearch: (search: CustomersSearch) => void;
}

/** Searches when asked to, not at every key: each search is one request and one place in the history. */
export function SearchForm({ search, onSearch }: SearchFormProps) {
  const [by, setBy] = useState<SearchBy>(search.by ?? 'any');
  const [text, setText] = useState(search.q ?? '');
  const [typed, setTyped] = useState({ portfolio: search.portfolio, from: search.from, to: search.to });
  const broken = { from: isBroken(typed.from), to: isBroken(typed.to) };
  const ask = (wanted: string) => {
    if (broken.from || broken.to) return;
    const q = wanted.trim() || undefined;
    onSearch({ by: q === undefined ? undefined : by, q, ...typed });
  };
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask(text);
        }}
      >
        <SpaceBetween size="xs">
          <div className="search-form">
            <div className="search-by">
              <Select
                ariaLabel="Search by"
                options={OPTIONS}
                selectedOption={OPTIONS.find(({ value }) => value === by) ?? null}
                onChange={({ detail }) => setBy(detail.selectedOption.value as SearchBy)}
              />
            </div>
            <div className="search-text">
              <Input
                type="search"
                ariaLabel="Search customers"
                placeholder="Search customers"
                clearAriaLabel="Clear search"
                value={text}
                onChange={({ detail }) => {
                  setText(detail.value);
                  if (!detail.value && search.q) ask('');
                }}
              />
            </div>
            <Button formAction="submit">Search</Button>
            {isNarrowed(search) && (
              <Button variant="link" formAction="none" onClick={() => onSearch(EVERYBODY)}>
                Clear all
              </Button>
            )}
          </div>
          <ExpandableSection
            headerText={filterWords(search)}
            variant="footer"
            defaultExpanded={isNarrowed({ ...search, q: undefined })}
          >
            <div className="filters">
              <Choice
                label="Status"
                any="Any status"
                options={STATUSES}
                value={search.status}
                onChange={(status) => onSearch({ status })}
              />
              <Choice
                label="Hold"
                any="Either"
                options={HOLDS}
                value={search.hold}
                onChange={(hold) => onSearch({ hold })}
              />
              <Choice
                label="Language"
                any="Any language"
                options={LANGUAGES}
                value={search.language}
                onChange={(language) => onSearch({ language })}
              />
              <Typed
                label="Portfolio"
                value={typed.portfolio}
                onChange={(portfolio) => setTyped({ ...typed, portfolio })}
              />
              <Typed
                label="Owes at least (£)"
                value={typed.from}
                isBroken={broken.from}
                onChange={(from) => setTyped({ ...typed, from })}
              />
              <Typed
                label="Owes at most (£)"
                value={typed.to}
                isBroken={broken.to}
                onChange={(to) => setTyped({ ...typed, to })}
              />
              <div className="filters-apply">
                <Button formAction="submit">Apply filters</Button>
              </div>
            </div>
          </ExpandableSection>
        </SpaceBetween>
      </form>
    </search>
  );
}

const isBroken = (amount: string | undefined) => Boolean(amount) && pence(amount) === null;

/** How many filters there are, for when they are folded away. */
function filterWords({ status, hold, language, portfolio, from, to }: CustomersSearch): string {
  const set = [status, hold, language, portfolio, from, to].filter(Boolean).length;
  return set ? `Filters (${set} set)` : 'Filters';
}

interface ChoiceProps<Key extends string> {
  label: string;
  any: string;
  options: Record<Key, string>;
  value?: Key;
  onChange: (value: Key | undefined) => void;
}

function Choice<Key extends string>({ label, any, options, value, onChange }: ChoiceProps<Key>) {
  const choices = [
    { value: '', label: any },
    ...Object.entries<string>(options).map(([key, words]) => ({ value: key, label: words })),
  ];
  return (
    <FormField label={label}>
      <Select
        options={choices}
        selectedOption={choices.find((choice) => choice.value === (value ?? '')) ?? null}
        onChange={({ detail }) => onChange((detail.selectedOption.value || undefined) as Key | undefined)}
      />
    </FormField>
  );
}

interface TypedProps {
  label: string;
  value?: string;
  isBroken?: boolean;
  onChange: (value: string | undefined) => void;
}

const Typed = ({ label, value, isBroken: broken, onChange }: TypedProps) => (
  <FormField label={label} errorText={broken && 'Write an amount like 120 or 120.50.'}>
    <Input value={value ?? ''} invalid={broken} onChange={({ detail }) => onChange(detail.value || undefined)} />
  </FormField>
);
