import { ProcedureError } from '../../../shared/contract/answer';
import type { RequestResult } from '../../../shared/contract/device-requests';
import type { Device } from '../../../shared/domain/device';
import type { Call } from '../../doors/contract-engine';
import type { Driver } from '../../protocols/protocol';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { mustBeArmed } from './must-be-armed';
import { runningDriver } from './running-driver';

type Names = 'device.prepareRequest' | 'device.request' | 'device.command' | 'device.identify' | 'device.measureDepth' | 'device.depth';

/** What a person asks of a device by hand: single requests, what it is, how many requests at once it takes. */
export function deviceRequestHandlers(services: Services): HandlersOf<Names> {
  const { tenant } = services;
  const find = (call: Call, deviceId: string) => runningDriver(services, call, deviceId);
  const requests = (device: Device, driver: Driver): NonNullable<Driver['request']> => driver.request ?? cannot(device, 'takes no requests made by hand');
  const logged = (call: Call, device: Device, result: RequestResult): RequestResult => {
    const level = result.outcome === 'answered' || result.outcome === 'sent' ? 'info' : 'warning';
    tenant(call).log.write(level, device.deviceId, `${result.operation}: ${result.message} (${call.session.user})`, { deviceId: device.id });
    return result;
  };

  return {
    'device.prepareRequest': ({ deviceId, request }, call) => {
      const { device, driver } = find(call, deviceId);
      return requests(device, driver).prepare(request);
    },
    'device.request': async ({ deviceId, request }, call) => {
      const { project, device, driver } = find(call, deviceId);
      project.mustHoldConnections();
      const capability = requests(device, driver);
      const prepared = capability.prepare(request);
      if (prepared.problem !== '') throw new ProcedureError('bad_input', prepared.problem, { fields: [{ path: 'request', message: prepared.problem }] });
      if (prepared.changes) throw new ProcedureError('forbidden', `${prepared.operation} may change something in ${device.deviceId}: it takes the permission to write (device.command).`, { reason: 'changes_device' });
      return capability.send(request, call.signal);
    },
    'device.command': async ({ deviceId, request, confirmed }, call) => {
      const { project, device, driver } = find(call, deviceId);
      project.mustHoldConnections();
      mustBeArmed(services, call);
      const capability = requests(device, driver);
      const prepared = capability.prepare(request);
      if (prepared.problem !== '') throw new ProcedureError('bad_input', prepared.problem, { fields: [{ path: 'request', message: prepared.problem }] });
      if (request.broadcast && !sameNames(prepared.reaches, confirmed)) {
        throw new ProcedureError('conflict', `A broadcast reaches ${prepared.reaches.join(', ')}: all of them have to be confirmed. Nothing was sent.`, { reason: 'not_confirmed' });
      }
      call.audit.target = `${device.deviceId} ${prepared.operation}${request.broadcast ? `, broadcast to ${prepared.reaches.join(', ')}` : ''}`;
      await call.audit.announce([]);
      return logged(call, device, await capability.send(request, call.signal));
    },
    'device.identify': ({ deviceId }, call) => {
      const { project, device, driver } = find(call, deviceId);
      project.mustHoldConnections();
      return (driver.identify ?? cannot(device, 'has no way to be asked what it is')).read(call.signal);
    },
    'device.measureDepth': ({ deviceId }, call) => {
      const { project, device, driver } = find(call, deviceId);
      project.mustHoldConnections();
      const depth = driver.depth ?? cannot(device, 'takes one request at a time');
      if (project.running.status(deviceId)?.state !== 'connected') throw new ProcedureError('conflict', `${device.deviceId} is not connected. Connect it first.`, { reason: 'not_connected' });
      return tenant(call).jobs.start(`Requests at once of ${device.deviceId}`, async (progress, signal) => {
        await depth.measure((step, done, total) => progress.step(step, done, total), signal);
        return null;
      });
    },
    'device.depth': ({ deviceId }, call) => find(call, deviceId).driver.depth?.last() ?? null,
  };
}

function cannot(device: Device, why: string): never {
  throw new ProcedureError('conflict', `${device.deviceId} ${why}.`, { reason: 'not_offered' });
}

function sameNames(shown: readonly string[], confirmed: readonly string[]): boolean {
  return shown.length === confirmed.length && shown.every((name) => confirmed.includes(name));
}
