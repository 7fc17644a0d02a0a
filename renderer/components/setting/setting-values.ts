import type { SettingField } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import { formatPlain } from '../format/number';

export type SettingJson = Opaque[string];

/** The value of a setting, its default where it is missing. */
export function settingValue(settings: Opaque, field: SettingField): SettingJson {
  return settings[field.key] ?? field.defaultValue;
}

/** Settings with the defaults filled in, so that nothing a form shows is missing from what it sends. */
export function withDefaults(settings: Opaque, fields: readonly SettingField[]): Opaque {
  return { ...Object.fromEntries(fields.map((field) => [field.key, field.defaultValue])), ...settings };
}

/** Whether a field is drawn for these settings. */
export function fieldVisible(field: SettingField, settings: Opaque): boolean {
  return Object.entries(field.visibleWhen).every(([key, values]) => values.includes(textOf(settings[key])));
}

/** A setting as text: what a choice is compared by. */
export function textOf(value: SettingJson | undefined): string {
  return value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is wrong with a setting, naming the limit; empty when nothing is. */
export function settingProblem(field: SettingField, value: SettingJson): string {
  const unit = field.unit === '' ? '' : ` ${field.unit}`;
  if (field.kind === 'integer' || field.kind === 'number') {
    if (value === null) return field.defaultValue === null ? '' : 'A number is needed';
    if (typeof value !== 'number') return 'A number is needed';
    if (field.kind === 'integer' && !Number.isInteger(value)) return `${formatPlain(value)} is not a whole number`;
    if (field.maximum !== null && value > field.maximum) return `Above ${formatPlain(field.maximum)}${unit}, the highest allowed`;
    if (field.minimum !== null && value < field.minimum) return `Below ${formatPlain(field.minimum)}${unit}, the lowest allowed`;
  }
  if (field.kind === 'choice' && !(value === null && field.defaultValue === null) && !field.choices.some((choice) => choice.value === textOf(value))) {
    return `One of ${field.choices.map((choice) => choice.label).join(', ')}`;
  }
  if (field.kind === 'list') {
    for (const [index, item] of itemsOf(value).entries()) {
      const [problem] = Object.values(settingProblems(field.items?.fields ?? [], item));
      if (problem !== undefined) return `${field.items?.title ?? ''} ${index + 1}: ${problem}`;
    }
  }
  return '';
}

/** The items of a setting that is a list. */
export function itemsOf(value: SettingJson): Opaque[] {
  return Array.isArray(value) ? value.filter((item): item is Opaque => typeof item === 'object' && item !== null && !Array.isArray(item)) : [];
}

/** An item for a list: as the fields begin, but with the next free number where the first field is one that tells items apart. */
export function newItem(fields: readonly SettingField[], items: readonly Opaque[]): Opaque {
  const item = withDefaults({}, fields);
  const [first] = fields;
  if (first?.kind !== 'integer') return item;
  const taken = items.map((each) => each[first.key]).filter((number) => typeof number === 'number');
  return { ...item, [first.key]: Math.min(first.maximum ?? Number.MAX_SAFE_INTEGER, Math.max(0, ...taken) + 1) };
}

/** Every visible field that is wrong, by key. */
export function settingProblems(fields: readonly SettingField[], settings: Opaque): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const field of fields) {
    if (!fieldVisible(field, settings)) continue;
    const problem = settingProblem(field, settingValue(settings, field));
    if (problem !== '') problems[field.key] = problem;
  }
  return problems;
}

/** `1 to 65,535`: the limits of a number, for a hint; empty where there are none. */
export function limitsText(field: SettingField): string {
  if (field.minimum !== null && field.maximum !== null) return `${formatPlain(field.minimum)} to ${formatPlain(field.maximum)}`;
  if (field.minimum !== null) return `from ${formatPlain(field.minimum)}`;
  return field.maximum === null ? '' : `up to ${formatPlain(field.maximum)}`;
}

/** The fields of line, device and address by group, in the order in which the groups first appear. */
export function groupFields(fields: readonly SettingField[]): { readonly title: string; readonly fields: readonly SettingField[] }[] {
  const groups = new Map<string, SettingField[]>();
  for (const field of fields) {
    const group = groups.get(field.group) ?? [];
    group.push(field);
    groups.set(field.group, group);
  }
  return [...groups].map(([title, group]) => ({ title, fields: group }));
}
