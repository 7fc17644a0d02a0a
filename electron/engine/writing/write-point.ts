import { ProcedureError } from '../../../shared/contract/answer';
import type { PreparedWrite, WriteResult } from '../../../shared/contract/points';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { Sample } from '../../../shared/domain/sample';
import { encodeValue, hexWords, type Value, type WireValue } from '../../../shared/domain/value';
import { engineeringValue } from '../../acquisition/scaling';
import type { AuditTrail } from '../../security/audit-trail';
import type { Clock, CommandResult, Driver, PreparedCommand, Protocol, Reading, WriteCapability } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { HELD_ELSEWHERE } from '../devices/held-elsewhere';
import type { DeviceRuntime } from '../devices/device-runtime';
import { wireSample } from '../wire-sample';
import { rawFromEngineering } from './raw-from-engineering';
import { readNow } from './read-now';

export interface WriteContext {
  readonly project: ActiveProject;
  readonly protocol: Protocol;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** What writing a value would send, and why it can't be where it can't. Nothing is sent. */
export function prepareWrite({ project, protocol, audit }: WriteContext, pointId: string, value: WireValue): PreparedWrite {
  const { device, point } = project.point(pointId);
  const sample = project.cache.latest(pointId);
  const last = audit.last(pointId);
  const base = {
    operation: '',
    connection: '',
    address: protocol.addressTexts(point)[0] ?? '',
    octets: [],
    newRaw: '',
    current: sample && wireSample(sample),
    consequences: [],
    lastWrite: last && { time: last.time, user: last.user, value: last.newValue },
  };
  if (project.heldElsewhere) return { ...base, problem: HELD_ELSEWHERE };
  const driver = project.running.device(device.id)?.driver ?? null;
  const made = makeCommand(device, point, driver, value, sample);
  if ('problem' in made) return { ...base, problem: made.problem };
  const { operation, connection, octets, raw, consequences } = made.prepared;
  return { ...base, operation, connection, octets: [...octets], newRaw: hexWords(raw), consequences: [...consequences], problem: '' };
}

interface Command {
  readonly capability: WriteCapability;
  readonly raw: Value;
  readonly prepared: PreparedCommand & { ok: true };
}

function makeCommand(device: Device, point: Point, driver: Driver | null, value: WireValue, sample: Sample | null): Command | { problem: string } {
  if (point.access === 'read') return { problem: `${point.name} is read-only in the register map. Set its access to read-write if the device allows it.` };
  if (!driver) return { problem: `${device.deviceId} does not run at the moment.` };
  if (!driver.write) return { problem: `${device.deviceId} takes no writes: its protocol has none.` };
  const scaled = rawFromEngineering(point, value);
  if (!scaled.ok) return { problem: scaled.problem };
  const prepared = driver.write.prepare(point, scaled.raw, sample?.raw ?? null);
  return prepared.ok ? { capability: driver.write, raw: scaled.raw, prepared } : { problem: prepared.problem };
}

export interface WriteOrder {
  readonly pointId: string;
  readonly value: WireValue;
  /** Hex words of the old value that the person saw; another present value ends the write with `conflict`. */
  readonly expectedRaw: string | null;
  readonly verify: boolean;
  /** Awaited before the command is sent: records what shall be written. What it throws ends the write. */
  announce(target: string, oldValue: WireValue): Promise<void>;
}

export interface WriteDone {
  readonly result: WriteResult;
  readonly device: Device;
  readonly point: Point;
  readonly oldValue: WireValue;
  readonly command: CommandResult;
}

/**
 * Writes once. What the person saw is compared with what the device has at this moment, if it is asked for; then the
 * command goes ahead of polls, and the value is read back. What is read is on screens and in history at once. @throws ProcedureError `bad_input` or `conflict`; nothing was sent then
 */
export async function writePoint(context: WriteContext, order: WriteOrder, signal: AbortSignal): Promise<WriteDone> {
  const { project, clock } = context;
  const { device, point } = project.point(order.pointId);
  const running = project.running.device(device.id);
  const driver = running?.driver ?? null;
  const current = await presentSample(context, device, point, running, order.expectedRaw !== null, signal);
  const made = makeCommand(device, point, driver, order.value, current);
  if ('problem' in made) throw new ProcedureError('bad_input', made.problem, { fields: [{ path: 'value', message: made.problem }] });
  if (order.expectedRaw !== null) checkExpected(point, current, order.expectedRaw);
  const oldValue = current === null ? null : encodeValue(current.value);
  await order.announce(`${device.deviceId} ${point.name}`, oldValue);
  const command = await made.capability.execute(point, made.raw, signal);
  const done = { device, point, oldValue, command };
  const time = clock.nowMicros();
  if (command.outcome !== 'accepted') return { ...done, result: { ...refusedResult(point, command), time, readBack: null } };
  const written = valueText(engineeringValue(made.raw, point), point);
  if (!order.verify || point.access === 'write') {
    return { ...done, result: { outcome: 'written', message: `${written} written`, durationMs: command.durationMs, time, readBack: null } };
  }
  const back = await readOne(running, point, signal);
  return { ...done, result: { ...compare(point, written, made, back), durationMs: command.durationMs, time } };
}

/**
 * What the device has at this moment: the last poll may be older than another write. Where it can't be read the last known
 * value stands for it, unless it is to be compared with what a person saw.
 */
async function presentSample({ project }: WriteContext, device: Device, point: Point, running: DeviceRuntime | null, mustBeFresh: boolean, signal: AbortSignal): Promise<Sample | null> {
  const cached = project.cache.latest(point.id);
  if (point.access === 'write' || !running?.driver?.poll) return cached;
  const read = await readOne(running, point, signal);
  if (read && read.quality.level !== 'bad') return { ...read, value: engineeringValue(read.value, point) };
  if (!mustBeFresh) return cached;
  throw new ProcedureError('conflict', `${device.deviceId}: the present value of ${point.name} could not be read (${read?.quality.reason ?? 'no reading'}), so it can't be compared with what was shown.`, { reason: 'not_readable' });
}

async function readOne(running: DeviceRuntime | null, point: Point, signal: AbortSignal): Promise<Reading | null> {
  const readings = running === null ? [] : await readNow(running, [point], signal);
  return readings.find(({ pointId }) => pointId === point.id) ?? null;
}

function checkExpected(point: Point, current: Sample | null, expected: string): void {
  const present = current?.raw ? hexWords(current.raw) : '';
  if (normal(present) === normal(expected)) return;
  const now = current === null ? 'unknown' : valueText(current.value, point);
  throw new ProcedureError('conflict', `${point.name} has changed since it was shown: it is ${now} now. Look at it and write again if it is still wanted. Nothing was sent.`, { reason: 'changed_meanwhile' });
}

function normal(hex: string): string {
  return hex.replaceAll(/\s/g, '').toUpperCase();
}

function refusedResult(point: Point, command: Exclude<CommandResult, { outcome: 'accepted' }>): Pick<WriteResult, 'outcome' | 'message' | 'durationMs'> {
  switch (command.outcome) {
    case 'refused':
      return { outcome: 'refused', message: `The device refused: ${command.exception}. ${point.name} is unchanged.${command.advice === undefined ? '' : ` ${command.advice}.`}`, durationMs: command.durationMs };
    case 'no_answer':
      return { outcome: 'no_answer', message: `${command.message} It may have been carried out; read the value before writing again.`, durationMs: command.durationMs };
    default:
      return { outcome: 'not_sent', message: `Nothing was sent: ${command.message}`, durationMs: 0 };
  }
}

function compare(point: Point, written: string, { raw: wanted, prepared: { raw } }: Command, back: Reading | null): Pick<WriteResult, 'outcome' | 'message' | 'readBack'> {
  if (!back || back.quality.level === 'bad') {
    return { outcome: 'written', message: `${written} written; it could not be read back (${back?.quality.reason ?? 'no reading'})`, readBack: null };
  }
  const value = engineeringValue(back.value, point);
  // The octets of a bit, or of some bits, are those of its register, whose other bits may have changed meanwhile.
  const same = back.value === wanted || (back.raw !== null && Buffer.compare(back.raw, raw) === 0);
  if (same) return { outcome: 'verified', message: `${written} written and read back`, readBack: encodeValue(value) };
  return { outcome: 'differs', message: `${written} was written and accepted, but the device now has ${valueText(value, point)}`, readBack: encodeValue(value) };
}

/** A value as a sentence has it: rounded to what its scale can show, with its unit or its label. */
export function valueText(value: Value, point: Pick<Point, 'unit' | 'scale' | 'enumeration'>): string {
  if (value === null) return 'no value';
  const label = point.enumeration.find((item) => item.value === Number(value))?.label;
  if (label !== undefined) return `${label} (${String(value)})`;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = typeof value === 'number' ? String(Number(value.toPrecision(10))) : String(value);
  return point.unit === '' ? text : `${text} ${point.unit}`;
}
