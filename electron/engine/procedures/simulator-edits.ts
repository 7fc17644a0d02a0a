import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Draft } from 'immer';
import { ProcedureError } from '../../../shared/contract/answer';
import type { LearnedUnit, UnitOrigin } from '../../../shared/contract/simulators';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Fault, SimulatedUnit, Simulator, SimulatorPort } from '../../../shared/domain/simulator';
import { pointsRead } from '../../simulation/circles';
import { readRecording } from '../../simulation/recording';
import type { Call } from '../../doors/contract-engine';
import type { Protocol, ServerCapability } from '../../protocols/protocol';
import type { Vault } from '../../security/vault';
import type { ActiveProject } from '../active-project';
import { takePortSettings, takeUnitSettings, withoutSecrets } from '../edits/settings';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { beginUnit } from '../simulators/unit-origin';
import { usableProtocol } from '../usable-protocol';

type Names =
  | 'simulator.add'
  | 'simulator.update'
  | 'simulator.remove'
  | 'simulator.addUnit'
  | 'simulator.updateUnit'
  | 'simulator.removeUnit'
  | 'simulator.savePoints'
  | 'simulator.removePoints'
  | 'simulator.setBehaviours'
  | 'simulator.addRecording'
  | 'simulator.removeRecording'
  | 'simulator.addFault'
  | 'simulator.updateFault'
  | 'simulator.removeFault'
  | 'simulator.takeLearned';

interface NewUnit {
  readonly name: string | null;
  readonly settings: Opaque | null;
  readonly from: UnitOrigin;
}

interface Edited {
  readonly project: ActiveProject;
  readonly simulator: Simulator;
  readonly protocol: Protocol;
  readonly server: ServerCapability;
}

