import { randomUUID } from 'node:crypto';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../shared/contract';
import type { ValueSource } from '../../shared/domain/simulator';

export type Call = <N extends ProcedureName>(name: N, input: ProcedureInput<N>) => Promise<ProcedureOutput<N>>;

export interface ServedDevice {
  readonly kind: string;
  readonly port: number;
}

/** What was made: the steady devices' points with what they hold, the points of the simulator's device without faults, all device ids. */
export interface DayPlant {
  readonly steady: readonly { readonly id: string; readonly value: number }[];
  readonly trend: readonly string[];
  readonly steadyIds: readonly string[];
}

const REGISTERS = 10;
const METRONOME_MS = 1000;
const FAULTS = [
  ['no-answer', {}, 0.01],
  ['delay', { ms: 40 }, 0.05],
  ['exception', { code: 4 }, 0.02],
  ['busy', {}, 0.02],
  ['wrong-transaction', {}, 0.005],
  ['truncated', {}, 0.005],
  ['split', { gapMs: 1 }, 0.02],
  ['duplicated', {}, 0.02],
  ['hang-up', {}, 0.005],
] as const;

const register = (address: number) => ({ name: `R${address}`, address: { table: 'holding-register', address }, dataType: 'uint16' as const });
const registers = () => Array.from({ length: REGISTERS }, (_, address) => register(address));
const source = (at: number): ValueSource =>
  at % 2 === 0 ? { kind: 'random-walk', start: 500, step: 5, low: 0, high: 1000, everyMs: 100, seed: at } : { kind: 'sine', mean: 500, amplitude: 400, periodMs: 10_000, phaseDegrees: 0 };

/** A simulator whose unit 1 has faults, and a device for each of its units and for each server. */
export async function makePlant(call: Call, served: readonly ServedDevice[], intervalMs: number): Promise<DayPlant> {
  const { simulatorId } = await call('simulator.add', { name: 'Faulty', protocol: 'modbus', ports: [{ port: 0 }], units: [1, 2].map((unitId) => ({ settings: { unitId }, from: { kind: 'points', points: registers() } })), enabled: true });
  for (const [kind, settings, probability] of FAULTS) await call('simulator.addFault', { simulatorId, fault: { kind, settings, scope: { unitId: 1 }, probability } });
  const units = (await call('project.current', {}))?.project.simulators[0]?.units ?? [];
  for (const unit of units) {
    const behaviours = Object.fromEntries(unit.points.map((point, at) => [point.id, { source: source(at) }]));
    await call('simulator.setBehaviours', { simulatorId, unitId: unit.id, behaviours });
  }
  const [status] = await call('simulators.status', {});
  const simulatorPort = Number(status?.ports[0]?.address.split(':').at(-1));
  const add = async (deviceId: string, port: number, unitId: number, pollIntervalMs: number) => {
    const { id } = await call('device.add', { deviceId, description: '', protocol: 'modbus', lineName: null, lineSettings: { host: '127.0.0.1', port }, settings: { unitId, timeoutMs: 300 }, pollIntervalMs, enabled: true });
    const points = registers().map((point) => ({ ...point, id: randomUUID() }));
    await call('points.add', { deviceId: id, points });
    return { id, pointIds: points.map((point) => point.id) };
  };
  const steady: { id: string; value: number }[] = [];
  const steadyIds: string[] = [];
  for (const [at, { kind, port }] of served.entries()) {
    const { id, pointIds } = await add(`${kind}-${at}`, port, 1, kind === 'metronome' ? METRONOME_MS : intervalMs);
    if (kind !== 'steady') continue;
    steadyIds.push(id);
    steady.push(...pointIds.map((pointId, address) => ({ id: pointId, value: 1000 * (at + 1) + address })));
  }
  await add('simulated-1', simulatorPort, 1, intervalMs);
  const { pointIds } = await add('simulated-2', simulatorPort, 2, intervalMs);
  return { steady, steadyIds, trend: pointIds };
}
