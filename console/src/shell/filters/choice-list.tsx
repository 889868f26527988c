import Checkbox from '@cloudscape-design/components/checkbox';

export interface Choice {
  id: string;
  label: string;
}

interface ChoiceListProps {
  legend: string;
  groups: readonly { label: string; choices: readonly Choice[] }[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** Checkboxes in groups, with one above that selects all of them or none. */
export function ChoiceList({ legend, groups, chosen, onChange }: ChoiceListProps) {
  const all = groups.flatMap(({ choices }) => choices.map(({ id }) => id));
  const turn = (ids: readonly string[], isOn: boolean) => {
    const changed = new Set(chosen);
    for (const id of ids) isOn ? changed.add(id) : changed.delete(id);
    onChange(changed);
  };
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      <Several ids={all} chosen={chosen} onTurn={turn}>
        Select all
      </Several>
      <div className="choice-groups">
        {groups.map(({ label, choices }) => (
          <div key={label} className="choice-group">
            {groups.length > 1 && (
              <Several ids={choices.map(({ id }) => id)} chosen={chosen} onTurn={turn}>
                <strong>{label}</strong>
              </Several>
            )}
            {choices.map((choice) => (
              <Checkbox
                key={choice.id}
                checked={chosen.has(choice.id)}
                onChange={({ detail }) => turn([choice.id], detail.checked)}
              >
                {choice.label}
              </Checkbox>
            ))}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

interface SeveralProps {
  ids: readonly string[];
  chosen: ReadonlySet<string>;
  onTurn: (ids: readonly string[], isOn: boolean) => void;
  children: React.ReactNode;
}

function Several({ ids, chosen, onTurn, children }: SeveralProps) {
  const count = ids.filter((id) => chosen.has(id)).length;
  const isAll = ids.length > 0 && count === ids.length;
  return (
    <Checkbox checked={isAll} indeterminate={count > 0 && !isAll} onChange={() => onTurn(ids, !isAll)}>
      {children}
    </Checkbox>
  );
}
