import { dataTypeSchema, isFixedPoint } from '../../../shared/domain/data-type';
import { pointSchema } from '../../../shared/domain/point';
import type { SettingField } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import type { NumberFormat } from '../../components/format/number';
import { readNumber, typedNumber } from '../../components/format/read-number';

/** Fields of a point that can be edited in its row. `address:<key>` is a field of the address. */
export type EditableField = 'name' | 'description' | 'dataType' | 'unit' | 'sensorType' | 'scale' | 'offset' | 'decimals' | 'pollIntervalMs' | 'low' | 'high' | 'deadband' | 'access' | 'tags' | `address:${string}`;

export type EditOutcome = { readonly point: Point } | { readonly problem: string };

/** The text with which editing a field begins; machine text with the person's decimal mark. */
export function editText(point: Point, field: EditableField, numbers: NumberFormat): string {
  if (isAddressField(field)) return textOf(point.address[field.slice('address:'.length)], numbers);
  if (field === 'tags') return point.tags.join(', ');
  return textOf(point[field], numbers);
}

function textOf(value: unknown, numbers: NumberFormat): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return typedNumber(value, numbers);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isAddressField(field: EditableField): field is `address:${string}` {
  return field.startsWith('address:');
}

/** The point with one field changed to what was typed, or what is wrong with it in plain words. */
export function applyEdit(point: Point, field: EditableField, text: string, numbers: NumberFormat, addressFields: readonly SettingField[]): EditOutcome {
  const change = isAddressField(field) ? addressChange(point, field, text, numbers, addressFields) : fieldChange(field, text.trim(), numbers);
  if ('problem' in change) return change;
  const parsed = pointSchema.safeParse({ ...point, ...change.values });
  if (parsed.success) return { point: parsed.data };
  return { problem: plainProblem(field, text, parsed.error.issues[0]) };
}

type Change = { readonly values: Partial<Record<keyof Point, unknown>> } | { readonly problem: string };

function addressChange(point: Point, field: `address:${string}`, text: string, numbers: NumberFormat, addressFields: readonly SettingField[]): Change {
  const key = field.slice('address:'.length);
  const description = addressFields.find((candidate) => candidate.key === key);
  if (description === undefined) return { problem: `The address has no field ${key}.` };
  const value = readSetting(text, description, numbers);
  return 'problem' in value ? value : { values: { address: { ...point.address, [key]: value.value } } };
}

export type SettingValue = { readonly value: string | number | boolean | null } | { readonly problem: string };

/** Reads what was typed into a field that a protocol describes. Empty numbers are null where the default is. */
export function readSetting(text: string, field: SettingField, numbers: NumberFormat): SettingValue {
  const trimmed = text.trim();
  if (field.kind === 'integer' || field.kind === 'number') {
    if (trimmed === '' && field.defaultValue === null) return { value: null };
    return readLimited(trimmed, field, numbers);
  }
  if (field.kind === 'switch') return { value: ['true', '1', 'yes', 'on'].includes(trimmed.toLowerCase()) };
  if (field.kind === 'choice') {
    if (trimmed === '' && field.defaultValue === null) return { value: null };
    const choice = field.choices.find((each) => each.value === trimmed || each.label.toLowerCase() === trimmed.toLowerCase());
    if (choice === undefined) return { problem: `${trimmed === '' ? 'Nothing' : trimmed} is none of ${field.choices.map((each) => each.label).join(', ')}.` };
    return { value: choice.value };
  }
  return { value: trimmed === '' && field.defaultValue === null ? null : trimmed };
}

function readLimited(trimmed: string, field: SettingField, numbers: NumberFormat): SettingValue {
  const read = readNumber(trimmed, numbers);
  if (read === null) return { problem: trimmed === '' ? `${field.label} needs a number.` : `${trimmed} is not a number.` };
  const value = Number(read);
  if (field.kind === 'integer' && !Number.isInteger(value)) return { problem: `${trimmed} is not a whole number.` };
  const unit = field.unit === '' ? '' : ` ${field.unit}`;
  if (field.maximum !== null && value > field.maximum) return { problem: `${trimmed} is above ${textOf(field.maximum, numbers)}${unit}, the highest here.` };
  if (field.minimum !== null && value < field.minimum) return { problem: `${trimmed} is below ${textOf(field.minimum, numbers)}${unit}, the lowest here.` };
  return { value };
}

type PlainField = Exclude<EditableField, `address:${string}`>;

function fieldChange(field: PlainField, text: string, numbers: NumberFormat): Change {
  switch (field) {
    case 'name':
      return text === '' ? { problem: 'A point needs a name.' } : { values: { name: text } };
    case 'tags':
      return { values: { tags: text.split(/[,;]/).map((tag) => tag.trim()).filter((tag) => tag !== '') } };
    case 'dataType': {
      const type = dataTypeSchema.safeParse(text);
      return type.success ? { values: { dataType: type.data } } : { problem: `${text} is none of ${dataTypeSchema.options.filter((name) => !isFixedPoint(name)).join(', ')}, and no fixed point such as q7.8.` };
    }
    case 'access':
    case 'description':
    case 'unit':
    case 'sensorType':
      return { values: { [field]: text } };
    case 'scale':
    case 'offset':
    case 'deadband':
      return numberChange(field, text, numbers, field === 'scale' ? 1 : 0);
    case 'decimals':
    case 'pollIntervalMs':
    case 'low':
    case 'high':
      return numberChange(field, text, numbers, null);
    default:
      return assertNever(field);
  }
}

function assertNever(field: never): never {
  throw new Error(`No way to edit ${String(field)}.`);
}

function numberChange(field: PlainField, text: string, numbers: NumberFormat, whenEmpty: number | null): Change {
  if (text === '') return { values: { [field]: whenEmpty } };
  const read = readNumber(text, numbers);
  return read === null ? { problem: `${text} is not a number.` } : { values: { [field]: Number(read) } };
}

const LIMITS: Partial<Record<EditableField, string>> = {
  pollIntervalMs: 'an interval is 10 ms to 86,400,000 ms (one day), in whole milliseconds',
  decimals: 'decimals are 0 to 12',
  scale: 'a scale of 0 would lose the value',
  deadband: 'a deadband is 0 or more',
  unit: 'a unit has 32 characters at most',
  name: 'a name has 200 characters at most',
  sensorType: 'a sensor type has letters, digits, dot, dash and underscore only, 64 at most',
  access: 'access is read, write or read-write',
  tags: 'a tag has 64 characters at most, a point 32 tags',
};

function plainProblem(field: EditableField, text: string, issue: { readonly message: string } | undefined): string {
  return `${text.trim() === '' ? 'Empty' : text.trim()} does not fit: ${LIMITS[field] ?? issue?.message ?? 'it is not allowed here'}.`;
}
