import { ProcedureError } from '../../../shared/contract/answer';
import type { ApiRegisterType } from '../../../shared/contract/modbus-api';
import type { DataType } from '../../../shared/domain/data-type';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { NO_ANSWER, NOT_CONNECTED } from '../../../shared/domain/quality';
import type { CommandResult, Driver, Reading } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { addressOf, adHocPoint, isBits, registersPerValue } from './registers';
import { badField } from './settings';

const MOST_REGISTERS = 125;

/** A device that is meant to be connected, with its driver. @throws ProcedureError `conflict` where it is not */
export function connectedDriver(project: ActiveProject, device: Device): Driver {
  project.mustHoldConnections();
  const status = project.running.status(device.id);
  const driver = project.running.device(device.id)?.driver;
  if (!driver || !status || status.state === 'error') throw new ProcedureError('conflict', `${device.deviceId} does not run: ${status?.reason ?? 'its driver is being made'}`, { reason: 'not_running' });
  if (status.state === 'off') throw new ProcedureError('conflict', `${device.deviceId} is not connected. Connect it first.`, { reason: 'not_connected' });
  return driver;
}

/** What the routes answer when the device as a whole was not reached or did not answer; nothing where it did. */
export function throwWhenGone(project: ActiveProject, device: Device, readings: readonly Pick<Reading, 'quality'>[]): void {
  if (readings.length === 0 || readings.some(({ quality }) => quality.level !== 'bad')) return;
  const reasons = readings.map(({ quality }) => quality.reason);
  const why = project.running.status(device.id)?.reason ?? '';
  const detail = why === '' ? '' : ` ${why}`;
  if (reasons.every((reason) => reason === NOT_CONNECTED)) throw new ProcedureError('unreachable', `${device.deviceId} could not be reached.${detail}`);
  // A line that can't be opened is no silent device.
  if (project.running.lineStatus(device.lineId)?.state === 'failed') throw new ProcedureError('unreachable', `${device.deviceId} could not be reached.${detail}`);
  if (reasons.every((reason) => reason === NO_ANSWER || reason === NOT_CONNECTED)) throw new ProcedureError('no_answer', `${device.deviceId} did not answer.${detail}`);
}

/** For raw reads: what the device refused is the answer of the whole call. */
export function throwWhenRefused(device: Device, readings: readonly Reading[]): void {
  const refused = readings.find(({ quality }) => quality.level === 'bad');
  if (!refused) return;
  const { reason, flags } = refused.quality;
  const exception = [reason, ...flags].join(', ');
  if (reason.startsWith('Exception')) throw new ProcedureError('refused', `${device.deviceId} refused: ${exception}.`, { exception: `Modbus ${exception.toLowerCase()}` });
  throw new ProcedureError('no_answer', `${device.deviceId}: ${exception}.`);
}

/** Points for addresses in a row that are read or written raw. @throws ProcedureError `bad_input` */
export function pointsInARow(type: ApiRegisterType, from: number, count: number, dataType: DataType, byteOrder: string | undefined): Point[] {
  if (!isBits(type) && count > MOST_REGISTERS) throw badField('count', `at most ${MOST_REGISTERS} registers fit into one request`);
  if (isBits(type) !== (dataType === 'boolean')) throw badField('data_type', isBits(type) ? `a ${type} holds one bit: its type is bool` : 'a boolean is a bit of a register: map it with its bit to read it');
  if (dataType === 'string') return [adHocPoint(`${type} ${from}`, addressOf(type, from, { byteOrder, length: count }), 'string', access(type))];
  const each = registersPerValue(dataType) ?? 1;
  if (byteOrder !== undefined && !isUsualOrder(byteOrder) && byteOrder.length !== each * 2) throw badField('byte_order', `${byteOrder} is for values of ${byteOrder.length} octets, ${dataType} has ${each * 2}`);
  if (count % each !== 0) throw badField('count', `${dataType} takes ${each} registers a value, and ${count} is no multiple of it`);
  if (from + count > 65_536) throw badField('address', `${count} from ${from} go past the last address, 65535`);
  return Array.from({ length: count / each }, (_, at) => adHocPoint(`${type} ${from + at * each}`, addressOf(type, from + at * each, { byteOrder }), dataType, access(type)));
}

/** The four orders that hold for values of every length. */
function isUsualOrder(order: string): boolean {
  return ['ABCD', 'CDAB', 'BADC', 'DCBA'].includes(order);
}

function access(type: ApiRegisterType): Point['access'] {
  return type === 'holding_register' || type === 'coil' ? 'read-write' : 'read';
}

/** Turns a command that was not accepted into the error that the routes answer. */
export function throwWhenNotAccepted(device: Device, result: CommandResult): void {
  switch (result.outcome) {
    case 'accepted':
      return;
    case 'refused':
      throw new ProcedureError('refused', `${device.deviceId} refused the write: ${result.exception}.`, { exception: result.exception });
    case 'no_answer':
      throw new ProcedureError('no_answer', `${device.deviceId} did not answer the write; it may have been carried out. ${result.message}`);
    case 'not_sent':
      throw new ProcedureError('unreachable', `Nothing was sent to ${device.deviceId}: ${result.message}.`);
  }
}