/** Edits of simulators: each one is an undo step of the project, and what runs follows it. */
export function simulatorEditHandlers(services: Services): HandlersOf<Names> {
  const serving = (project: ActiveProject, name: string): { protocol: Protocol; server: ServerCapability } => {
    const protocol = usableProtocol(services, project, name);
    if (!protocol.server) throw new ProcedureError('conflict', `${protocol.description.title} can't be simulated by this version.`, { reason: 'not_offered' });
    return { protocol, server: protocol.server };
  };
  const find = (call: Call, simulatorId: string): Edited => {
    const project = services.tenant(call).current();
    const simulator = project.simulator(simulatorId);
    call.audit.target = simulator.name;
    return { project, simulator, ...serving(project, simulator.protocol) };
  };
  const edit = async ({ project, simulator }: Pick<Edited, 'project' | 'simulator'>, label: string, recipe: (draft: Draft<Simulator>) => void): Promise<{ revision: number }> => {
    const revision = project.file.edit(label, (draft) => {
      const wanted = draft.simulators.find(({ id }) => id === simulator.id);
      if (wanted) recipe(wanted);
    });
    await project.simulators.settled();
    return { revision };
  };
  const makeUnit = async (call: Call, edited: Omit<Edited, 'simulator'>, { name, settings, from }: NewUnit, taken: readonly SimulatedUnit[]): Promise<SimulatedUnit> => {
    const { project, protocol, server } = edited;
    const begun = await beginUnit(from, project, protocol, (source) => (source.kind === 'kept' ? services.tenant(call).storage.templates.get(source.id) : Promise.resolve(source.template)));
    const known = from.kind === 'unit' ? begun.settings : withoutSecrets(begun.settings, server.description.unitFields);
    const checked = await takeUnitSettings(server, { ...known, ...settings }, services.tenant(call).storage.vault, 'settings');
    mustPass(begun.points, protocol);
    mustBeFree(server, checked, taken);
    return { id: randomUUID(), name: name ?? begun.name ?? server.unitLabel(checked), settings: checked, points: begun.points, behaviours: begun.behaviours };
  };

  return {
    'simulator.add': async ({ name, protocol: protocolName, ports, units, enabled }, call) => {
      const project = services.tenant(call).current();
      call.audit.target = name;
      const { protocol, server } = serving(project, protocolName);
      if (enabled) project.mustHoldConnections();
      const made: SimulatedUnit[] = [];
      for (const unit of units) made.push(await makeUnit(call, { project, protocol, server }, unit, made));
      const { vault } = services.tenant(call).storage;
      const taken: SimulatorPort[] = [];
      for (const settings of ports) taken.push({ id: randomUUID(), settings: await takePortSettings(server, settings, vault, 'ports') });
      const simulator: Simulator = {
        id: randomUUID(),
        name,
        protocol: protocolName,
        enabled,
        ports: taken,
        units: made,
        faults: [],
        seed: 1,
        unknown: 'absent',
        recordings: [],
      };
      const revision = project.file.edit(`Add simulator ${name}`, (draft) => {
        draft.simulators.push(simulator);
      });
      await project.simulators.settled();
      return { simulatorId: simulator.id, revision };
    },
    'simulator.update': async ({ simulatorId, name, ports, unknown, seed }, call) => {
      const edited = find(call, simulatorId);
      const taken = ports === undefined ? null : await takePorts(edited, ports, services.tenant(call).storage.vault);
      return edit(edited, `Change simulator ${edited.simulator.name}`, (draft) => {
        if (name !== undefined) draft.name = name;
        if (taken) draft.ports = taken;
        if (unknown !== undefined) draft.unknown = unknown;
        if (seed !== undefined) draft.seed = seed;
      });
    },
    'simulator.remove': async ({ simulatorId }, call) => {
      const { project, simulator } = find(call, simulatorId);
      const revision = project.file.edit(`Delete simulator ${simulator.name}`, (draft) => {
        draft.simulators = draft.simulators.filter(({ id }) => id !== simulatorId);
      });
      await project.simulators.settled();
      return { revision };
    },
    'simulator.addUnit': async ({ simulatorId, unit: given }, call) => {
      const edited = find(call, simulatorId);
      const unit = await makeUnit(call, edited, given, edited.simulator.units);
      return { unitId: unit.id, ...(await edit(edited, `Add ${unit.name} to ${edited.simulator.name}`, (draft) => void draft.units.push(unit))) };
    },
    'simulator.updateUnit': async ({ simulatorId, unitId, name, settings }, call) => {
      const edited = find(call, simulatorId);
      const unit = unitOf(edited.simulator, unitId);
      const checked = settings === undefined ? null : await takeUnitSettings(edited.server, { ...unit.settings, ...settings }, services.tenant(call).storage.vault, 'settings');
      if (checked) mustBeFree(edited.server, checked, edited.simulator.units.filter(({ id }) => id !== unitId));
      return edit(edited, `Change ${unit.name} of ${edited.simulator.name}`, (draft) => {
        const wanted = draft.units.find(({ id }) => id === unitId);
        if (wanted && name !== undefined) wanted.name = name;
        if (wanted && checked) wanted.settings = checked;
      });
    },
    'simulator.removeUnit': ({ simulatorId, unitId }, call) => {
      const edited = find(call, simulatorId);
      const unit = unitOf(edited.simulator, unitId);
      const units = edited.simulator.units.filter(({ id }) => id !== unitId);
      mustNotBeRead(units, new Set(unit.points.map(({ id }) => id)));
      return edit(edited, `Delete ${unit.name} of ${edited.simulator.name}`, (draft) => {
        draft.units = draft.units.filter(({ id }) => id !== unitId);
      });
    },
    'simulator.savePoints': ({ simulatorId, unitId, points }, call) => {
      const edited = find(call, simulatorId);
      const unit = unitOf(edited.simulator, unitId);
      mustPass(points, edited.protocol);
      const given = new Map(points.map((point) => [point.id, point]));
      const known = new Set(unit.points.map(({ id }) => id));
      return edit(edited, points.length === 1 ? `Save ${points[0]?.name ?? 'point'} of ${unit.name}` : `Save ${points.length} points of ${unit.name}`, (draft) => {
        const wanted = draft.units.find(({ id }) => id === unitId);
        if (wanted) wanted.points = [...unit.points.map((point) => given.get(point.id) ?? point), ...points.filter(({ id }) => !known.has(id))];
      });
    },
    'simulator.removePoints': ({ simulatorId, unitId, pointIds }, call) => {
      const edited = find(call, simulatorId);
      const unit = unitOf(edited.simulator, unitId);
      const gone = new Set(pointIds);
      const behaviours = Object.fromEntries(Object.entries(unit.behaviours).filter(([id]) => !gone.has(id)));
      mustNotBeRead(edited.simulator.units.map((each) => (each.id === unitId ? { ...each, behaviours } : each)), gone);
      return edit(edited, gone.size === 1 ? `Delete a point of ${unit.name}` : `Delete ${gone.size} points of ${unit.name}`, (draft) => {
        const wanted = draft.units.find(({ id }) => id === unitId);
        if (!wanted) return;
        wanted.points = unit.points.filter(({ id }) => !gone.has(id));
        wanted.behaviours = behaviours;
      });
    },
    'simulator.setBehaviours': async ({ simulatorId, unitId, behaviours }, call) => {
      const { checkBehaviours } = await import('../../simulation/check-behaviours');
      const edited = find(call, simulatorId);
      const unit = unitOf(edited.simulator, unitId);
      const next: SimulatedUnit['behaviours'] = { ...unit.behaviours };
      for (const [pointId, behaviour] of Object.entries(behaviours)) {
        if (behaviour === null) delete next[pointId];
        else next[pointId] = behaviour;
      }
      const units = edited.simulator.units.map((each) => (each.id === unitId ? { ...each, behaviours: next } : each));
      const problems = checkBehaviours(units, edited.simulator.recordings, new Set(Object.keys(behaviours)));
      const [first] = problems;
      if (first) throw new ProcedureError('bad_input', `${first.message}.`, { fields: problems.map(({ pointId, message }) => ({ path: `behaviours.${pointId}`, message })) });
      return edit(edited, `Change behaviour in ${unit.name}`, (draft) => {
        const wanted = draft.units.find(({ id }) => id === unitId);
        if (wanted) wanted.behaviours = next;
      });
    },
    'simulator.addRecording': async ({ simulatorId, name, csv }, call) => {
      const edited = find(call, simulatorId);
      const table = readRecording(csv);
      if ('problem' in table) throw new ProcedureError('bad_input', `${table.problem}.`, { fields: [{ path: 'csv', message: table.problem }] });
      const recordingId = randomUUID();
      await edit(edited, `Add recording ${name} to ${edited.simulator.name}`, (draft) => void draft.recordings.push({ id: recordingId, name, csv }));
      return { recordingId, columns: [...table.headers], rows: table.timesMs.length, durationMs: table.durationMs };
    },
    'simulator.removeRecording': ({ simulatorId, recordingId }, call) => {
      const edited = find(call, simulatorId);
      const user = edited.simulator.units.find(({ behaviours }) => Object.values(behaviours).some(({ source }) => source.kind === 'recording' && source.recordingId === recordingId));
      if (user) throw new ProcedureError('conflict', `Points of ${user.name} play this recording. Give them another behaviour first.`, { reason: 'in_use' });
      return edit(edited, `Delete a recording of ${edited.simulator.name}`, (draft) => {
        draft.recordings = draft.recordings.filter(({ id }) => id !== recordingId);
      });
    },
    'simulator.addFault': async ({ simulatorId, fault }, call) => {
      const edited = find(call, simulatorId);
      const made: Fault = { id: randomUUID(), ...checkedFault(edited.server, fault) };
      return { faultId: made.id, ...(await edit(edited, `Add fault to ${edited.simulator.name}`, (draft) => void draft.faults.push(made))) };
    },
    'simulator.updateFault': ({ simulatorId, fault }, call) => {
      const edited = find(call, simulatorId);
      mustHaveFault(edited.simulator, fault.id);
      const checked: Fault = checkedFault(edited.server, fault);
      return edit(edited, `Change fault of ${edited.simulator.name}`, (draft) => {
        draft.faults = draft.faults.map((each) => (each.id === checked.id ? checked : each));
      });
    },
    'simulator.removeFault': ({ simulatorId, faultId }, call) => {
      const edited = find(call, simulatorId);
      mustHaveFault(edited.simulator, faultId);
      return edit(edited, `Delete fault of ${edited.simulator.name}`, (draft) => {
        draft.faults = draft.faults.filter(({ id }) => id !== faultId);
      });
    },
    'simulator.takeLearned': async ({ simulatorId }, call) => {
      const edited = find(call, simulatorId);
      const learned = edited.project.simulators.get(simulatorId)?.learned() ?? [];
      const points = learned.reduce((sum, unit) => sum + unit.points.length, 0);
      if (points === 0) throw new ProcedureError('conflict', 'Nothing was asked for that the simulator does not have. Let a master ask first.', { reason: 'nothing_learned' });
      const { revision } = await edit(edited, `Take what ${edited.simulator.name} learned`, (draft) => {
        for (const unit of learned) takeUnit(draft, edited.server, unit);
      });
      return { revision, units: learned.length, points };
    },
  };
}

