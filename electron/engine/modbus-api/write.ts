import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { ParsedInput, ProcedureOutput } from '../../../shared/contract';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { encodeValue, type Value, type WireValue } from '../../../shared/domain/value';
import { engineeringValue } from '../../acquisition/scaling';
import type { Call } from '../../doors/contract-engine';
import type { CommandResult, Reading, WriteCapability } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { adHocPoint } from '../device-api/ad-hoc-point';
import { connectedDriver, throwWhenGone, throwWhenNotAccepted } from '../device-api/device-io';
import { badField } from '../device-api/published-fields';
import { rawFromEngineering } from '../writing/raw-from-engineering';
import { readNow } from '../writing/read-now';
import { addressOf, dataTypeOf, numberOf, registersPerValue, registerTypeOf } from './registers';

type Input = ParsedInput<'api.modbus.write'>;

interface Order {
  readonly point: Point;
  readonly value: WireValue;
  readonly raw: Value;
  readonly mapped: boolean;
}

/** Writes as the published route says, once each, in order; ends at the first that the device does not accept. */
export async function writeRegisters(project: ActiveProject, device: Device, input: Input, call: Call): Promise<ProcedureOutput<'api.modbus.write'>> {
  const orders = ordersOf(device, input);
  const driver = connectedDriver(project, device);
  if (!driver.write || !driver.poll) throw new ProcedureError('conflict', `${device.deviceId} takes no writes.`);
  const points = orders.map(({ point }) => point);
  for (const { point, raw } of orders) {
    const prepared = driver.write.prepare(point, raw, null);
    if (!prepared.ok) throw badField(input.values === undefined ? 'value' : 'values', prepared.problem);
  }
  call.audit.target = `${device.deviceId} ${input.register_type} ${input.address}`;
  const read = async (): Promise<Reading[]> => {
    const running = project.running.device(device.id);
    return running === null ? [] : readNow(running, points, call.signal);
  };
  const before = await read();
  throwWhenGone(project, device, before);
  const previous = orders.map(({ point }) => valueOf(point, before));
  await execute(driver.write, device, orders, previous, input, call);
  const verified = input.verify && verify(driver.write, orders, await read());
  const unverified = input.verify && !verified ? '; what was read back differs' : '';
  return {
    message: `Written to ${device.deviceId}${unverified}`,
    device_id: device.deviceId,
    address: input.address,
    value: input.values ?? input.value ?? null,
    previous_value: input.values === undefined ? (previous[0] ?? null) : previous,
    verified,
  };
}

async function execute(write: WriteCapability, device: Device, orders: readonly Order[], previous: readonly WireValue[], input: Input, call: Call): Promise<void> {
  const together = input.register_type === 'holding_register' && orders.length > 1 ? inOneRequest(orders, write, input) : null;
  const batches = together === null ? orders.map((order) => ({ point: order.point, raw: order.raw, orders: [order] })) : [{ ...together, orders }];
  const announced = new Map(
    orders.flatMap((order, at) => (order.mapped ? [[order, { command: randomUUID(), pointId: order.point.id, oldValue: previous[at] ?? null, newValue: order.value }] as const] : [])),
  );
  await call.audit.announce([...announced.values()]);
  const note = (batch: readonly Order[], outcome: string): void => {
    for (const order of batch) {
      const write = announced.get(order);
      if (write) call.audit.writes.push({ ...write, outcome });
    }
  };
  let done = 0;
  for (const [at, batch] of batches.entries()) {
    let result: CommandResult;
    try {
      result = await write.execute(batch.point, batch.raw, call.signal);
    } catch (cause) {
      // What became of this one nobody knows; those after it were not sent.
      note(batches.slice(at + 1).flatMap((later) => later.orders), 'not_sent');
      throw cause;
    }
    note(batch.orders, result.outcome === 'accepted' ? 'written' : result.outcome);
    if (result.outcome !== 'accepted') note(batches.slice(at + 1).flatMap((later) => later.orders), 'not_sent');
    if (result.outcome !== 'accepted' && done > 0) call.audit.target += `, ${done} of ${orders.length} written`;
    throwWhenNotAccepted(device, result);
    done += batch.orders.length;
  }
}

/** Registers in a row go out in one request, so that the device never has half of them: their octets, as a point of that length. */
function inOneRequest(orders: readonly Order[], write: WriteCapability, input: Input): { point: Point; raw: Uint8Array } | null {
  const parts: Uint8Array[] = [];
  for (const { point, raw } of orders) {
    const prepared = write.prepare(point, raw, null);
    if (!prepared.ok) return null;
    parts.push(prepared.raw);
  }
  const octets = Buffer.concat(parts);
  const point = adHocPoint(`holding_register ${input.address}`, addressOf('holding_register', input.address, { byteOrder: 'ABCD', length: octets.length / 2 }), 'string', 'read-write');
  const whole = write.prepare(point, octets, null);
  return whole.ok ? { point, raw: octets } : null;
}

/** What shall be written where: the mapped point where there is one, the bare address otherwise. */
function ordersOf(device: Device, { address, value, values, register_type: type, data_type: given, byte_order: byteOrder }: Input): Order[] {
  if ((value === undefined) === (values === undefined)) throw badField('value', 'either value or values is needed, and not both');
  const field = values === undefined ? 'value' : 'values';
  const dataType = dataTypeOf(type, given);
  const length = registersPerValue(dataType);
  if (values !== undefined && length === null) throw badField('data_type', 'several strings in a row are not understood');
  const orders: Order[] = [];
  let at = address;
  for (const item of values ?? [value ?? null]) {
    const mapped = device.points.find((point) => registerTypeOf(point) === type && numberOf(point) === at && typeof point.address['bit'] !== 'number');
    const use = mapped !== undefined && (given === undefined || mapped.dataType === dataType) ? mapped : undefined;
    const point = use ?? adHocPoint(`${type} ${at}`, addressOf(type, at, { byteOrder, length: dataType === 'string' ? stringRegisters(item) : undefined }), dataType, 'read-write');
    const raw = rawFromEngineering(point, item);
    if (!raw.ok) throw badField(field, raw.problem);
    orders.push({ point, value: item, raw: raw.raw, mapped: use !== undefined });
    at += registersPerValue(point.dataType) ?? 1;
  }
  return orders;
}

function stringRegisters(value: WireValue): number {
  return Math.max(1, Math.ceil(String(value ?? '').length / 2));
}

function valueOf(point: Point, readings: readonly Reading[]): WireValue {
  const reading = readings.find(({ pointId }) => pointId === point.id);
  return !reading || reading.quality.level === 'bad' ? null : encodeValue(engineeringValue(reading.value, point));
}

function verify(write: WriteCapability, orders: readonly Order[], after: readonly Reading[]): boolean {
  return orders.every(({ point, raw }) => {
    const reading = after.find(({ pointId }) => pointId === point.id);
    if (!reading || reading.quality.level === 'bad') return false;
    if (reading.value === raw) return true;
    const prepared = write.prepare(point, raw, null);
    return prepared.ok && reading.raw !== null && Buffer.compare(prepared.raw, reading.raw) === 0;
  });
}
