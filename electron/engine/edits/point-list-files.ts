import { isDeepStrictEqual } from 'node:util';
import { ProcedureError } from '../../../shared/contract/answer';
import type { ProcedureOutput } from '../../../shared/contract/index';
import type { Device } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import { settingCell } from '../../maps/setting-cell';
import { exportPointList } from '../../project/point-list/export-point-list';
import { plainColumns } from '../../project/point-list/point-columns';
import { previewDescribed } from '../../project/point-list/preview-described';
import { previewPointList } from '../../project/point-list/preview-point-list';
import type { TableFormat } from '../../project/point-list/table';
import type { TableFiles } from '../../project/point-list/table-files';
import { MapFileProblem } from '../../protocols/map-file-problem';
import type { MapFileFormat, Protocol } from '../../protocols/protocol';

type FilePreview = ProcedureOutput<'points.preview'>;

const TABLE_FORMATS: Readonly<Record<string, TableFormat>> = { csv: 'csv', xlsx: 'xlsx', clipboard: 'clipboard' };

/** A device's points as a file. @throws ProcedureError for a format that there is not */
export async function writePointList(device: Device, protocol: Protocol, format: string, files: TableFiles): Promise<{ readonly name: string; readonly octets: Uint8Array }> {
  if (format === 'csv' || format === 'xlsx') return { name: `${device.deviceId}.${format}`, octets: await exportPointList({ points: device.points, protocol, format, files }) };
  const extension = protocol.description.mapFiles?.find(({ id }) => id === format)?.extension ?? format;
  const octets = await mapFile(protocol, format).write({ label: device.deviceId, settings: device.settings, points: device.points });
  return { name: `${device.deviceId}.${extension}`, octets };
}

export interface PreviewFile {
  readonly content: Uint8Array;
  readonly format: string;
  readonly device: Device;
  readonly protocol: Protocol;
  readonly files: TableFiles;
  readonly isIdTaken: (id: string) => boolean;
}

/** What a file's points would do to a device, and the settings of it that the file states. @throws ProcedureError where it is no such file */
export async function previewFile({ content, format, device, protocol, files, isIdTaken }: PreviewFile): Promise<FilePreview> {
  const table = TABLE_FORMATS[format];
  if (table !== undefined) return previewPointList({ content, format: table, device, protocol, files, isIdTaken });
  try {
    const { points, columns, settings, notes } = await mapFile(protocol, format).read(content);
    const rows = await previewDescribed(points, { device, protocol, isIdTaken });
    const told = columns ?? [...plainColumns.map(({ header }) => header), ...protocol.addressColumns.headers];
    return { rows, columns: [...told], unknownColumns: [], notes: [...notes], settings: settingChanges(settings, device, protocol) };
  } catch (error) {
    if (error instanceof MapFileProblem) throw new ProcedureError('bad_input', error.message, { reason: 'no_point_list' });
    throw error;
  }
}

function mapFile({ mapFiles = [], description }: Protocol, format: string): MapFileFormat {
  const found = mapFiles.find(({ id }) => id === format);
  if (found === undefined) throw new ProcedureError('bad_input', `${description.title} has no files of the kind "${format}": csv, xlsx${mapFiles.map(({ id }) => `, ${id}`).join('')}.`);
  return found;
}

/** The device's settings with those of a file, where they differ and go together. */
function settingChanges(stated: Opaque, device: Device, protocol: Protocol): FilePreview['settings'] {
  const values = { ...device.settings, ...stated };
  if (!protocol.deviceSettings.safeParse(values).success) return null;
  const changes = protocol.description.deviceFields.flatMap((field) => {
    const before = device.settings[field.key] ?? field.defaultValue;
    const after = stated[field.key];
    return after === undefined || isDeepStrictEqual(before, after) ? [] : [{ label: field.label, before: settingCell(before, field), after: settingCell(after, field) }];
  });
  return changes.length === 0 ? null : { values, changes };
}
