import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { ParsedInput, ProcedureOutput } from '../../../shared/contract';
import type { Device } from '../../../shared/domain/device';
import type { Opaque, Point } from '../../../shared/domain/point';
import { encodeValue, type WireValue } from '../../../shared/domain/value';
import type { Call } from '../../doors/contract-engine';
import type { ActiveProject } from '../active-project';
import { connectedDriver, throwWhenNotAccepted } from '../device-api/device-io';
import { badField } from '../device-api/published-fields';
import { rawFromEngineering } from '../writing/raw-from-engineering';
import { indexOf, plainPoint, typeOf } from './points';

type Input = ParsedInput<'api.dnp3.write'>;

/** What an operation does to an output: how it is controlled, and whether that is on or off. */
const OPERATIONS: Readonly<Record<NonNullable<Input['operation']>, { readonly control: string; readonly on: boolean }>> = {
  latch_on: { control: 'latch', on: true },
  latch_off: { control: 'latch', on: false },
  pulse_on: { control: 'pulse', on: true },
  close: { control: 'trip-close', on: true },
  trip: { control: 'trip-close', on: false },
};

/** Operates an output as the published route says, once. */
export async function operate(project: ActiveProject, device: Device, input: Input, call: Call): Promise<ProcedureOutput<'api.dnp3.write'>> {
  const { point, mapped } = targetOf(device, input);
  const value = valueOf(input);
  const made = rawFromEngineering(point, value);
  if (!made.ok) throw badField('value', made.problem);
  const driver = connectedDriver(project, device);
  if (!driver.write) throw new ProcedureError('conflict', `${device.deviceId} takes no writes.`);
  const prepared = driver.write.prepare(point, made.raw, null);
  if (!prepared.ok) throw badField('value', prepared.problem);
  call.audit.target = `${device.deviceId} ${input.data_type} ${input.index}`;
  const latest = mapped ? project.cache.latest(point.id) : null;
  const write = { command: randomUUID(), pointId: point.id, oldValue: latest === null ? null : encodeValue(latest.value), newValue: value };
  if (mapped) await call.audit.announce([write]);
  const result = await driver.write.execute(point, made.raw, call.signal);
  if (mapped) call.audit.writes.push({ ...write, outcome: result.outcome === 'accepted' ? 'written' : result.outcome });
  throwWhenNotAccepted(device, result);
  return { message: `${prepared.operation}: carried out by ${device.deviceId}`, device_id: device.deviceId, index: input.index, status: 'success' };
}

/** The mapped point where there is one, with what the call says of how it is operated. */
function targetOf(device: Device, input: Input): { readonly point: Point; readonly mapped: boolean } {
  const { data_type: type, index, operation, mode, count, on_time_ms: onTimeMs, off_time_ms: offTimeMs } = input;
  if (type === 'analog_output' && [operation, count, onTimeMs, offTimeMs].some((field) => field !== undefined)) throw badField('operation', 'operations, counts and times are for binary outputs');
  const own: Opaque = {};
  if (operation !== undefined) own['control'] = OPERATIONS[operation].control;
  if (mode !== undefined) own['operate'] = mode === 'direct' ? 'direct' : 'select';
  if (count !== undefined) own['count'] = count;
  if (onTimeMs !== undefined) own['onTimeMs'] = onTimeMs;
  if (offTimeMs !== undefined) own['offTimeMs'] = offTimeMs;
  const mapped = device.points.find((point) => typeOf(point) === type && indexOf(point) === index);
  const base = mapped ?? plainPoint(type, index);
  return { point: { ...base, address: { ...base.address, ...own } }, mapped: mapped !== undefined };
}

/** The operation goes before the value; one of them is needed. */
function valueOf({ value, operation }: Input): WireValue {
  if (operation !== undefined) return OPERATIONS[operation].on;
  if (value === undefined || value === null) throw badField('value', 'a value is needed, or an operation');
  return value;
}
