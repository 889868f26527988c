import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task, TaskChoices, Team } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { Failed, Loading } from '../../shell/loaded';
import { Optional } from '../../shell/optional';
import { UkDate } from '../../shell/uk-date';
import { teamsQuery } from '../people/queries';
import { type Draft, draftOf, NOTES_LONGEST, newDraft, notWorking, wordsOf } from './draft';
import { choicesQuery, createTask, editTask } from './queries';
import { Tags } from './tags';
import { useTaskChange } from './use-task-change';

interface TaskDialogProps {
  customerKey: string;
  accounts?: readonly string[];
  /** The task to edit; without one a new one is created. */
  task?: Task;
  onClose: () => void;
}

/** Creates a task, or edits one that is open. */
export function TaskDialog(props: TaskDialogProps) {
  const choices = useQuery(choicesQuery);
  const teams = useQuery(teamsQuery);
  if (choices.data && teams.data) return <Filled {...props} choices={choices.data} teams={teams.data.items} />;
  return (
    <Dialog header="Task" submit="Save" isBusy onSubmit={() => {}} onClose={props.onClose}>
      {choices.isError || teams.isError ? (
        <Failed what="queues and groups" error={choices.error ?? teams.error} />
      ) : (
        <Loading what="queues and groups" />
      )}
    </Dialog>
  );
}

type FilledProps = TaskDialogProps & { choices: TaskChoices; teams: readonly Team[] };

function Filled({ customerKey, accounts = [], task, onClose, choices, teams }: FilledProps) {
  const [draft, setDraft] = useState<Draft>(() => (task ? draftOf(task) : newDraft(choices.default_due)));
  const [isIncomplete, setIncomplete] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((held) => ({ ...held, ...part }));
  const create = useTaskChange(createTask, { done: 'The task was created.', failed: 'No task was created', onClose });
  const edit = useTaskChange(editTask, { done: 'The task was saved.', failed: 'The task was not saved', onClose });
  const { error, isPending } = task ? edit : create;
  const submit = () => {
    setIncomplete(!draft.team || !draft.due);
    if (!draft.team || !draft.due) return;
    const { customer_key, id, version } = task ?? { customer_key: customerKey, id: '', version: 0 };
    if (task) edit.mutate({ customer_key, id, version, ...wordsOf(draft) });
    else create.mutate({ customer_key, account: draft.account || null, ...wordsOf(draft) });
  };
  return (
    <Dialog
      header={task ? 'Edit the task' : 'Create a task'}
      submit={task ? 'Save' : 'Create task'}
      isBusy={isPending}
      error={error}
      fields={['queue', 'group', 'user', 'due', 'tags', 'notes', 'account']}
      onSubmit={submit}
      onClose={onClose}
    >
      <Assignee
        draft={draft}
        teams={teams}
        people={choices.people}
        change={change}
        error={error}
        isIncomplete={isIncomplete}
      />
      {!task && accounts.length > 0 && (
        <FormField label={<Optional>Account</Optional>} errorText={fieldError(error, 'account')}>
          <Select
            options={[WHOLE, ...accounts.map((number) => ({ value: number, label: number }))]}
            selectedOption={draft.account ? { value: draft.account, label: draft.account } : WHOLE}
            onChange={({ detail }) => change({ account: detail.selectedOption.value ?? '' })}
          />
        </FormField>
      )}
      <UkDate
        label="Due"
        calendarLabel="Choose the day it is due"
        description={notWorking(draft.due, choices.holidays)}
        value={draft.due}
        onChange={(due) => change({ due })}
        error={fieldError(error, 'due') ?? (isIncomplete && !draft.due ? 'Choose the day it is due.' : undefined)}
      />
      <Tags
        tags={draft.tags}
        offered={choices.tags}
        onChange={(tags) => change({ tags })}
        error={fieldError(error, 'tags')}
      />
      <FormField
        label={<Optional>Notes</Optional>}
        constraintText="Other agents read them. They stay with the task and are not put in the diary."
        errorText={fieldError(error, 'notes')}
      >
        <Textarea
          rows={4}
          value={draft.notes}
          onChange={({ detail }) => change({ notes: detail.value.slice(0, NOTES_LONGEST) })}
        />
      </FormField>
    </Dialog>
  );
}

const WHOLE = { value: '', label: 'The customer as a whole' };
const NOBODY = { value: '', label: 'Nobody in particular' };

interface AssigneeProps {
  draft: Draft;
  teams: readonly Team[];
  people: TaskChoices['people'];
  change: (part: Partial<Draft>) => void;
  error: unknown;
  isIncomplete: boolean;
}

function Assignee({ draft, teams, people, change, error, isIncomplete }: AssigneeProps) {
  const offered = teams.filter(({ kind, closed }) => kind === draft.kind && !closed);
  const team = teams.find(({ id }) => id === draft.team);
  const isEverybodys = team?.id === 'general' && team.members.length === 0;
  const members = isEverybodys ? people : (team?.members ?? []).filter(({ enabled }) => enabled);
  const member = members.find(({ id }) => id === draft.user);
  const word = draft.kind === 'QUEUE' ? 'queue' : 'group';
  return (
    <SpaceBetween size="m">
      <FormField label="Assign to">
        <RadioGroup
          direction="horizontal"
          value={draft.kind}
          onChange={({ detail }) => change({ kind: detail.value as Draft['kind'], team: '', user: '' })}
          items={[
            { value: 'QUEUE', label: 'Queue' },
            { value: 'GROUP', label: 'Group' },
          ]}
        />
      </FormField>
      <FormField
        label={word === 'queue' ? 'Queue' : 'Group'}
        errorText={fieldError(error, word) ?? (isIncomplete && !draft.team && `Choose a ${word}.`)}
      >
        <Select
          placeholder={`Choose a ${word}`}
          empty={`There is no ${word} yet. An administrator can make one.`}
          options={offered.map(({ id, name }) => ({ value: id, label: name }))}
          selectedOption={team ? { value: team.id, label: team.name } : null}
          onChange={({ detail }) => change({ team: detail.selectedOption.value ?? '', user: '' })}
        />
      </FormField>
      <FormField label={<Optional>Person</Optional>} errorText={fieldError(error, 'user')}>
        <Select
          disabled={members.length === 0}
          options={[NOBODY, ...members.map(({ id, name }) => ({ value: id, label: name }))]}
          selectedOption={member ? { value: member.id, label: member.name } : NOBODY}
          onChange={({ detail }) => change({ user: detail.selectedOption.value ?? '' })}
        />
      </FormField>
    </SpaceBetween>
  );
}
