import { ProcedureError } from '../../shared/contract/answer';
import { deviceSchema, lineSchema, type Device } from '../../shared/domain/device';
import { pointSchema, type Point } from '../../shared/domain/point';
import { projectSchema, type Project } from '../../shared/domain/project';
import { simulatorSchema } from '../../shared/domain/simulator';
import { changedItems } from '../../shared/domain/changed-items';
import { PointKeys, type SharedKey } from './point-keys';
import { Slices } from './slices';
import type { z } from 'zod';

/** What only a protocol knows of a point; the engine fills it in. */
export interface PointRules {
  /** The address part of the API's key `<sensor_type>_<address>`. Must answer for unknown protocols too. */
  addressKey(protocol: string, point: Point): string;
  /** What is wrong with a point in plain words; null when nothing is. */
  checkPoint(protocol: string, point: Point): string | null;
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** More problems than this are not listed one by one. */
const MOST_PROBLEMS = 50;

const deviceAlone = deviceSchema.omit({ points: true });
const projectAlone = projectSchema.omit({ lines: true, devices: true, simulators: true });
const pointFields = Object.entries(pointSchema.shape).map(([key, schema]) => ({ key, schema }));
const MOST_POINTS = 100_000;
const MOST_DEVICES = 10_000;
const MOST_SIMULATORS = 200;

/**
 * Checks an edit before it becomes the project. Only what the edit replaced is looked at: the project is immutable, so
 * an object that is the same one as before is as valid as before.
 */
export class ProjectRules {
  /** Keys are asked for again and again while points stay the same objects. */
  private readonly keys = new WeakMap<Point, string>();
  /** The ids in lists of points that stay as they are, so that adding a device does not walk the points of all others. */
  private readonly idsOf = new WeakMap<readonly Point[], ReadonlySet<string>>();
  /** Points that were found to fit a protocol before they came into the project; they are frozen and stay as they are. */
  private readonly fitting = new WeakMap<Point, string>();
  private readonly pointKeys = new PointKeys((protocol, point) => this.apiKey(protocol, point));

  constructor(private readonly points: PointRules) {}

  /** The API's key of a point: unique in its device. */
  apiKey(protocol: string, point: Point): string {
    const known = this.keys.get(point);
    if (known !== undefined) return known;
    const key = `${point.sensorType}_${this.points.addressKey(protocol, point)}`;
    this.keys.set(point, key);
    return key;
  }

  /** A key is made of sensor type and address: where both stay it stays. */
  private keepKey(before: Point | null, after: Point): void {
    const key = before !== null && before.address === after.address && before.sensorType === after.sensorType ? this.keys.get(before) : undefined;
    if (key !== undefined) this.keys.set(after, key);
  }

  /** Throws `bad_input` with every problem and its place, or `conflict` where two things would have one name. */
  check(before: Project, after: Project): void {
    const problems: Problem[] = [];
    const { lines: _lines, devices: _devices, simulators: _simulators, ...rest } = after;
    collect(problems, '', rest, projectAlone);
    const lines = changedItems(before.lines, after.lines);
    const devices = changedItems(before.devices, after.devices);
    for (const { item, index } of lines.now) collect(problems, `lines[${index}]`, item, lineSchema);
    const simulators = changedItems(before.simulators, after.simulators);
    for (const { item, index } of simulators.now) collect(problems, `simulators[${index}]`, item, simulatorSchema);
    if (after.simulators.length > MOST_SIMULATORS) problems.push({ path: 'simulators', message: `holds ${after.simulators.length}, at most ${MOST_SIMULATORS} fit` });
    if (after.devices.length > MOST_DEVICES) problems.push({ path: 'devices', message: `holds ${after.devices.length}, at most ${MOST_DEVICES} fit` });
    const earlier = new Map(devices.earlier.map((device) => [device.id, device]));
    const newPointIds = new Set<string>();
    for (const { item, index } of devices.now) this.checkDevice(problems, index, earlier.get(item.id) ?? null, item, newPointIds);
    if (problems.length > 0) throw badInput(problems);
    if (lines.now.length > 0 || lines.earlier.length > 0) unique(after.lines.map(({ id }) => id), (id) => `Two lines would have the id ${id}.`);
    if (devices.now.length > 0) this.checkDevicesTogether(after);
    if (simulators.now.length > 0) checkSimulatorIds(after);
    if (lines.earlier.length > 0 || devices.now.length > 0) checkLinesExist(after);
    if (newPointIds.size > 0) this.checkPointIds(after, newPointIds, new Set(devices.now.map(({ item }) => item)));
  }

