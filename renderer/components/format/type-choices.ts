import { dataTypeSchema, TYPE_GROUPS, typeGroup } from '../../../shared/domain/data-type';
import type { DataType } from '../../../shared/domain/data-type';

/** What a type's name does not say by itself. */
const NOTES: Partial<Record<DataType, string>> = {
  bcd16: '4 digits',
  bcd32: '8 digits',
  unix32: 'seconds since 1970, UTC',
  unix64: 'seconds since 1970, UTC',
  unix64ms: 'milliseconds since 1970, UTC',
  time32: 'IEC 61131 TIME, ms with a sign',
  utime32: 'IEC 61131 TIME, ms without a sign',
  date48ymd: 'year since 2000 and month, day and hour, ...',
  date48mdy: 'month and day, year since 1900 and hour, ...',
  date64: 'IEC 60870-5-4 in four registers',
};

export interface TypeChoice {
  readonly value: DataType;
  readonly label: string;
  readonly group: string;
}

/** The types that a protocol offers, for a list: by group, with what the name alone does not say. */
export function typeChoices(offered: readonly string[]): TypeChoice[] {
  const choices = offered.flatMap((name): TypeChoice[] => {
    const type = dataTypeSchema.safeParse(name);
    if (!type.success) return [];
    const note = NOTES[type.data];
    return [{ value: type.data, label: note === undefined ? name : `${name}, ${note}`, group: typeGroup(type.data) }];
  });
  return TYPE_GROUPS.flatMap((group) => choices.filter((choice) => choice.group === group));
}
