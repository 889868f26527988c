import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { Task } from '../../lib/model';
import { Dialog, fieldError } from '../../shell/dialog';
import { Optional } from '../../shell/optional';
import { NOTES_LONGEST } from './draft';
import { resolveTask } from './queries';
import { useTaskChange } from './use-task-change';

/** A task is done: says so, with a note if there is something to say. */
export function ResolveDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const [note, setNote] = useState('');
  const resolve = useTaskChange(resolveTask, {
    done: 'The task is done.',
    failed: 'The task was not resolved',
    onClose,
  });
  const { customer_key, id } = task;
  return (
    <Dialog
      header={`Resolve the task about ${task.customer_name ?? 'this customer'}`}
      submit="Resolve"
      isBusy={resolve.isPending}
      error={resolve.error}
      fields={['notes']}
      onSubmit={() => resolve.mutate({ customer_key, id, note })}
      onClose={onClose}
    >
      {task.notes && <div className="task-notes">{task.notes}</div>}
      <FormField label={<Optional>What was done</Optional>} errorText={fieldError(resolve.error, 'notes')}>
        <Textarea rows={3} value={note} onChange={({ detail }) => setNote(detail.value.slice(0, NOTES_LONGEST))} />
      </FormField>
    </Dialog>
  );
}
