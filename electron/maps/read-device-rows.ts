import { deviceLabelSchema } from '../../shared/domain/device';
import type { Device, Line } from '../../shared/domain/device';
import type { Opaque } from '../../shared/domain/point';
import type { ProtocolPolicy } from '../../shared/domain/project';
import { unguardFormula } from '../project/point-list/formula-guard';
import { readNumber } from '../project/point-list/read-number';
import { TableProblem, type ReadTable } from '../project/point-list/table';
import { bare } from '../project/point-list/words';
import type { Protocol } from '../protocols/protocol';
import { BASE_COLUMNS, fieldsOf, MORE_COLUMNS, settingColumns, type BaseColumn, type SettingColumn, type SettingPart } from './device-columns';
import { isSecretField, readSettingCell } from './setting-cell';

export interface Problem {
  readonly column: string;
  readonly message: string;
}

/** One row as it is meant, settings not yet checked by the protocol. */
export interface DeviceRowRead {
  /** As a spreadsheet counts. */
  readonly row: number;
  readonly deviceId: string;
  /** The device that has this label already. */
  readonly existing: Device | null;
  readonly protocol: Protocol | null;
  readonly device: Pick<Device, 'description' | 'enabled' | 'pollIntervalMs' | 'adaptivePolling'>;
  /** Null: not told. */
  readonly lineName: string | null;
  readonly lineSettings: Opaque;
  readonly settings: Opaque;
  readonly template: string;
  readonly mapFile: string;
  readonly problems: readonly Problem[];
}

export interface ReadContext {
  readonly protocols: readonly Protocol[];
  readonly devices: readonly Device[];
  readonly lines: readonly Line[];
  readonly policies: Readonly<Record<string, ProtocolPolicy>>;
}

/** Other spellings of the headers, as met in lists of devices; compared by letters and digits alone. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  device_id: ['device', 'name', 'devicename', 'label', 'tag', 'id'],
  host: ['ip', 'ipaddress', 'address', 'hostname', 'broker'],
  serial_path: ['serial', 'serialport', 'comport', 'com', 'tty'],
  port: ['tcpport'],
  unit_id: ['unit', 'unitidentifier', 'slave', 'slaveid', 'slaveaddress', 'node'],
  baud_rate: ['baud', 'baudrate', 'speed'],
  map_file: ['map', 'mapfile', 'pointlist', 'registermap', 'file'],
  poll_interval_ms: ['pollinterval', 'interval', 'scanrate'],
  line_name: ['line'],
};

/** Reads a table of devices. What is wrong in a row is said with it; @throws TableProblem where the table names no devices */
export function readDeviceRows(table: ReadTable, context: ReadContext): { rows: DeviceRowRead[]; unknownColumns: string[] } {
  const first = table.rows.findIndex((row) => row.some((cell) => cell.trim() !== ''));
  if (first < 0) throw new TableProblem('There is nothing in the table.');
  const { places, settings, unknown } = matchColumns(table.rows[first] ?? [], context.protocols);
  const byLabel = new Map(context.devices.map((device) => [device.deviceId, device]));
  const seen = new Map<string, number>();
  const rows: DeviceRowRead[] = [];
  for (const [at, cells] of table.rows.entries()) {
    if (at <= first || cells.every((cell) => cell.trim() === '')) continue;
    const cellOf = (header: string): string | null => {
      const place = places.get(header);
      return place === undefined ? null : unguardFormula(cells[place] ?? '');
    };
    const read = new RowReader(at + 1, cellOf, table.decimalComma, context, settings).read(byLabel);
    const twin = seen.get(read.deviceId);
    seen.set(read.deviceId, at + 1);
    rows.push(twin === undefined ? read : { ...read, problems: [...read.problems, { column: 'device_id', message: `row ${twin} has it already` }] });
  }
  return { rows, unknownColumns: unknown };
}

function matchColumns(headers: readonly string[], protocols: readonly Protocol[]) {
  const settings = settingColumns(protocols);
  const known = new Map<string, string>();
  for (const header of [...BASE_COLUMNS, ...settings.map((column) => column.header), ...Object.values(MORE_COLUMNS)]) known.set(bare(header), header);
  for (const [header, others] of Object.entries(SPELLINGS)) for (const other of others) if (!known.has(other)) known.set(other, header);
  const places = new Map<string, number>();
  const unknown: string[] = [];
  for (const [at, text] of headers.entries()) {
    if (text.trim() === '') continue;
    const header = known.get(bare(text));
    if (header === undefined) unknown.push(text);
    else if (places.has(header)) throw new TableProblem(`The columns "${headers[places.get(header) ?? 0] ?? ''}" and "${text}" both mean ${header}. Rename or remove one of them.`);
    else places.set(header, at);
  }
  if (!places.has('device_id')) throw new TableProblem('The first row must name the columns, device_id among them. An export of the devices shows all of them.');
  return { places, settings, unknown };
}

class RowReader {
  readonly #problems: Problem[] = [];

  constructor(
    private readonly row: number,
    /** Null: the table has no such column. */
    private readonly cellOf: (header: string) => string | null,
    private readonly decimalComma: boolean,
    private readonly context: ReadContext,
    private readonly columns: readonly SettingColumn[],
  ) {}

