import { ProcedureError } from '../../../shared/contract/answer';
import type { ActionRequest, ActionResult, DeviceAction } from '../../../shared/contract/device-actions';
import type { Device } from '../../../shared/domain/device';
import type { Call } from '../../doors/contract-engine';
import type { ActCapability } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { mustBeArmed } from './must-be-armed';
import { runningDriver } from './running-driver';

type Names = 'device.act' | 'device.actWriting' | 'device.eventPath' | 'device.resetEventPath';

interface Chosen {
  readonly project: ActiveProject;
  readonly device: Device;
  readonly action: DeviceAction;
  readonly capability: ActCapability;
}

/** What a person has a device do by hand, and how its events came. */
export function deviceActionHandlers(services: Services): HandlersOf<Names> {
  const { tenant } = services;
  const find = (call: Call, deviceId: string) => runningDriver(services, call, deviceId);
  const choose = (call: Call, deviceId: string, request: ActionRequest): Chosen => {
    const { project, device, driver } = find(call, deviceId);
    project.mustHoldConnections();
    const action = services.protocol(device.protocol)?.description.actions?.find(({ id }) => id === request.action);
    if (!action || !driver.act) throw new ProcedureError('conflict', `${device.deviceId} has no action "${request.action}".`, { reason: 'not_offered' });
    return { project, device, action, capability: driver.act };
  };
  const run = async (call: Call, { device, action, capability }: Chosen, request: ActionRequest): Promise<ActionResult> => {
    const result = await capability.run(request, call.signal);
    tenant(call).log.write(result.outcome === 'done' ? 'info' : 'warning', device.deviceId, `${action.title}: ${result.message} (${call.session.user})`, { deviceId: device.id });
    return result;
  };

  return {
    'device.act': ({ deviceId, request }, call) => {
      const chosen = choose(call, deviceId, request);
      if (chosen.action.writes) throw new ProcedureError('forbidden', `"${chosen.action.title}" changes something in ${chosen.device.deviceId}: it takes the permission to write (device.actWriting).`, { reason: 'changes_device' });
      return run(call, chosen, request);
    },
    'device.actWriting': async ({ deviceId, request, confirmed }, call) => {
      const chosen = choose(call, deviceId, request);
      const { device, action } = chosen;
      mustBeArmed(services, call);
      if (action.confirm !== '' && confirmed !== action.confirm) throw new ProcedureError('conflict', `"${action.title}" has to be confirmed: ${action.confirm} Nothing was sent.`, { reason: 'not_confirmed' });
      const values = shownValues(action, request).map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
      call.audit.target = [`${device.deviceId} ${action.title}`, ...values].join(', ');
      await call.audit.announce([]);
      return run(call, chosen, request);
    },
    'device.eventPath': ({ deviceId }, call) => {
      const { project, device, driver } = find(call, deviceId);
      return driver.eventPath ? project.eventSources.complete(device, project.line(device.lineId), driver.eventPath) : null;
    },
    'device.resetEventPath': ({ deviceId, countingPointId }, call) => {
      const { project, device, driver } = find(call, deviceId);
      if (!driver.eventPath) throw new ProcedureError('conflict', `${device.deviceId} keeps no events.`, { reason: 'not_offered' });
      if (countingPointId !== null && !device.points.some(({ id }) => id === countingPointId)) throw new ProcedureError('not_found', `${device.deviceId} has no such point.`, { reason: 'no_point' });
      driver.eventPath.reset(countingPointId);
      project.eventSources.reset(device.id);
      return {};
    },
  };
}

/** What was filled in, without what is secret in it. */
function shownValues({ fields }: DeviceAction, { values }: ActionRequest): [string, unknown][] {
  const secret = new Set(fields.filter(({ kind }) => kind === 'secret' || kind === 'secret-pem').map(({ key }) => key));
  return Object.entries(values).map(([key, value]) => [key, secret.has(key) && value !== '' ? '(left out)' : value]);
}
