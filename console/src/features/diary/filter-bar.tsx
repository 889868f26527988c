import Button from '@cloudscape-design/components/button';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { useState } from 'react';
import { day } from '../../lib/format';
import type { DiaryChoices } from '../../lib/model';
import { TRIGGER_WORDS } from '../../shell/activities/actors';
import { GROUP_WORDS } from '../../shell/activities/tiles';
import { FilterBar as Bar, FilterForm } from '../../shell/filters/bar';
import { ChoiceList } from '../../shell/filters/choice-list';
import { UkDate } from '../../shell/uk-date';
import { chosen, type DiaryView, joined, NO_CLAIM } from './filters';

type Field = 'days' | 'events' | 'users' | 'claims' | 'trigger';
type Listed = Exclude<Field, 'days' | 'trigger'>;
type Show = (change: Partial<DiaryView>) => void;

interface FilterBarProps {
  view: DiaryView;
  choices: DiaryChoices;
  show: Show;
}

/** Five filters. Nothing changes in the list before Apply is pressed. */
export function FilterBar({ view, choices, show }: FilterBarProps) {
  const filters = (['days', 'events', 'users', 'claims', 'trigger'] as const).map((field) => ({
    id: field,
    title: title(view, field),
    isSet: isSet(view, field),
    panel: (close: () => void) => {
      const done: Show = (change) => {
        show(change);
        close();
      };
      if (field === 'days') return <Days view={view} onDone={done} />;
      if (field === 'trigger') return <Trigger view={view} onDone={done} />;
      return <Choices field={field} view={view} groups={groupsOf(field, choices)} onDone={done} />;
    },
  }));
  return <Bar label="Filter the diary" filters={filters} />;
}

const isSet = (view: DiaryView, field: Field) => Boolean(field === 'days' ? view.from || view.to : view[field]);

const NAMES = { days: 'Days', events: 'Events', users: 'Users', claims: 'Claims', trigger: 'Automatic or manual' };

function title(view: DiaryView, field: Field) {
  if (!isSet(view, field)) return NAMES[field];
  if (field === 'trigger') return `${TRIGGER_WORDS[view.trigger ?? 'AUTO']} only`;
  if (field !== 'days') return `${NAMES[field]} (${chosen(view[field]).length})`;
  if (view.from === view.to && view.from) return day(view.from);
  return [view.from ? day(view.from) : 'beginning', view.to ? day(view.to) : 'today'].join(' to ');
}

function groupsOf(field: Listed, { events, users, claims }: DiaryChoices) {
  if (field === 'users') return [{ label: 'Users', choices: users.map(({ id, name }) => ({ id, label: name })) }];
  if (field === 'claims') {
    const refs = [{ id: NO_CLAIM, label: 'No claim' }, ...claims.map((ref) => ({ id: ref, label: ref }))];
    return [{ label: 'Claims', choices: refs }];
  }
  return Object.entries(GROUP_WORDS)
    .map(([group, label]) => ({
      label,
      choices: events
        .filter((choice) => choice.group === group)
        .map((choice) => ({ id: choice.event, label: choice.label })),
    }))
    .filter(({ choices }) => choices.length > 0);
}

interface ChoicesProps {
  field: Listed;
  view: DiaryView;
  groups: ReturnType<typeof groupsOf>;
  onDone: Show;
}

function Choices({ field, view, groups, onDone }: ChoicesProps) {
  const [draft, setDraft] = useState<ReadonlySet<string>>(() => new Set(chosen(view[field])));
  return (
    <FilterForm
      onApply={() => onDone({ [field]: joined([...draft]) })}
      onClear={isSet(view, field) || draft.size > 0 ? () => onDone({ [field]: undefined }) : undefined}
    >
      <ChoiceList
        legend={`Show only these ${NAMES[field].toLowerCase()}`}
        groups={groups}
        chosen={draft}
        onChange={setDraft}
      />
    </FilterForm>
  );
}

const EITHER = '';

function Trigger({ view, onDone }: { view: DiaryView; onDone: Show }) {
  const [draft, setDraft] = useState<string>(view.trigger ?? EITHER);
  return (
    <FilterForm
      onApply={() => onDone({ trigger: draft ? (draft as DiaryView['trigger']) : undefined })}
      onClear={view.trigger || draft ? () => onDone({ trigger: undefined }) : undefined}
    >
      <RadioGroup
        ariaLabel="Show what happened by itself, or what somebody did"
        value={draft}
        onChange={({ detail }) => setDraft(detail.value)}
        items={[
          { value: EITHER, label: 'Both' },
          { value: 'AUTO', label: TRIGGER_WORDS.AUTO, description: 'What happened by itself: files, jobs, providers' },
          { value: 'MANUAL', label: TRIGGER_WORDS.MANUAL, description: 'What somebody did: customers and colleagues' },
        ]}
      />
    </FilterForm>
  );
}

function Days({ view, onDone }: { view: DiaryView; onDone: Show }) {
  const [from, setFrom] = useState(view.from ?? '');
  const [to, setTo] = useState(view.to ?? '');
  const apply = () => onDone({ from: from || undefined, to: to || undefined });
  return (
    <FilterForm
      onApply={apply}
      onClear={isSet(view, 'days') || from || to ? () => onDone({ from: undefined, to: undefined }) : undefined}
    >
      <div className="filter-days">
        <UkDate label="First day" calendarLabel="Choose the first day" value={from} onChange={setFrom} />
        <UkDate label="Last day" calendarLabel="Choose the last day" value={to} onChange={setTo} />
        <Button formAction="none" disabled={!from} onClick={() => setTo(from)}>
          That day only
        </Button>
      </div>
    </FilterForm>
  );
}