  /** Learns the keys of a project that is about to be opened, in small slices, so that its first edit need not. */
  async learn(project: Project): Promise<void> {
    const slices = new Slices();
    for (const { protocol, points } of project.devices) await this.pointKeys.checkAllInSlices(protocol, points, slices);
  }

  /** Looks at points that an edit is going to bring, in small slices, so that {@link check} need not look at those that fit. */
  async prepare(protocol: string, points: readonly Point[]): Promise<void> {
    const slices = new Slices();
    for (const point of points) {
      if (slices.due) await slices.pause();
      if (!collect([], '', point, pointSchema) || this.points.checkPoint(protocol, point) !== null) continue;
      this.fitting.set(point, protocol);
      this.apiKey(protocol, point);
    }
  }

  /** Learns what an undo or a redo leads to; it was checked when it was there first. */
  follow(before: Project, after: Project): void {
    const { now, earlier } = changedItems(before.devices, after.devices);
    const known = new Map(earlier.map((device) => [device.id, device]));
    for (const { item } of now) {
      const then = known.get(item.id);
      if (then?.protocol === item.protocol) this.pointKeys.checkChange(item.protocol, then.points, item.points, changedItems(then.points, item.points));
    }
  }

  /** Checks a project that the schema has passed for what the schema does not see, in small slices; throws as {@link check}. */
  async checkWhole(project: Project): Promise<void> {
    const slices = new Slices();
    const problems: Problem[] = [];
    const pointIds = new Set<string>();
    for (const [index, device] of project.devices.entries()) {
      for (const [at, point] of device.points.entries()) {
        const problem = this.points.checkPoint(device.protocol, point);
        if (problem !== null) problems.push({ path: `devices[${index}].points[${at}]`, message: `${point.name}: ${problem}` });
        if (problems.length > MOST_PROBLEMS) throw badInput(problems);
        if (pointIds.has(point.id)) throw new ProcedureError('conflict', `${device.deviceId}: "${point.name}" has the id of another point.`, { reason: 'duplicate_id' });
        pointIds.add(point.id);
        if (slices.due) await slices.pause();
      }
      const shared = await this.pointKeys.checkAllInSlices(device.protocol, device.points, slices);
      if (shared !== null) throw sharedKey(device, shared);
    }
    if (problems.length > 0) throw badInput(problems);
    unique(project.lines.map(({ id }) => id), (id) => `Two lines have the id ${id}.`);
    this.checkDevicesTogether(project);
    checkSimulatorIds(project);
    checkLinesExist(project);
  }

  private checkDevice(problems: Problem[], index: number, before: Device | null, after: Device, newPointIds: Set<string>): void {
    const path = `devices[${index}]`;
    const { points, ...alone } = after;
    collect(problems, path, alone, deviceAlone);
    if (!Array.isArray(points)) {
      problems.push({ path: `${path}.points`, message: 'is no list' });
      return;
    }
    if (points.length > MOST_POINTS) problems.push({ path: `${path}.points`, message: `holds ${points.length}, at most ${MOST_POINTS} fit in a device` });
    const otherProtocol = before !== null && before.protocol !== after.protocol;
    const changed = changedItems(before === null || otherProtocol ? [] : before.points, points);
    const known = new Map(changed.earlier.map((point) => [point.id, point]));
    for (const { item, index: at } of changed.now) {
      const pointPath = `${path}.points[${at}]`;
      const earlier = known.get(item.id) ?? null;
      if (this.fitting.get(item) !== after.protocol) {
        if (!checkPointFields(problems, pointPath, earlier, item)) continue;
        this.keepKey(earlier, item);
        const problem = this.points.checkPoint(after.protocol, item);
        if (problem !== null) problems.push({ path: pointPath, message: `${item.name}: ${problem}` });
      }
      if (!known.has(item.id) || otherProtocol) newPointIds.add(item.id);
      if (problems.length > MOST_PROBLEMS) return;
    }
    if (problems.length > 0 || changed.now.length + changed.earlier.length === 0) return;
    const shared = before === null || otherProtocol ? this.pointKeys.checkAll(after.protocol, points) : this.pointKeys.checkChange(after.protocol, before.points, points, changed);
    if (shared !== null) throw sharedKey(after, shared);
  }

  /** Each new id must be there once; ids that were there before were unique already. */
  private checkPointIds(project: Project, newIds: ReadonlySet<string>, changed: ReadonlySet<Device>): void {
    const seen = new Set<string>();
    for (const device of project.devices) {
      if (changed.has(device)) {
        for (const { id, name } of device.points) {
          if (!newIds.has(id)) continue;
          if (seen.has(id)) throw duplicateId(device, name);
          seen.add(id);
        }
        continue;
      }
      const ids = this.pointIds(device.points);
      // The smaller of the two is walked: one point may be new, or a hundred thousand.
      if (ids.size < newIds.size) {
        const found = device.points.find(({ id }) => newIds.has(id));
        if (found) throw duplicateId(device, found.name);
      } else for (const id of newIds) if (ids.has(id)) throw duplicateId(device, device.points.find((point) => point.id === id)?.name ?? id);
    }
  }