function takeUnit(draft: Draft<Simulator>, server: ServerCapability, { name, settings, points }: LearnedUnit): void {
  const checked = server.unitSettings.parse(settings);
  const key = server.unitKey(checked);
  const known = draft.units.find((unit) => server.unitKey(unit.settings) === key);
  if (known) known.points.push(...points);
  else draft.units.push({ id: randomUUID(), name, settings: checked, points, behaviours: {} });
}

async function takePorts({ server, simulator }: Edited, ports: readonly { id: string | null; settings: Opaque }[], vault: Vault): Promise<SimulatorPort[]> {
  const taken: SimulatorPort[] = [];
  for (const [at, { id, settings: given }] of ports.entries()) {
    const settings = await takePortSettings(server, given, vault, `ports[${at}].settings`);
    const known = simulator.ports.find((port) => port.id === id);
    // The same object where nothing changes: such a port keeps its clients.
    taken.push(known && isDeepStrictEqual(known.settings, settings) ? known : { id: known?.id ?? randomUUID(), settings });
  }
  return taken;
}

function unitOf(simulator: Simulator, unitId: string): SimulatedUnit {
  const unit = simulator.units.find(({ id }) => id === unitId);
  if (!unit) throw new ProcedureError('not_found', `${simulator.name} has no such unit.`, { reason: 'no_unit' });
  return unit;
}

