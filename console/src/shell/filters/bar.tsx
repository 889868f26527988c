import './filters.css';
import Button from '@cloudscape-design/components/button';
import Icon from '@cloudscape-design/components/icon';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useId, useState } from 'react';

export interface Filter {
  id: string;
  /** What its button says: its name and, when it is set, to what. */
  title: string;
  isSet: boolean;
  /** What opens below; it closes the panel when it is done. */
  panel: (close: () => void) => ReactNode;
}

/** Several filters, one open at a time. Nothing changes in the list before a panel's button is pressed. */
export function FilterBar({ label, filters }: { label: string; filters: readonly Filter[] }) {
  const [open, setOpen] = useState<string>();
  const panel = useId();
  const opened = filters.find(({ id }) => id === open);
  return (
    <div>
      <fieldset className="filter-bar" aria-label={label}>
        {filters.map(({ id, title, isSet }) => (
          <button
            type="button"
            key={id}
            className="filter"
            data-set={isSet}
            aria-expanded={open === id}
            aria-controls={panel}
            onClick={() => setOpen(open === id ? undefined : id)}
          >
            {title} <Icon name={open === id ? 'angle-up' : 'angle-down'} size="small" />
          </button>
        ))}
      </fieldset>
      <div id={panel} className="filter-panel" hidden={!opened}>
        {opened && <div key={opened.id}>{opened.panel(() => setOpen(undefined))}</div>}
      </div>
    </div>
  );
}

interface FilterFormProps {
  /** What the button says that applies the filter. */
  apply?: string;
  onApply: () => void;
  onClear?: () => void;
  children: ReactNode;
}

/** A filter's panel: its fields, and the buttons that apply or clear it. */
export const FilterForm = ({ apply = 'Apply', onApply, onClear, children }: FilterFormProps) => (
  <form
    onSubmit={(event) => {
      event.preventDefault();
      onApply();
    }}
  >
    <SpaceBetween size="m">
      {children}
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" formAction="submit">
          {apply}
        </Button>
        <Button formAction="none" disabled={!onClear} onClick={onClear}>
          Clear
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  </form>
);
