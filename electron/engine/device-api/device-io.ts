import { ProcedureError } from '../../../shared/contract/answer';
import type { Device } from '../../../shared/domain/device';
import { NO_ANSWER, NOT_CONNECTED } from '../../../shared/domain/quality';
import type { CommandResult, Driver, Reading } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';

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
      throw new ProcedureError('unreachable', `Nothing was sent to ${device.deviceId}: ${result.message.replace(/\.$/, '')}.`);
  }
}
