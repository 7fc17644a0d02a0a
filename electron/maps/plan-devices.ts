import { isDeepStrictEqual } from 'node:util';
import type { DeviceRow, FieldDifference } from '../../shared/contract/map-tools';
import { adaptivePollingSchema, type Device, type Line } from '../../shared/domain/device';
import { pollIntervalSchema, type Opaque, type Point } from '../../shared/domain/point';
import { fieldsOf, snakeCase, valueOf, type SettingPart } from './device-columns';
import type { DeviceRowRead, Problem } from './read-device-rows';
import { isSecretField, settingCell } from './setting-cell';
import type { Protocol } from '../protocols/protocol';

/** The points that a row names, or why it has none. Null: it names none. */
export type RowPoints = { readonly points: readonly Point[]; readonly from: string } | { readonly problem: Problem } | null;

/** A row that can be carried out. */
export interface PlannedDevice {
  readonly read: DeviceRowRead;
  readonly protocol: Protocol;
  /** As the protocol has them, defaults filled in. */
  readonly lineSettings: Opaque;
  readonly settings: Opaque;
  readonly lineKey: string;
  /** Null: the points stay. */
  readonly points: readonly Point[] | null;
}

export interface DevicePlan {
  readonly rows: DeviceRow[];
  readonly planned: readonly PlannedDevice[];
}

export interface PlanRequest {
  readonly rows: readonly DeviceRowRead[];
  readonly devices: readonly Device[];
  readonly lines: readonly Line[];
  /** Checks settings as an edit by hand would; problems by column. */
  readonly check: (protocol: Protocol, row: DeviceRowRead) => { readonly lineSettings: Opaque; readonly settings: Opaque } | { readonly problems: readonly Problem[] };
  readonly pointsOf: (row: DeviceRowRead) => RowPoints;
}

/** What each row would make or change, and why it can't. Changes nothing. */
export function planDevices({ rows, devices, lines, check, pointsOf }: PlanRequest): DevicePlan {
  const told = new Map<string, { row: number; settings: Opaque; name: string | null }>();
  const linesById = new Map(lines.map((line) => [line.id, line]));
  const labels = new Set(rows.map(({ deviceId }) => deviceId));
  const planned: PlannedDevice[] = [];
  const answers = rows.map((read): DeviceRow => {
    const row = { row: read.row, deviceId: read.deviceId };
    const refuse = (problems: readonly Problem[]): DeviceRow => ({ ...row, action: 'refused', changes: [], problems: [...problems], notes: [] });
    const problems = [...read.problems, ...rangeProblems(read)];
    if (read.protocol === null || problems.length > 0) return refuse(problems);
    const { protocol } = read;
    const checked = check(protocol, read);
    if ('problems' in checked) return refuse(checked.problems);
    const points = pointsOf(read);
    if (points !== null && 'problem' in points) return refuse([points.problem]);
    const lineKey = `${protocol.description.name} ${protocol.lineKey(checked.lineSettings)}`;
    const before = told.get(lineKey);
    if (before !== undefined && !isDeepStrictEqual(before.settings, checked.lineSettings)) return refuse(lineProblems(before, checked.lineSettings, protocol));
    if (before?.name != null && read.lineName !== null && before.name !== read.lineName) return refuse([{ column: 'line_name', message: `row ${before.row} calls the same line ${before.name}` }]);
    told.set(lineKey, { row: before?.row ?? read.row, settings: checked.lineSettings, name: before?.name ?? read.lineName });
    const line = read.existing === null ? undefined : linesById.get(read.existing.lineId);
    const taken = points !== null && (read.existing?.points.length ?? 0) === 0 ? points : null;
    const changes = [...baseChanges(read, line), ...settingChanges(protocol, 'line', line?.settings ?? null, checked.lineSettings), ...settingChanges(protocol, 'device', read.existing?.settings ?? null, checked.settings)];
    if (taken !== null && taken.points.length > 0) changes.push({ field: 'points', label: 'Points', before: read.existing === null ? '' : '0', after: `${taken.points.length} from ${taken.from}` });
    planned.push({ read, protocol, ...checked, lineKey, points: taken?.points ?? null });
    const action = read.existing === null ? 'add' : changes.length > 0 ? 'change' : 'same';
    return { ...row, action, changes, problems: [], notes: notesOf(read, line, checked.lineSettings, devices, labels, points !== null && taken === null) };
  });
  return { rows: answers, planned };
}

