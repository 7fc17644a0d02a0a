import { ProcedureError } from '../../../shared/contract/answer';
import type { Point } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import type { Call } from '../../doors/contract-engine';
import type { ActiveProject } from '../active-project';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import type { SimulatorRuntime } from '../simulators/simulator-runtime';
import { rawFromEngineering } from '../writing/raw-from-engineering';

type Names =
  | 'simulator.protocols'
  | 'simulators.status'
  | 'simulator.previewSource'
  | 'simulator.faultOnce'
  | 'simulator.start'
  | 'simulator.stop'
  | 'simulator.reset'
  | 'simulator.setValue'
  | 'simulator.values'
  | 'simulator.writes'
  | 'simulator.asked'
  | 'simulator.forgetAsked'
  | 'simulator.learned'
  | 'simulator.switch';

/** Running simulators: what they show, and what a person does to them while they run. */
export function simulatorHandlers(services: Services): HandlersOf<Names> {
  const current = (call: Call): ActiveProject => services.tenant(call).current();
  const find = (call: Call, simulatorId: string): { project: ActiveProject; simulator: Simulator; runtime: SimulatorRuntime | null } => {
    const project = current(call);
    const simulator = project.simulator(simulatorId);
    call.audit.target = simulator.name;
    return { project, simulator, runtime: project.simulators.get(simulatorId) };
  };
  const running = (call: Call, simulatorId: string): SimulatorRuntime => {
    const { simulator, runtime } = find(call, simulatorId);
    if (!runtime?.isRunning) throw new ProcedureError('conflict', `${simulator.name} does not run. Start it first.`, { reason: 'not_running' });
    return runtime;
  };
  const wish = async (call: Call, simulatorId: string, enabled: boolean): Promise<Record<string, never>> => {
    const { project, simulator } = find(call, simulatorId);
    project.mustHoldConnections();
    if (enabled && !services.protocol(simulator.protocol)?.server) throw new ProcedureError('conflict', `This version can't simulate the protocol "${simulator.protocol}".`, { reason: 'not_offered' });
    project.file.note((draft) => {
      const wanted = draft.simulators.find(({ id }) => id === simulatorId);
      if (wanted) wanted.enabled = enabled;
    });
    await project.simulators.settled();
    return {};
  };

  return {
    'simulator.protocols': () => services.protocols.flatMap(({ server }) => (server ? [server.description] : [])),
    'simulators.status': (_input, call) => {
      const { simulators } = current(call);
      return Array.from(simulators.ids(), (id) => simulators.status(id)).filter((status) => status !== null);
    },
    'simulator.previewSource': async ({ simulatorId, source, spanMs }, call) => {
      const { previewSource } = await import('../../simulation/preview-source');
      return previewSource(find(call, simulatorId).simulator, source, spanMs);
    },
    'simulator.faultOnce': ({ simulatorId, fault }, call) => {
      const { simulator } = find(call, simulatorId);
      const checked = services.protocol(simulator.protocol)?.server?.checkFault(fault) ?? { problem: 'There is no such protocol' };
      if ('problem' in checked) throw new ProcedureError('bad_input', `${checked.problem}.`, { fields: [{ path: 'fault', message: checked.problem }] });
      running(call, simulatorId).faultOnce({ kind: fault.kind, ...checked });
      return {};
    },
    'simulator.start': ({ simulatorId }, call) => wish(call, simulatorId, true),
    'simulator.stop': ({ simulatorId }, call) => wish(call, simulatorId, false),
    'simulator.reset': ({ simulatorId }, call) => {
      running(call, simulatorId).reset();
      return {};
    },
    'simulator.setValue': ({ simulatorId, pointId, value }, call) => {
      const runtime = running(call, simulatorId);
      const point = runtime.point(pointId);
      if (!point) throw new ProcedureError('not_found', 'There is no such point in the simulator.', { reason: 'no_point' });
      call.audit.target = `${call.audit.target} ${point.name}`;
      if (value === null) runtime.set(pointId, null);
      else {
        // Its limits are for those who write to a plant; a simulator shows what lies beyond them too.
        const unlimited: Point = { ...point, low: null, high: null };
        const raw = rawFromEngineering(unlimited, value);
        if (!raw.ok) throw new ProcedureError('bad_input', raw.problem, { fields: [{ path: 'value', message: raw.problem }] });
        runtime.set(pointId, raw.raw);
      }
      return runtime.value(pointId) ?? { pointId, value: null, origin: 'behaviour', problem: 'It does not run any more', switches: [] };
    },
    'simulator.values': ({ simulatorId, pointIds }, call) => find(call, simulatorId).runtime?.values(pointIds) ?? [],
    'simulator.writes': ({ simulatorId, limit }, call) => find(call, simulatorId).runtime?.recentWrites(limit) ?? [],
    'simulator.asked': ({ simulatorId }, call) => find(call, simulatorId).runtime?.asked() ?? { asked: [], notKept: 0 },
    'simulator.forgetAsked': ({ simulatorId }, call) => {
      find(call, simulatorId).runtime?.forgetAsked();
      return {};
    },
    'simulator.learned': ({ simulatorId }, call) => find(call, simulatorId).runtime?.learned() ?? [],
    'simulator.switch': ({ simulatorId, unitId, switchId, on, settings, pointIds }, call) => {
      const { simulator } = find(call, simulatorId);
      const unit = simulator.units.find(({ id }) => id === unitId);
      if (!unit) throw new ProcedureError('not_found', `${simulator.name} has no such unit.`, { reason: 'no_unit' });
      call.audit.target = `${simulator.name} ${unit.name}, ${switchId}${on ? '' : ' off'}`;
      const problem = running(call, simulatorId).switch(unit, { switchId, on, settings, pointIds });
      if (problem !== null) throw new ProcedureError('bad_input', `${problem}.`, { fields: [{ path: 'switchId', message: problem }] });
      return {};
    },
  };
}
