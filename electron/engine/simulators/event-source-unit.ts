import type { Opaque } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import type { ChangeCapability, ServerCapability } from '../../protocols/protocol';
import type { KeptPort } from './kept-port';

/** A running simulator's unit that a device of the project is. */
export interface EventSourceUnit {
  readonly simulatorId: string;
  readonly simulatorName: string;
  readonly unitId: string;
  readonly unitName: string;
  /** Its key. */
  readonly unit: string;
  /** The host's: another one after the simulator was started anew. */
  readonly changes: ChangeCapability;
}

/** The settings of a device and its line, as the protocol has them. */
export interface Reached {
  readonly line: Opaque;
  readonly device: Opaque;
}

/** The unit that a device is, where its line leads to one of the ports; null where it is none of these. */
export function eventSourceUnit(simulator: Simulator, server: ServerCapability, ports: Iterable<KeptPort>, changes: ChangeCapability, { line, device }: Reached): EventSourceUnit | null {
  const isHere = [...ports].some((kept) => server.leadsTo?.(line, { settings: kept.port.settings, address: kept.status().address }) === true);
  const unit = isHere ? server.unitKey(device) : null;
  const served = simulator.units.find(({ settings }) => server.unitKey(settings) === unit);
  return unit === null || served === undefined ? null : { simulatorId: simulator.id, simulatorName: simulator.name, unitId: served.id, unitName: served.name, unit, changes };
}
