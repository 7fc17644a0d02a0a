import type { SettingField } from '../../../shared/contract/setting-field';
import type { Opaque } from '../../../shared/domain/point';

/** A secret that is filled in, among settings or in an item of a list of theirs. */
export interface FoundSecret {
  /** Below the settings: `updateKey`, `users[2].updateKey`. */
  readonly path: string;
  /** What people call it: `Update key`, `User 3: Update key`. */
  readonly label: string;
  readonly value: string;
}

type Json = Opaque[string];

/** The secrets among settings that are filled in, by the fields of their form. */
export function secretsIn(settings: Opaque, fields: readonly SettingField[], path = '', label = ''): FoundSecret[] {
  return fields.flatMap((field) => {
    const value = settings[field.key];
    const at = `${path}${field.key}`;
    if (isSecret(field)) return typeof value === 'string' && value !== '' ? [{ path: at, label: `${label}${field.label}`, value }] : [];
    return itemsOf(field, value).flatMap((item, index) => secretsIn(item, field.items?.fields ?? [], `${at}[${index}].`, `${label}${field.items?.title ?? ''} ${index + 1}: `));
  });
}

/** Settings with other values for their secrets, by the path of each; one without keeps its own. */
export function withSecrets(settings: Opaque, fields: readonly SettingField[], values: ReadonlyMap<string, string>, path = ''): Opaque {
  const changed: Opaque = { ...settings };
  for (const field of fields) {
    const at = `${path}${field.key}`;
    const value = settings[field.key];
    const given = values.get(at);
    if (given !== undefined) changed[field.key] = given;
    else if (field.kind === 'list' && Array.isArray(value)) changed[field.key] = value.map((item: Json, index) => (isRecord(item) ? withSecrets(item, field.items?.fields ?? [], values, `${at}[${index}].`) : item));
  }
  return changed;
}

function itemsOf(field: SettingField, value: Json | undefined): Opaque[] {
  return field.kind === 'list' && Array.isArray(value) ? value.filter(isRecord) : [];
}

function isSecret({ kind }: SettingField): boolean {
  return kind === 'secret' || kind === 'secret-pem';
}

function isRecord(value: Json): value is Opaque {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
