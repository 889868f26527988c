import Button from '@cloudscape-design/components/button';
import Calendar from '@cloudscape-design/components/calendar';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Popover from '@cloudscape-design/components/popover';
import { type ReactNode, useEffect, useState } from 'react';
import { typedDay } from '../lib/day';
import { day } from '../lib/format';

interface UkDateProps {
  label: ReactNode;
  /** What the calendar's button is called. */
  calendarLabel: string;
  /** An ISO day, or nothing. */
  value: string;
  onChange: (iso: string) => void;
  error?: string;
  description?: string;
}

/** A day, typed day first or chosen from a calendar; the library's own picker takes the year first. What is half typed stays. */
export function UkDate({ label, calendarLabel, value, onChange, error, description }: UkDateProps) {
  const [text, setText] = useState(value && day(value));
  useEffect(() => {
    setText((typed) => (value ? day(value) : typedDay(typed) ? '' : typed));
  }, [value]);
  const isHalf = text.trim() !== '' && !value;
  const type = (typed: string) => {
    setText(typed);
    onChange(typedDay(typed));
  };
  return (
    <FormField
      label={label}
      description={description}
      errorText={error ?? (isHalf && text.trim().length >= 10 ? 'That day does not exist.' : undefined)}
      constraintText="For example, 27/11/2026"
    >
      <div className="uk-date">
        <Input
          value={text}
          onChange={({ detail }) => type(detail.value)}
          inputMode="numeric"
          placeholder="DD/MM/YYYY"
        />
        <Popover
          triggerType="custom"
          dismissAriaLabel="Close"
          content={<Calendar locale="en-GB" value={value} onChange={({ detail }) => onChange(detail.value)} />}
        >
          <Button iconName="calendar" variant="icon" ariaLabel={calendarLabel} formAction="none" />
        </Popover>
      </div>
    </FormField>
  );
}
