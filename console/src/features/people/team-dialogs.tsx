import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Team } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { changeTeam, closeTeam, createTeam, usersQuery } from './queries';
import { usePeopleChange } from './use-people-change';

/** A new queue or group, or another name and other members for one. */
export function TeamDialog({ team, onClose }: { team?: Team; onClose: () => void }) {
  const users = useQuery(usersQuery).data?.items ?? [];
  const [kind, setKind] = useState<Team['kind']>(team?.kind ?? 'QUEUE');
  const [name, setName] = useState(team?.name ?? '');
  const [hours, setHours] = useState(String(team?.sla_hours ?? 0));
  const [chosen, setChosen] = useState((team?.members ?? []).filter(({ enabled }) => enabled).map(({ id }) => id));
  const create = usePeopleChange(createTeam, {
    done: `${name.trim()} was created.`,
    failed: 'Nothing was created',
    onClose,
  });
  const change = usePeopleChange(changeTeam, {
    done: `${name.trim()} was saved.`,
    failed: 'Nothing was saved',
    onClose,
  });
  const { error, isPending } = team ? change : create;
  const people = users
    .filter(({ status }) => status !== 'DISABLED')
    .map(({ id, name }) => ({ value: id, label: name }));
  const submit = () => {
    const words = { name, members: chosen, sla_hours: Number.parseInt(hours, 10) || 0 };
    if (team) change.mutate({ id: team.id, version: team.version, ...words });
    else create.mutate({ kind, ...words });
  };
  return (
    <Dialog
      header={team ? `Edit ${team.name}` : 'Create a queue or group'}
      submit={team ? 'Save' : 'Create'}
      isBusy={isPending}
      error={error}
      fields={['name', 'members', 'sla_hours']}
      onSubmit={submit}
      onClose={onClose}
    >
      {!team && (
        <FormField label="Kind">
          <RadioGroup
            value={kind}
            onChange={({ detail }) => setKind(detail.value as Team['kind'])}
            items={[
              { value: 'QUEUE', label: 'Queue', description: 'Tasks of one sort, for whoever comes next.' },
              { value: 'GROUP', label: 'Group', description: 'A team of people.' },
            ]}
          />
        </FormField>
      )}
      <FormField label="Name" errorText={fieldError(error, 'name')}>
        <Input value={name} onChange={({ detail }) => setName(detail.value.slice(0, 60))} />
      </FormField>
      <FormField label="Members" errorText={fieldError(error, 'members')}>
        <Multiselect
          placeholder="Choose people"
          empty="Nobody has access yet."
          filteringType="auto"
          filteringAriaLabel="Find a person"
          options={people}
          selectedOptions={people.filter(({ value }) => chosen.includes(value))}
          deselectAriaLabel={({ label }) => `Remove ${label}`}
          onChange={({ detail }) => setChosen(detail.selectedOptions.map(({ value }) => value ?? ''))}
        />
      </FormField>
      <FormField
        label="Hours until a task should be done"
        constraintText="0 for no limit."
        errorText={fieldError(error, 'sla_hours')}
      >
        <Input type="number" inputMode="numeric" value={hours} onChange={({ detail }) => setHours(detail.value)} />
      </FormField>
    </Dialog>
  );
}

export function CloseTeam({ team, onClose }: { team: Team; onClose: () => void }) {
  const close = usePeopleChange(closeTeam, { done: `${team.name} is closed.`, failed: 'Nothing was closed', onClose });
  const { id, version } = team;
  return (
    <Dialog
      header={`Close ${team.name}?`}
      submit="Close it"
      isBusy={close.isPending}
      error={close.error}
      onSubmit={() => close.mutate({ id, version })}
      onClose={onClose}
    >
      It takes no new tasks. Its open ones go to the general queue within some minutes. This cannot be undone.
    </Dialog>
  );
}
