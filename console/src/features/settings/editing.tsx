import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Settings, SettingsCheck, SettingsValues } from '../../lib/model';
import { useMe } from '../../lib/roles';
import { differs, type Field, rebased, withValue } from './draft';
import { checkQuery } from './queries';

const CALM_MS = 350;

/** The settings as they are being changed on this page, and what the service says of them so far. */
interface Editing {
  settings: Settings;
  draft: SettingsValues;
  /** The draft once nobody has typed for a moment: what is asked about. */
  calm: SettingsValues;
  check: SettingsCheck | undefined;
  isDirty: boolean;
  isReadOnly: boolean;
  /** Fields whose text is no value at all, with what to do about it. */
  broken: Record<Field, string>;
  set: (field: Field, value: unknown) => void;
  setBroken: (field: Field, words: string | undefined) => void;
  discard: () => void;
  /** Take up what was saved here or elsewhere; with `keep`, put one's own changes on top. */
  take: (saved: Settings, keep: boolean) => void;
  /** Changes whenever fields must forget what was typed into them. */
  generation: number;
}

const Context = createContext<Editing | undefined>(undefined);

export function useEditing(): Editing {
  const editing = useContext(Context);
  if (!editing) throw new Error('There is no form around this field.');
  return editing;
}

export function EditSettings({ settings: loaded, children }: { settings: Settings; children: ReactNode }) {
  const [settings, setSettings] = useState(loaded);
  const [draft, setDraft] = useState(loaded.settings);
  const [broken, setAllBroken] = useState<Record<Field, string>>({});
  const [generation, setGeneration] = useState(0);
  const isReadOnly = useMe().role !== 'admin';
  const calm = useCalm(draft);
  const isDirty = differs(draft, settings.settings) || Object.keys(broken).length > 0;
  const { data: check } = useQuery({
    ...checkQuery(calm, settings.version),
    placeholderData: keepPreviousData,
    enabled: !isReadOnly,
  });
  const set = useCallback((field: Field, value: unknown) => setDraft((held) => withValue(held, field, value)), []);
  const setBroken = useCallback(
    (field: Field, words: string | undefined) =>
      setAllBroken(({ [field]: _, ...others }) => (words ? { ...others, [field]: words } : others)),
    [],
  );
  const value = useMemo<Editing>(() => {
    const begin = (next: Settings, from: SettingsValues) => {
      setSettings(next);
      setDraft(from);
      setAllBroken({});
      setGeneration((held) => held + 1);
    };
    return {
      settings,
      draft,
      calm,
      check,
      isDirty,
      isReadOnly,
      broken,
      set,
      setBroken,
      generation,
      discard: () => begin(settings, settings.settings),
      take: (saved, keep) => begin(saved, keep ? rebased(settings.settings, draft, saved.settings) : saved.settings),
    };
  }, [settings, draft, calm, check, isDirty, isReadOnly, broken, set, setBroken, generation]);
  return <Context value={value}>{children}</Context>;
}

/** The value it has had for a moment. */
function useCalm<Value>(value: Value): Value {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}

/** What is wrong with a field: what was typed, or what the service said of it. */
export function useProblem(field: Field): string | undefined {
  const { broken, check } = useEditing();
  return broken[field] ?? check?.problems.find((problem) => problem.field === field)?.words;
}

/** What deserves a second thought in a field. */
export function useWarning(field: Field): string | undefined {
  const said = useEditing().check?.warnings.filter((warning) => warning.field === field) ?? [];
  return said.map(({ words }) => words).join(' ') || undefined;
}
