import type { ObjectBlock, ObjectEntry } from './object-block';
import { fieldOctets, type Field } from './object-fields';
import { objectType } from './object-table';
import { entryText } from './object-text';
import type { ObjectNumbers } from './object-value';
import { sizedFieldTexts } from './sized-field-texts';

const NAMES: Readonly<Record<keyof ObjectNumbers, string>> = {
  value: 'Value',
  flags: 'Flags',
  time: 'Time',
  relative: 'Relative time',
  status: 'Status',
  controlCode: 'Control code',
  count: 'Count',
  onMs: 'On time',
  offMs: 'Off time',
  interval: 'Interval',
  intervalUnits: 'Units of the interval',
  delay: 'Delay',
  association: 'User association',
  sequence: 'Sequence number',
  user: 'User',
  attributeType: 'Data type',
};

/** The fields of one object, one behind the other: how many octets each takes and what it says. Empty where it is not made of fields, or only named. */
export function fieldTexts(block: ObjectBlock, { index, value }: ObjectEntry): { readonly name: string; readonly octets: number; readonly text: string }[] {
  const layout = objectType(block.group, block.variation)?.layout;
  if (layout?.kind === 'sized' && value.octets !== undefined) return sizedFieldTexts(block.group, block.variation, value.octets);
  if (layout?.kind !== 'fields' || Object.keys(value).length === 0) return [];
  const text = (part: ObjectNumbers): string => entryText(block, { index, value: part });
  return layout.fields.map((field) => ({ name: nameOf(field), octets: fieldOctets(field), text: textOf(field, value, text) }));
}

function nameOf(field: Field): string {
  return field.kind === 'state' ? `State and ${field.below}` : NAMES[field.key];
}

function textOf(field: Field, value: ObjectNumbers, text: (part: ObjectNumbers) => string): string {
  if (field.kind === 'number') {
    const own = value[field.key] ?? 0;
    // What an object's line leaves out is told as its number.
    return field.key === 'sequence' || field.key === 'user' ? String(own) : text({ [field.key]: own });
  }
  return text({ value: value.value ?? 0, [field.below]: value[field.below] ?? 0 });
}
