import type { Device, Line } from '../../shared/domain/device';
import type { Project } from '../../shared/domain/project';
import { guardFormula } from '../project/point-list/formula-guard';
import type { Table } from '../project/point-list/table';
import type { Protocol } from '../protocols/protocol';
import { BASE_COLUMNS, MORE_COLUMNS, settingCells, settingColumns, type BaseColumn } from './device-columns';

/**
 * All devices as a table, one row a device: read back it makes the same devices with the same settings. Secrets are left
 * out. `map_file` names the file that the points of a device belong into.
 */
export function deviceTable(project: Pick<Project, 'devices' | 'lines'>, protocols: readonly Protocol[]): Table {
  const byName = new Map(protocols.map((protocol) => [protocol.description.name, protocol]));
  const lines = new Map(project.lines.map((line) => [line.id, line]));
  const settings = settingColumns(protocols.filter(({ description }) => project.devices.some(({ protocol }) => protocol === description.name)));
  const headers = [...BASE_COLUMNS, ...settings.map(({ header }) => header), ...Object.values(MORE_COLUMNS)];
  const rows = project.devices.map((device) => {
    const line = lines.get(device.lineId);
    const protocol = byName.get(device.protocol);
    const cells: Record<string, string> = { ...baseCells(device, line) };
    if (protocol !== undefined) Object.assign(cells, settingCells(line?.settings ?? {}, protocol, 'line', settings), settingCells(device.settings, protocol, 'device', settings));
    return headers.map((header) => guardCell(cells[header] ?? ''));
  });
  return [headers, ...rows];
}

/** A number is none of a spreadsheet's formulas. */
function guardCell(cell: string): string {
  return /^-?\d+(\.\d+)?$/.test(cell) ? cell : guardFormula(cell);
}

function baseCells(device: Device, line: Line | undefined): Record<BaseColumn, string> {
  const { adaptivePolling = null } = device;
  return {
    device_id: device.deviceId,
    description: device.description,
    protocol: device.protocol,
    enabled: device.enabled ? 'yes' : 'no',
    poll_interval_ms: device.pollIntervalMs === null ? '' : String(device.pollIntervalMs),
    adaptive_fastest: adaptivePolling === null ? '' : String(adaptivePolling.fastest),
    adaptive_slowest: adaptivePolling === null ? '' : String(adaptivePolling.slowest),
    template: '',
    map_file: device.points.length === 0 ? '' : mapFileOf(device.deviceId),
    line_name: line?.name ?? '',
  };
}

/** The file that a device's points go into: a label may hold a colon, which Windows does not take in names. */
export function mapFileOf(deviceId: string): string {
  return `${deviceId.replaceAll(':', '%3A')}.csv`;
}
