import { useState } from 'react';
import { words } from '../../lib/format';
import { methodWords } from '../../lib/methods';
import type { JournalChoices } from '../../lib/model';
import { FilterBar, FilterForm } from '../../shell/filters/bar';
import { ChoiceList } from '../../shell/filters/choice-list';
import { chosen, FIELDS, type Field, type JournalView, joined } from './view';

const NAMES: Record<Field, string> = {
  claims: 'Claim',
  products: 'Product',
  methods: 'Payment method',
  contexts: 'Context',
};

/** How the values of a field are called, where they are no plain codes. */
const NAMING: Partial<Record<Field, (choice: string) => string>> = { claims: (choice) => choice, methods: methodWords };

interface JournalFiltersProps {
  view: JournalView;
  choices: JournalChoices;
  show: (change: Partial<JournalView>) => void;
}

/** Filters by what there is in this journal: any of the values of one kind, and of every kind that is set. */
export function JournalFilters({ view, choices, show }: JournalFiltersProps) {
  const filters = FIELDS.map((field) => ({
    id: field,
    title: view[field] ? `${NAMES[field]} (${chosen(view[field]).length})` : NAMES[field],
    isSet: Boolean(view[field]),
    panel: (close: () => void) => (
      <Choices
        field={field}
        choices={choices[field]}
        set={chosen(view[field])}
        onDone={(values) => {
          show({ [field]: joined(values) });
          close();
        }}
      />
    ),
  }));
  return <FilterBar label="Filter the journal" filters={filters} />;
}

interface ChoicesProps {
  field: Field;
  choices: readonly string[];
  set: readonly string[];
  onDone: (values: readonly string[]) => void;
}

function Choices({ field, choices, set, onDone }: ChoicesProps) {
  const [draft, setDraft] = useState<ReadonlySet<string>>(() => new Set(set));
  const name = NAMING[field] ?? words;
  const listed = choices.map((choice) => ({
    id: choice,
    label: choice ? name(choice) : `No ${NAMES[field].toLowerCase()}`,
  }));
  return (
    <FilterForm
      apply="Filter"
      onApply={() => onDone([...draft])}
      onClear={set.length > 0 || draft.size > 0 ? () => onDone([]) : undefined}
    >
      <ChoiceList
        legend={`Show only these ${NAMES[field].toLowerCase()}s`}
        groups={[{ label: NAMES[field], choices: listed }]}
        chosen={draft}
        onChange={setDraft}
      />
    </FilterForm>
  );
}
