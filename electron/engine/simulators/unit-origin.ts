import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { UnitOrigin } from '../../../shared/contract/simulators';
import { pointSchema, type Opaque, type Point } from '../../../shared/domain/point';
import type { Behaviour, SimulatedUnit, ValueSource } from '../../../shared/domain/simulator';
import { encodeValue } from '../../../shared/domain/value';
import type { Template } from '../../../shared/domain/template';
import type { Protocol } from '../../protocols/protocol';
import { engineeringOf } from '../../simulation/raw-value';
import { madeUpBehaviours, onlyValues } from '../../templates/made-up-behaviours';
import type { ActiveProject } from '../active-project';
import { pointsOf } from '../edits/template-points';

/** What a unit begins with: settings of where its points come from, and a name where that has one. */
export interface UnitBeginning {
  readonly settings: Opaque;
  readonly name: string | null;
  readonly points: Point[];
  readonly behaviours: SimulatedUnit['behaviours'];
}

/** Makes a unit's beginning. @throws ProcedureError `not_found` and `bad_input` */
export async function beginUnit(from: UnitOrigin, project: ActiveProject, protocol: Protocol, template: (source: Extract<UnitOrigin, { kind: 'template' }>['source']) => Promise<Template>): Promise<UnitBeginning> {
  switch (from.kind) {
    case 'empty':
      return { settings: {}, name: null, points: [], behaviours: {} };
    case 'device':
      return fromDevice(from, project, protocol);
    case 'template':
      return fromTemplate(await template(from.source), protocol);
    case 'unit':
      return fromUnit(from, project, protocol);
    default:
      return { settings: {}, name: null, points: from.points.map((point) => pointSchema.parse({ ...point, id: randomUUID() })), behaviours: {} };
  }
}

function fromDevice({ deviceId, live }: Extract<UnitOrigin, { kind: 'device' }>, project: ActiveProject, protocol: Protocol): UnitBeginning {
  const device = project.device(deviceId);
  mustSpeak(device.protocol, protocol, device.deviceId);
  const copies = device.points.map((original) => ({ original, point: { ...original, id: randomUUID() } }));
  const points = copies.map(({ point }) => point);
  const told = { ...onlyValues(points), ...ownBehaviours(points, protocol, { vendor: '', model: device.deviceId }) };
  const followed = copies.map(({ original, point }) => [point.id, { source: { kind: 'live', pointId: original.id, whenBad: 'hold' }, onWrite: { kind: 'refuse' } } satisfies Behaviour] as const);
  return { settings: device.settings, name: device.deviceId, points, behaviours: live ? Object.fromEntries(followed) : told };
}

function fromTemplate(template: Template, protocol: Protocol): UnitBeginning {
  mustSpeak(template.protocol, protocol, `${template.vendor} ${template.model}`);
  const points = pointsOf(template, protocol);
  return { settings: template.settings, name: `${template.vendor} ${template.model}`.slice(0, 200), points, behaviours: { ...madeUpBehaviours(points), ...ownBehaviours(points, protocol, template) } };
}

/** Constants for what the points' definitions tell of themselves. */
function ownBehaviours(points: readonly Point[], protocol: Protocol, of: Pick<Template, 'vendor' | 'model'>): Record<string, Behaviour> {
  const values = protocol.server?.ownValues?.(points, of);
  return Object.fromEntries(
    points.flatMap((point) => {
      const raw = values?.get(point.id);
      return raw === undefined ? [] : [[point.id, { source: { kind: 'constant', value: encodeValue(engineeringOf(raw, point)) }, onWrite: { kind: 'hold' } } satisfies Behaviour]];
    }),
  );
}

function fromUnit({ simulatorId, unitId }: Extract<UnitOrigin, { kind: 'unit' }>, project: ActiveProject, protocol: Protocol): UnitBeginning {
  const simulator = project.simulator(simulatorId);
  mustSpeak(simulator.protocol, protocol, simulator.name);
  const unit = simulator.units.find(({ id }) => id === unitId);
  if (!unit) throw new ProcedureError('not_found', `${simulator.name} has no such unit.`, { reason: 'no_unit' });
  const fresh = new Map(unit.points.map(({ id }) => [id, randomUUID() as string]));
  const renew = (id: string): string => fresh.get(id) ?? id;
  return {
    settings: unit.settings,
    name: unit.name,
    points: unit.points.map((point) => ({ ...point, id: renew(point.id) })),
    behaviours: Object.fromEntries(Object.entries(unit.behaviours).map(([id, behaviour]) => [renew(id), { ...behaviour, source: renewSource(behaviour.source, renew) }])),
  };
}

/** A source that reads points of its unit reads those of the copy. */
function renewSource(source: ValueSource, renew: (id: string) => string): ValueSource {
  if (source.kind === 'lag') return { ...source, pointId: renew(source.pointId) };
  if (source.kind !== 'expression') return source;
  return { ...source, names: Object.fromEntries(Object.entries(source.names).map(([name, id]) => [name, renew(id)])) };
}

function mustSpeak(name: string, protocol: Protocol, what: string): void {
  if (name === protocol.description.name) return;
  throw new ProcedureError('bad_input', `${what} speaks ${name}, the simulator ${protocol.description.title}.`, { reason: 'other_protocol' });
}