function mustBeFree(server: ServerCapability, settings: Opaque, others: readonly SimulatedUnit[]): void {
  const key = server.unitKey(settings);
  const other = others.find((unit) => server.unitKey(unit.settings) === key);
  if (other) throw new ProcedureError('conflict', `${server.unitLabel(settings)} is there already: ${other.name}.`, { reason: 'duplicate_unit' });
}

function mustPass(points: readonly Point[], protocol: Protocol): void {
  const problems = points.flatMap((point, at) => {
    const message = protocol.checkPoint(point);
    return message === null ? [] : [{ path: `points[${at}]`, message: `${point.name}: ${message}` }];
  });
  const [first] = problems;
  if (first) throw new ProcedureError('bad_input', `${first.message}.`, { fields: problems.slice(0, 50) });
}

/** Points that others are made from stay. */
function mustNotBeRead(units: readonly SimulatedUnit[], gone: ReadonlySet<string>): void {
  for (const { points, behaviours } of units) {
    const reader = Object.entries(behaviours).find(([, { source }]) => pointsRead(source).some((id) => gone.has(id)));
    if (!reader) continue;
    const name = points.find(({ id }) => id === reader[0])?.name ?? 'Another point';
    throw new ProcedureError('conflict', `${name} is made from what would be deleted. Give it another behaviour first.`, { reason: 'in_use' });
  }
}

function mustHaveFault(simulator: Simulator, faultId: string): void {
  if (!simulator.faults.some(({ id }) => id === faultId)) throw new ProcedureError('not_found', `${simulator.name} has no such fault.`, { reason: 'no_fault' });
}

/** The fault with the settings and scope that its kind takes. @throws ProcedureError `bad_input` */
function checkedFault<F extends Omit<Fault, 'id'>>(server: ServerCapability, fault: F): F {
  const checked = server.checkFault(fault);
  if ('problem' in checked) throw new ProcedureError('bad_input', `${checked.problem}.`, { fields: [{ path: 'fault', message: checked.problem }] });
  return { ...fault, settings: checked.settings, scope: checked.scope };
}