function rangeProblems({ device }: DeviceRowRead): Problem[] {
  const problems: Problem[] = [];
  if (device.pollIntervalMs !== null && !pollIntervalSchema.safeParse(device.pollIntervalMs).success) problems.push({ column: 'poll_interval_ms', message: `${device.pollIntervalMs} is not from 10 to 86,400,000 whole milliseconds` });
  const adaptive = device.adaptivePolling ?? null;
  const checked = adaptivePollingSchema.nullable().safeParse(adaptive);
  if (!checked.success) problems.push({ column: 'adaptive_fastest', message: checked.error.issues[0]?.message ?? 'does not fit' });
  if (device.description.length > 2000) problems.push({ column: 'description', message: 'is longer than 2000 characters' });
  return problems;
}

/** One line has one truth: where two rows differ in it nobody can say which is meant. */
function lineProblems(before: { row: number; settings: Opaque }, settings: Opaque, protocol: Protocol): Problem[] {
  return differentFields(protocol, 'line', before.settings, settings).map(({ field }) => ({ column: snakeCase(field), message: `row ${before.row} is on the same line and says otherwise` }));
}

function baseChanges({ existing, device, deviceId, lineName, protocol }: DeviceRowRead, line: Line | undefined): FieldDifference[] {
  const changes: FieldDifference[] = [];
  const change = (field: string, label: string, before: string, after: string): void => {
    if (before !== after) changes.push({ field, label, before, after });
  };
  if (existing === null) change('device_id', 'Device', '', `${deviceId}, ${protocol?.description.title ?? ''}`);
  change('description', 'Description', existing?.description ?? '', device.description);
  change('enabled', 'Connected', existing === null ? '' : yes(existing.enabled), existing === null && !device.enabled ? '' : yes(device.enabled));
  change('poll_interval_ms', 'Poll interval', intervalText(existing?.pollIntervalMs ?? null), intervalText(device.pollIntervalMs));
  change('adaptive_fastest', 'Adaptive polling', adaptiveText(existing?.adaptivePolling), adaptiveText(device.adaptivePolling));
  if (lineName !== null) change('line_name', 'Line', line?.name ?? '', lineName);
  return changes;
}

function settingChanges(protocol: Protocol, part: SettingPart, before: Opaque | null, after: Opaque): FieldDifference[] {
  // A new device begins with the defaults: what it has besides is worth saying.
  return differentFields(protocol, part, before ?? {}, after);
}

function differentFields(protocol: Protocol, part: SettingPart, before: Opaque, after: Opaque): FieldDifference[] {
  const fields = fieldsOf(protocol, part);
  const known = new Set(fields.map(({ key }) => key));
  const shown = fields.flatMap((field) => {
    const [old, now] = [valueOf(before, field), valueOf(after, field)];
    if (isDeepStrictEqual(old, now)) return [];
    if (isSecretField(field)) return [{ field: field.key, label: field.label, before: old === '' ? '' : 'kept', after: now === '' ? '' : 'entered' }];
    return [{ field: field.key, label: field.label, before: settingCell(old, field), after: settingCell(now, field) }];
  });
  const rest = (settings: Opaque): string => JSON.stringify(Object.fromEntries(Object.entries(settings).filter(([key]) => !known.has(key)).sort(([a], [b]) => (a < b ? -1 : 1))));
  return rest(before) === rest(after) ? shown : [...shown, { field: `${part}_more`, label: 'Other settings', before: rest(before), after: rest(after) }];
}

function notesOf(read: DeviceRowRead, line: Line | undefined, lineSettings: Opaque, devices: readonly Device[], labels: ReadonlySet<string>, pointsStay: boolean): string[] {
  const notes: string[] = [];
  if (pointsStay) notes.push('Has points already: they stay. Compare the maps to take points over');
  if (read.existing === null && read.template === '' && read.mapFile === '') notes.push('Begins without points');
  const others = line === undefined || isDeepStrictEqual(line.settings, lineSettings) ? [] : devices.filter(({ lineId, deviceId }) => lineId === line.id && !labels.has(deviceId));
  if (others.length > 0) notes.push(`${others.length === 1 ? (others[0]?.deviceId ?? '') : `${others.length} other devices`} ${others.length === 1 ? 'is' : 'are'} on the same line`);
  return notes;
}

function yes(on: boolean): string {
  return on ? 'yes' : 'no';
}

function intervalText(ms: number | null): string {
  return ms === null ? '' : `${ms} ms`;
}

function adaptiveText(adaptive: Device['adaptivePolling'] = null): string {
  return adaptive === null ? '' : `${adaptive.fastest} to ${adaptive.slowest}`;
}
