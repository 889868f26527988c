import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { SettingsCheck } from '../../lib/model';
import { type Field, heldIn } from './draft';
import { useEditing, useProblem } from './editing';

/** A colour, how it looks, and whether it can be read wherever it is used. */
export function ColourField({ field, description }: { field: Field; description: string }) {
  const { draft, set, settings, check, isReadOnly } = useEditing();
  const colour = String(heldIn(draft, field));
  const contrasts = check?.contrasts.filter((each) => each.field === field) ?? [];
  return (
    <FormField
      label={settings.labels[field]}
      description={description}
      errorText={useProblem(field)}
      constraintText={contrasts.length > 0 && <Contrasts contrasts={contrasts} />}
    >
      <div className="colour">
        <span className="swatch" style={{ backgroundColor: colour }} aria-hidden="true" />
        <Input
          value={colour}
          readOnly={isReadOnly}
          spellcheck={false}
          placeholder="#0b5c55"
          onChange={({ detail }) => set(field, detail.value.trim().toLowerCase())}
        />
      </div>
    </FormField>
  );
}

const Contrasts = ({ contrasts }: { contrasts: SettingsCheck['contrasts'] }) => (
  <ul className="plain contrasts">
    {contrasts.map(({ surface, ratio, readable }) => (
      <li key={surface}>
        <StatusIndicator type={readable ? 'success' : 'error'}>
          <span className="figures">{ratio.toFixed(2)}:1</span>
        </StatusIndicator>
        <span>on {surface}</span>
      </li>
    ))}
  </ul>
);
