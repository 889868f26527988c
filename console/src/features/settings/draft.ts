import type { SettingsValues } from '../../lib/model';

/** The name of a value, with dots inside a group: `brand.colour`. */
export type Field = string;

/** The value of a field. */
export function heldIn(draft: SettingsValues, field: Field): unknown {
  let value: unknown = draft;
  for (const part of field.split('.')) value = (value as Record<string, unknown>)[part];
  return value;
}

/** The draft with another value in one field; everything else stays the same object. */
export function withValue(draft: SettingsValues, field: Field, value: unknown): SettingsValues {
  return replaced(draft, field.split('.'), value) as SettingsValues;
}

function replaced(group: unknown, [part = '', ...inside]: string[], value: unknown): unknown {
  const held = group as Record<string, unknown>;
  return { ...held, [part]: inside.length ? replaced(held[part], inside, value) : value };
}

export const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);

/** Somebody else has saved meanwhile: what this draft changed, upon what they have made of the rest. */
export function rebased(base: SettingsValues, draft: SettingsValues, newest: SettingsValues): SettingsValues {
  const mine = Object.entries(draft).filter(([name, value]) => differs(value, base[name as keyof SettingsValues]));
  return { ...newest, ...Object.fromEntries(mine) };
}

/** Pence as a person types pounds: 150 is "1.50". */
export const asPounds = (pence: number) => (pence / 100).toFixed(2);

/** The pence of a typed amount of pounds, or nothing when it is none. */
export function asPence(typed: string): number | undefined {
  const found = /^£?\s*(\d{1,6})(?:\.(\d{1,2}))?$/.exec(typed.trim().replaceAll(',', ''));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : undefined;
}

/** A typed whole number, or nothing when it is none. */
export const asWhole = (typed: string) => (/^\d{1,6}$/.test(typed.trim()) ? Number(typed) : undefined);
