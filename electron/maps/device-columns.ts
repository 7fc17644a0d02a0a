import type { SettingField } from '../../shared/contract/devices';
import type { Opaque } from '../../shared/domain/point';
import type { Protocol } from '../protocols/protocol';
import { isSecretField, settingCell } from './setting-cell';

type Setting = Opaque[string];

/** Columns of every device, whatever it speaks, in the order of the file. */
export const BASE_COLUMNS = ['device_id', 'description', 'protocol', 'enabled', 'poll_interval_ms', 'adaptive_fastest', 'adaptive_slowest', 'template', 'map_file', 'line_name'] as const;
export type BaseColumn = (typeof BASE_COLUMNS)[number];

/** Columns with settings that no form has a field for, as JSON. */
export const MORE_COLUMNS = { line: 'line_more', device: 'device_more' } as const;

export type SettingPart = 'line' | 'device';

/** A column with a setting of a line or of a device. Protocols that call it the same share it. */
export interface SettingColumn {
  readonly header: string;
  readonly part: SettingPart;
  readonly key: string;
}

/** The columns of settings of all protocols: `host`, `baud_rate`, `unit_id`; with `line_` or `device_` before it where the name alone would be two things. */
export function settingColumns(protocols: readonly Protocol[]): SettingColumn[] {
  const reserved = new Set<string>([...BASE_COLUMNS, ...Object.values(MORE_COLUMNS)]);
  const parts = new Map<string, Set<SettingPart>>();
  const all = protocols.flatMap(({ description }) => [...keysOf(description.lineFields, 'line'), ...keysOf(description.deviceFields, 'device')]);
  for (const { key, part } of all) parts.set(snakeCase(key), (parts.get(snakeCase(key)) ?? new Set()).add(part));
  const columns = new Map<string, SettingColumn>();
  for (const { key, part } of all) {
    const bare = snakeCase(key);
    const header = reserved.has(bare) || (parts.get(bare)?.size ?? 0) > 1 ? `${part}_${bare}` : bare;
    columns.set(header, { header, part, key });
  }
  return [...columns.values()].sort((a, b) => (a.part === b.part ? 0 : a.part === 'line' ? -1 : 1));
}

function keysOf(fields: readonly SettingField[], part: SettingPart): { key: string; part: SettingPart }[] {
  return fields.map(({ key }) => ({ key, part }));
}

/** The fields of one part of a protocol's settings. */
export function fieldsOf({ description }: Protocol, part: SettingPart): readonly SettingField[] {
  return part === 'line' ? description.lineFields : description.deviceFields;
}

/** The cells of settings by header; secrets are left out. */
export function settingCells(settings: Opaque, protocol: Protocol, part: SettingPart, columns: readonly SettingColumn[]): Record<string, string> {
  const fields = new Map(fieldsOf(protocol, part).map((field) => [field.key, field]));
  const cells: Record<string, string> = {};
  for (const column of columns) {
    const field = column.part === part ? fields.get(column.key) : undefined;
    if (field !== undefined) cells[column.header] = isSecretField(field) ? '' : settingCell(valueOf(settings, field), field);
  }
  const more = Object.fromEntries(Object.entries(settings).filter(([key]) => !fields.has(key)));
  if (Object.keys(more).length > 0) cells[MORE_COLUMNS[part]] = JSON.stringify(more);
  return cells;
}

/** What a setting is: as kept, or the default of its field where it is not. */
export function valueOf(settings: Opaque, field: SettingField): Setting {
  return Object.hasOwn(settings, field.key) ? (settings[field.key] ?? null) : field.defaultValue;
}

/** `baudRate` as a header: `baud_rate`. */
export function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
