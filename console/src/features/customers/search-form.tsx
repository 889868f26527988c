import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import { type CustomersSearch, SEARCH_BY, type SearchBy } from './search';

const EVERYBODY: CustomersSearch = { by: undefined, q: undefined };
const OPTIONS = Object.entries(SEARCH_BY).map(([value, label]) => ({ value, label }));

interface SearchFormProps {
  by?: SearchBy;
  q?: string;
  onSearch: (search: CustomersSearch) => void;
}

/** Searches when asked to, not at every key: each search is one request and one place in the history. */
export function SearchForm({ by = 'name', q = '', onSearch }: SearchFormProps) {
  const [chosen, setChosen] = useState<SearchBy>(by);
  const [text, setText] = useState(q);
  const search = (wanted: string) => onSearch(wanted.trim() ? { by: chosen, q: wanted.trim() } : EVERYBODY);
  return (
    <search>
      <form
        className="search-form"
        onSubmit={(event) => {
          event.preventDefault();
          search(text);
        }}
      >
        <div className="search-by">
          <Select
            ariaLabel="Search by"
            options={OPTIONS}
            selectedOption={OPTIONS.find(({ value }) => value === chosen) ?? null}
            onChange={({ detail }) => setChosen(detail.selectedOption.value as SearchBy)}
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
              if (!detail.value && q) search('');
            }}
          />
        </div>
        <Button formAction="submit">Search</Button>
      </form>
    </search>
  );
}
