import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { Call } from '../../doors/contract-engine';
import type { Opaque } from '../../../shared/domain/point';
import { takePortSettings } from '../edits/settings';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { copySimulator } from '../simulators/copy-simulator';
import { usableProtocol } from '../usable-protocol';

type Names = 'simulator.duplicate' | 'simulator.faultsOff' | 'simulator.addresses';

/** What is done with a simulator whole. */
export function simulatorToolHandlers(services: Services): HandlersOf<Names> {
  const find = (call: Call, simulatorId: string) => {
    const project = services.tenant(call).current();
    const simulator = project.simulator(simulatorId);
    call.audit.target = simulator.name;
    return { project, simulator };
  };

  return {
    'simulator.duplicate': async ({ simulatorId, name, ports }, call) => {
      const { project, simulator } = find(call, simulatorId);
      const { server, description } = usableProtocol(services, project, simulator.protocol);
      if (!server) throw new ProcedureError('conflict', `${description.title} can't be simulated by this version.`, { reason: 'not_offered' });
      const taken: Opaque[] = [];
      for (const settings of ports) taken.push(await takePortSettings(server, settings, services.tenant(call).storage.vault, 'ports'));
      const copy = copySimulator(simulator, name, taken, randomUUID);
      const revision = project.file.edit(`Duplicate simulator ${simulator.name}`, (draft) => void draft.simulators.push(copy));
      await project.simulators.settled();
      return { simulatorId: copy.id, revision };
    },
    'simulator.faultsOff': async ({ simulatorId }, call) => {
      const { project, simulator } = find(call, simulatorId);
      const revision = project.file.edit(`Switch the faults of ${simulator.name} off`, (draft) => {
        for (const fault of draft.simulators.find(({ id }) => id === simulatorId)?.faults ?? []) fault.enabled = false;
      });
      await project.simulators.settled();
      return { revision };
    },
    'simulator.addresses': ({ simulatorId, unitId }, call) => {
      const { simulator } = find(call, simulatorId);
      const unit = simulator.units.find(({ id }) => id === unitId);
      if (!unit) throw new ProcedureError('not_found', `${simulator.name} has no such unit.`, { reason: 'no_unit' });
      const protocol = services.protocol(simulator.protocol);
      if (!protocol) throw new ProcedureError('conflict', `This version does not speak "${simulator.protocol}".`, { reason: 'not_offered' });
      return Object.fromEntries(unit.points.map((point) => [point.id, protocol.addressTexts(point)]));
    },
  };
}
