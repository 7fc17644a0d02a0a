import { ProcedureError } from '../../../shared/contract/answer';
import type { MapSource, MatchBy } from '../../../shared/contract/map-tools';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { compareMaps, type Comparison, type Difference } from '../../maps/compare-maps';
import type { Call } from '../../doors/contract-engine';
import { guardFormula } from '../../project/point-list/formula-guard';
import { matchHeaders } from '../../project/point-list/match-headers';
import type { Table } from '../../project/point-list/table';
import type { Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import type { Services } from '../services';
import { fromBase64 } from '../procedures/projects';
import { previewFile } from './point-list-files';
import { pointsOf } from './template-points';

/** Rows of a file that are named one by one. */
const MOST_PROBLEMS = 100;

interface OtherMap {
  readonly name: string;
  readonly points: readonly Point[];
  /** Headers of what it tells; null: everything. */
  readonly told: ReadonlySet<string> | null;
  readonly problems: readonly string[];
}

export interface Compared {
  readonly project: ActiveProject;
  readonly device: Device;
  readonly protocol: Protocol;
  readonly comparison: Comparison;
  readonly other: string;
  readonly problems: readonly string[];
}

/** Compares a device's map with another device's, a template's or a file's. @throws ProcedureError where the other one is none for it */
export async function compareWithOther(services: Services, call: Call, { deviceId, other, matchBy }: { deviceId: string; other: MapSource; matchBy: MatchBy }): Promise<Compared> {
  const project = services.tenant(call).current();
  const protocol = services.protocol(project.device(deviceId).protocol);
  if (!protocol) throw new ProcedureError('conflict', 'This version does not know the protocol of the device.');
  const map = await readOther(services, call, project, protocol, other);
  // An inventory has no names: what is at another place is another point.
  // Read again: reading a file takes its time.
  const device = project.device(deviceId);
  const comparison = await compareMaps({ before: device.points, after: map.points, matchBy: other.kind === 'inventory' ? 'address' : matchBy, protocol, told: map.told });
  return { project, device, protocol, comparison, other: map.name, problems: map.problems };
}

async function readOther(services: Services, call: Call, project: ActiveProject, protocol: Protocol, other: MapSource): Promise<OtherMap> {
  if (other.kind === 'device') {
    const device = project.device(other.deviceId);
    mustSpeak(device.protocol, protocol, device.deviceId);
    return { name: device.deviceId, points: device.points, told: null, problems: [] };
  }
  if (other.kind === 'template') {
    const { source } = other;
    const template = source.kind === 'kept' ? await services.tenant(call).storage.templates.get(source.id) : source.template;
    mustSpeak(template.protocol, protocol, `${template.vendor} ${template.model}`);
    return { name: `${template.vendor} ${template.model}`, points: pointsOf(template, protocol), told: null, problems: [] };
  }
  if (other.kind === 'inventory') {
    const inventory = services.inventories.get(other.inventoryId, call.tenantId);
    if (inventory === null) throw new ProcedureError('not_found', 'What the device answered is no longer kept: ask it again.');
    return { name: inventory.name, points: inventory.points, told: null, problems: [] };
  }
  return readMapFile(services, protocol, other.file.name, fromBase64(other.file.contentBase64), other.format);
}

/** The points of a point list as a map of its own, for no device. */
export async function readMapFile(services: Services, protocol: Protocol, name: string, content: Uint8Array, format: string, isIdTaken: (id: string) => boolean = () => false): Promise<OtherMap> {
  const nobody: Device = { id: '', deviceId: name, description: '', protocol: protocol.description.name, lineId: '', settings: {}, enabled: false, pollIntervalMs: null, points: [], findings: [] };
  const { rows, columns } = await previewFile({ content, format, device: nobody, protocol, files: services.tableFiles, isIdTaken });
  const headers = matchHeaders(columns, protocol.addressColumns);
  const bad = rows.filter(({ point }) => point === null);
  const problems = bad.slice(0, MOST_PROBLEMS).map(({ row, problems: found }) => `Row ${row}: ${found.map(({ column, message }) => `${column} ${message}`).join('; ')}`);
  if (bad.length > MOST_PROBLEMS) problems.push(`${bad.length - MOST_PROBLEMS} more rows can't be read`);
  return {
    name,
    points: rows.flatMap(({ point }) => (point === null ? [] : [point])),
    told: new Set([...headers.plain.map(({ column }) => column.header), ...headers.address.map(({ header }) => header)]),
    problems,
  };
}

/** @throws ProcedureError `conflict` */
function mustSpeak(name: string, protocol: Protocol, what: string): void {
  if (name !== protocol.description.name) throw new ProcedureError('conflict', `${what} is for ${name}, the device speaks ${protocol.description.name}: their addresses can't be compared.`);
}

/** Differences as a table: a row for each field that differs, one for each point that only one map has. */
export function differenceTable(differences: readonly Difference[], protocol: Protocol): Table {
  const rows = differences.flatMap(({ kind, matchedBy, before, after, fields }) => {
    const shown = before ?? after;
    const about = [kind, matchedBy ?? '', guardFormula(shown?.name ?? ''), shown === null ? '' : guardFormula(protocol.addressTexts(shown)[0] ?? '')];
    return fields.length === 0 ? [[...about, '', '', '']] : fields.map(({ field, before: old, after: now }) => [...about, field, guardFormula(old), guardFormula(now)]);
  });
  return [['difference', 'matched_by', 'name', 'address', 'field', 'this_map', 'other_map'], ...rows];
}
