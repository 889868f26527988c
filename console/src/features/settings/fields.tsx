import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import Toggle from '@cloudscape-design/components/toggle';
import { type ReactNode, useState } from 'react';
import { count, pounds } from '../../lib/format';
import type { Fact } from '../../lib/model';
import { asPence, asPounds, asWhole, type Field, heldIn } from './draft';
import { useEditing, useProblem, useWarning } from './editing';

interface NamedProps {
  field: Field;
  description?: ReactNode;
}

interface FramedProps extends NamedProps {
  constraint?: string;
  children: ReactNode;
}

/** A labelled field with what is wrong with it, or what to think of, beside it. */
function Framed({ field, description, constraint, children }: FramedProps) {
  const { labels } = useEditing().settings;
  return (
    <FormField
      label={labels[field]}
      description={description}
      constraintText={constraint}
      errorText={useProblem(field)}
      warningText={useWarning(field)}
    >
      {children}
    </FormField>
  );
}

export function TextField({
  field,
  description,
  ...look
}: NamedProps & Pick<InputProps, 'type' | 'inputMode' | 'placeholder'>) {
  const { draft, set, settings, isReadOnly } = useEditing();
  return (
    <Framed field={field} description={description}>
      <Input
        {...look}
        nativeInputAttributes={{ maxLength: settings.lengths[field] }}
        value={String(heldIn(draft, field))}
        readOnly={isReadOnly}
        onChange={({ detail }) => set(field, detail.value)}
      />
    </Framed>
  );
}

export function LongTextField({ field, description }: NamedProps) {
  const { draft, set, settings, isReadOnly } = useEditing();
  const text = String(heldIn(draft, field));
  return (
    <Framed
      field={field}
      description={description}
      constraint={`${text.length} of ${settings.lengths[field]} characters`}
    >
      <Textarea rows={3} value={text} readOnly={isReadOnly} onChange={({ detail }) => set(field, detail.value)} />
    </Framed>
  );
}

export function NumberField({ field, description }: NamedProps) {
  const { bounds } = useEditing().settings;
  const { least = 0, most = 0 } = bounds[field] ?? {};
  const constraint = `Between ${count(least)} and ${count(most)}.`;
  return (
    <TypedField
      field={field}
      description={description}
      constraint={constraint}
      read={asWhole}
      write={String}
      otherwise={`Enter a whole number. ${constraint}`}
    />
  );
}

export function MoneyField({ field, description }: NamedProps) {
  const { bounds } = useEditing().settings;
  const { least = 0, most = 0 } = bounds[field] ?? {};
  return (
    <TypedField
      field={field}
      description={description}
      constraint={`Between ${pounds(least)} and ${pounds(most)}.`}
      read={asPence}
      write={asPounds}
      otherwise="Enter an amount in pounds and pence, like 5.00."
      prefix="£"
    />
  );
}

interface TypedFieldProps extends NamedProps {
  constraint: string;
  read: (typed: string) => number | undefined;
  write: (value: number) => string;
  otherwise: string;
  prefix?: string;
}

/** A number as it is being typed: what is no number stays in the field and out of the draft. */
function TypedField({ field, description, constraint, read, write, otherwise, prefix }: TypedFieldProps) {
  const { draft, set, setBroken, isReadOnly, generation } = useEditing();
  const [typed, setTyped] = useState({ text: write(heldIn(draft, field) as number), generation });
  const text = typed.generation === generation ? typed.text : write(heldIn(draft, field) as number);
  const change = (next: string) => {
    const value = read(next);
    setTyped({ text: next, generation });
    setBroken(field, value === undefined ? otherwise : undefined);
    if (value !== undefined) set(field, value);
  };
  return (
    <Framed field={field} description={description} constraint={constraint}>
      <div className="short-input">
        {prefix && <span aria-hidden="true">{prefix}</span>}
        <Input inputMode="decimal" value={text} readOnly={isReadOnly} onChange={({ detail }) => change(detail.value)} />
      </div>
    </Framed>
  );
}

export function ToggleField({ field, description }: NamedProps) {
  const { draft, set, settings, isReadOnly } = useEditing();
  return (
    <Toggle
      checked={Boolean(heldIn(draft, field))}
      readOnly={isReadOnly}
      description={description}
      onChange={({ detail }) => set(field, detail.checked)}
    >
      {settings.labels[field]}
    </Toggle>
  );
}

interface FactsFieldProps extends NamedProps {
  choices: readonly { fact: Fact; words: string }[];
}

/** Which facts are asked for, one box each: the service decides which sets are strong enough. */
export function FactsField({ field, description, choices }: FactsFieldProps) {
  const { draft, set, isReadOnly } = useEditing();
  const chosen = heldIn(draft, field) as Fact[];
  const choose = (fact: Fact, wanted: boolean) =>
    set(
      field,
      choices.map((choice) => choice.fact).filter((each) => (each === fact ? wanted : chosen.includes(each))),
    );
  return (
    <Framed field={field} description={description}>
      <SpaceBetween size="xxs">
        {choices.map(({ fact, words }) => (
          <Checkbox
            key={fact}
            checked={chosen.includes(fact)}
            readOnly={isReadOnly}
            onChange={({ detail }) => choose(fact, detail.checked)}
          >
            {words.charAt(0).toUpperCase() + words.slice(1)}
          </Checkbox>
        ))}
      </SpaceBetween>
    </Framed>
  );
}
