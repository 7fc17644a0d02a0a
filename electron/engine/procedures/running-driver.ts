import { ProcedureError } from '../../../shared/contract/answer';
import type { Device } from '../../../shared/domain/device';
import type { Call } from '../../doors/contract-engine';
import type { Driver } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import type { Services } from '../services';

/** A device of the caller's open project with its driver. @throws ProcedureError `conflict` while it has none */
export function runningDriver({ tenant }: Services, call: Call, deviceId: string): { project: ActiveProject; device: Device; driver: Driver } {
  const project = tenant(call).current();
  const device = project.device(deviceId);
  const driver = project.running.device(deviceId)?.driver;
  if (!driver) throw notRunning(project, device);
  return { project, device, driver };
}

/** For what needs the driver while there is none. */
export function notRunning(project: ActiveProject, device: Device): ProcedureError {
  const status = project.running.status(device.id);
  return new ProcedureError('conflict', `${device.deviceId} does not run at the moment: ${status?.reason ?? 'its driver is being made'}`, { reason: 'not_running' });
}
