import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import TimeInput from '@cloudscape-design/components/time-input';
import { useState } from 'react';
import type { Week } from '../../lib/model';
import { type Field, heldIn } from './draft';
import { useEditing, useProblem, useWarning } from './editing';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
type Day = (typeof DAYS)[number];
const USUAL = { opens: '09:00', closes: '17:00' };
const WHOLE_TIME = /^\d\d:\d\d$/;

interface WeekFieldProps {
  field: Field;
  description: string;
  /** What a day without hours is: closed, or no contact. */
  without: string;
}

/** Hours per weekday, in London. */
export function WeekField({ field, description, without }: WeekFieldProps) {
  const { settings } = useEditing();
  const warning = useWarning(field);
  return (
    <fieldset className="group">
      <legend>
        <Box variant="awsui-key-label">{settings.labels[field]}</Box>
      </legend>
      <Box color="text-body-secondary" fontSize="body-s">
        {description}
      </Box>
      <ul className="plain week">
        {DAYS.map((day) => (
          <li key={day}>
            <DayHours field={field} day={day} without={without} />
          </li>
        ))}
      </ul>
      {warning && (
        <StatusIndicator type="warning">
          <span role="alert">{warning}</span>
        </StatusIndicator>
      )}
    </fieldset>
  );
}

function DayHours({ field, day, without }: { field: Field; day: Day; without: string }) {
  const { draft, set, setBroken, isReadOnly } = useEditing();
  const hours = (heldIn(draft, field) as Week)[day];
  const name = day.charAt(0).toUpperCase() + day.slice(1);
  const at = `${field}.${day}`;
  const problem = useProblem(at);
  const open = (wanted: boolean) => {
    setBroken(at, undefined);
    set(at, wanted ? USUAL : null);
  };
  return (
    <>
      <div className="day">
        <Checkbox checked={Boolean(hours)} readOnly={isReadOnly} onChange={({ detail }) => open(detail.checked)}>
          {name}
        </Checkbox>
        {hours ? (
          <>
            <Time at={at} part="opens" label={`${name} from`} />
            <span aria-hidden="true">to</span>
            <Time at={at} part="closes" label={`${name} until`} />
          </>
        ) : (
          <Box color="text-status-inactive">{without}</Box>
        )}
      </div>
      {problem && (
        <Box color="text-status-error" fontSize="body-s">
          <span role="alert">{problem}</span>
        </Box>
      )}
    </>
  );
}

/** One end of the hours; half a time stays in the field and out of the draft. */
function Time({ at, part, label }: { at: Field; part: 'opens' | 'closes'; label: string }) {
  const { draft, set, setBroken, isReadOnly, generation } = useEditing();
  const held = String(heldIn(draft, `${at}.${part}`));
  const [typed, setTyped] = useState({ text: held, generation });
  const change = (text: string) => {
    setTyped({ text, generation });
    const isWhole = WHOLE_TIME.test(text);
    setBroken(at, isWhole ? undefined : 'Enter the time as HH:MM.');
    if (isWhole) set(`${at}.${part}`, text);
  };
  return (
    <div className="time">
      <TimeInput
        ariaLabel={label}
        format="hh:mm"
        placeholder="hh:mm"
        value={typed.generation === generation ? typed.text : held}
        readOnly={isReadOnly}
        onChange={({ detail }) => change(detail.value)}
      />
    </div>
  );
}