  private pointIds(points: readonly Point[]): ReadonlySet<string> {
    const known = this.idsOf.get(points);
    if (known) return known;
    const ids = new Set(points.map(({ id }) => id));
    this.idsOf.set(points, ids);
    return ids;
  }

  private checkDevicesTogether(project: Project): void {
    unique(project.devices.map(({ id }) => id), (id) => `Two devices would have the id ${id}.`);
    unique(project.devices.map(({ deviceId }) => deviceId), (label) => `There is a device ${label} already. Device labels are unique over all protocols.`, 'duplicate_device');
  }
}

function collect(problems: Problem[], path: string, value: object, schema: z.ZodType<object>): boolean {
  const result = schema.safeParse(value);
  if (result.success) {
    // A default of the schema would fill the gap when the file is read again, and the project would not be what it was.
    const gap = Object.keys(result.data).find((key) => Reflect.get(value, key) === undefined);
    if (gap !== undefined) problems.push({ path: path === '' ? gap : `${path}.${gap}`, message: 'is missing' });
    return gap === undefined;
  }
  for (const issue of result.error.issues) {
    const whole = `${path}${innerPath(issue.path)}`;
    problems.push({ path: whole.startsWith('.') ? whole.slice(1) : whole, message: issue.message });
  }
  return false;
}

/** Each field of a point stands by itself in the schema, so only those are checked that are not as before. */
function checkPointFields(problems: Problem[], path: string, before: Point | null, after: Point): boolean {
  if (before === null) return collect(problems, path, after, pointSchema);
  let good = true;
  for (const { key, schema } of pointFields) {
    const value: unknown = Reflect.get(after, key);
    if (value === Reflect.get(before, key)) continue;
    if (value === undefined) {
      problems.push({ path: `${path}.${key}`, message: 'is missing' });
      good = false;
      continue;
    }
    const result = schema.safeParse(value);
    if (result.success) continue;
    good = false;
    for (const issue of result.error.issues) problems.push({ path: `${path}.${key}${innerPath(issue.path)}`, message: issue.message });
  }
  return good;
}

function innerPath(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}

function badInput(problems: readonly Problem[]): ProcedureError {
  const named = problems.slice(0, 3).map(({ path, message }) => `${path}: ${message}`).join('; ');
  const more = problems.length > 3 ? ` and ${problems.length - 3} more` : '';
  return new ProcedureError('bad_input', `The edit does not fit: ${named}${more}.`, { fields: problems.slice(0, MOST_PROBLEMS) });
}

function unique(values: readonly string[], message: (value: string) => string, reason = 'duplicate_id'): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) throw new ProcedureError('conflict', message(value), { reason });
    seen.add(value);
  }
}

function checkLinesExist(project: Project): void {
  const lines = new Map(project.lines.map((line) => [line.id, line]));
  for (const device of project.devices) {
    const line = lines.get(device.lineId);
    if (line === undefined) throw new ProcedureError('bad_input', `${device.deviceId} is on a line that the project does not have.`, { reason: 'no_line' });
    if (line.protocol !== device.protocol) throw new ProcedureError('bad_input', `${device.deviceId} speaks ${device.protocol}, its line ${line.name} ${line.protocol}.`, { reason: 'no_line' });
  }
}

/** Ids of simulators and, in one simulator, of units and points: a point is found by its simulator and its own id. */
function checkSimulatorIds(project: Project): void {
  unique(project.simulators.map(({ id }) => id), (id) => `Two simulators would have the id ${id}.`);
  for (const { name, units } of project.simulators) {
    unique(units.map(({ id }) => id), (id) => `${name}: two units would have the id ${id}.`);
    unique(units.flatMap(({ points }) => points.map(({ id }) => id)), (id) => `${name}: two points would have the id ${id}.`);
  }
}

function sharedKey({ deviceId }: Device, { owner, point, key }: SharedKey): ProcedureError {
  return new ProcedureError(
    'conflict',
    `${deviceId}: "${owner.name}" and "${point.name}" would both answer to the key ${key}. Give one of them another sensor type or address.`,
    { reason: 'duplicate_key' },
  );
}

function duplicateId(device: Device, name: string): ProcedureError {
  return new ProcedureError('conflict', `${device.deviceId}: "${name}" would have the id of another point.`, { reason: 'duplicate_id' });
}