  read(byLabel: ReadonlyMap<string, Device>): DeviceRowRead {
    const deviceId = this.#cell('device_id').trim();
    if (!deviceLabelSchema.safeParse(deviceId).success) this.#problem('device_id', deviceId === '' ? 'is missing' : `"${deviceId}" is no label: letters, digits, underscore, dot, colon and dash, 64 at most`);
    const existing = byLabel.get(deviceId) ?? null;
    const protocol = this.#protocol(existing);
    const line = existing === null ? undefined : this.context.lines.find(({ id }) => id === existing.lineId);
    const policy = protocol === null ? undefined : this.context.policies[protocol.description.name];
    const lineName = this.#cell('line_name').trim();
    return {
      row: this.row,
      deviceId,
      existing,
      protocol,
      device: this.#device(existing, policy?.pollIntervalMs ?? null),
      lineName: lineName === '' ? null : lineName,
      lineSettings: protocol === null ? {} : this.#settings(protocol, 'line', line?.settings ?? policy?.lineDefaults ?? {}),
      settings: protocol === null ? {} : this.#settings(protocol, 'device', existing?.settings ?? policy?.deviceDefaults ?? {}),
      template: this.#cell('template').trim(),
      mapFile: this.#cell('map_file').trim(),
      problems: this.#problems,
    };
  }

  #cell(header: BaseColumn): string {
    return this.cellOf(header) ?? '';
  }

  #problem(column: string, message: string): void {
    this.#problems.push({ column, message });
  }

  #protocol(existing: Device | null): Protocol | null {
    const word = this.#cell('protocol').trim();
    const { protocols } = this.context;
    const wanted = word === '' ? (existing?.protocol ?? (protocols.length === 1 ? (protocols[0]?.description.name ?? '') : '')) : word;
    const found = protocols.find(({ description }) => description.name === wanted.toLowerCase() || description.title.toLowerCase() === wanted.toLowerCase());
    if (found === undefined) {
      this.#problem('protocol', wanted === '' ? 'is missing' : `"${wanted}" is not known here: ${protocols.map(({ description }) => description.name).join(', ')}`);
      return null;
    }
    if (existing !== null && existing.protocol !== found.description.name) this.#problem('protocol', `${existing.deviceId} speaks ${existing.protocol}; a device of another protocol is made under another label`);
    if (this.context.policies[found.description.name]?.enabled === false) this.#problem('protocol', `${found.description.title} is switched off in this project`);
    return found;
  }

  /** A cell that is empty is what a new device has; a column that is missing leaves things as they are. */
  #device(existing: Device | null, usualIntervalMs: number | null): DeviceRowRead['device'] {
    const description = this.cellOf('description');
    const enabled = this.cellOf('enabled');
    const interval = this.cellOf('poll_interval_ms');
    return {
      description: description ?? existing?.description ?? '',
      enabled: enabled === null || enabled.trim() === '' ? (existing?.enabled ?? false) : this.#yes('enabled', enabled),
      pollIntervalMs: interval === null ? (existing === null ? usualIntervalMs : existing.pollIntervalMs) : interval.trim() === '' ? null : this.#number('poll_interval_ms', interval),
      adaptivePolling: this.#adaptive(existing),
    };
  }

  #adaptive(existing: Device | null): Device['adaptivePolling'] {
    const [fastest, slowest] = [this.cellOf('adaptive_fastest'), this.cellOf('adaptive_slowest')];
    if (fastest === null && slowest === null) return existing?.adaptivePolling ?? null;
    const [from, to] = [fastest?.trim() ?? '', slowest?.trim() ?? ''];
    if (from === '' && to === '') return null;
    return { fastest: from === '' ? 1 : this.#number('adaptive_fastest', from), slowest: to === '' ? 1 : this.#number('adaptive_slowest', to) };
  }

  #yes(column: BaseColumn, text: string): boolean {
    const word = text.trim().toLowerCase();
    if (!['yes', 'no', 'true', 'false', 'on', 'off', '1', '0'].includes(word)) this.#problem(column, `"${text}" is neither yes nor no`);
    return ['yes', 'true', 'on', '1'].includes(word);
  }

  #number(column: BaseColumn, text: string): number {
    const value = readNumber(text, this.decimalComma);
    if (typeof value === 'number') return value;
    this.#problem(column, value);
    return 0;
  }

  #settings(protocol: Protocol, part: SettingPart, before: Opaque): Opaque {
    const settings: Opaque = { ...before };
    const fields = new Map(fieldsOf(protocol, part).map((field) => [field.key, field]));
    for (const column of this.columns) {
      const field = column.part === part ? fields.get(column.key) : undefined;
      const cell = field === undefined ? null : this.cellOf(column.header);
      if (field === undefined || cell === null) continue;
      // An empty secret is one that the export left out: it stays.
      if (isSecretField(field) && cell.trim() === '') continue;
      const read = readSettingCell(cell, field, this.decimalComma);
      if (read.ok) settings[column.key] = read.value;
      else this.#problem(column.header, read.message);
    }
    return { ...settings, ...this.#more(part) };
  }

  #more(part: SettingPart): Opaque {
    const text = (this.cellOf(MORE_COLUMNS[part]) ?? '').trim();
    if (text === '') return {};
    const read = readSettingCell(`json:${text}`, { key: '', label: '', kind: 'text', group: '', unit: '', help: '', choices: [], minimum: null, maximum: null, defaultValue: null, visibleWhen: {} }, false);
    if (read.ok && typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value)) return read.value;
    this.#problem(MORE_COLUMNS[part], 'is no JSON object');
    return {};
  }
}
