import type { ProcedureInput } from '../../../shared/contract/index';
import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import type { ServerDescription, SimulatorStatus } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import type { SimulatedUnit, Simulator } from '../../../shared/domain/simulator';
import { TEMPLATE_FORMAT, TEMPLATE_SCHEMA_VERSION } from '../../../shared/domain/template';
import { fieldVisible, withDefaults } from '../../components/setting/setting-values';

/** What a device needs to be connected to a simulator's unit, or why it can't be. */
export type DeviceToConnect = { readonly edit: ProcedureInput<'device.add'> } | { readonly problem: string };

/** Addresses that mean every interface of this computer; a client needs one of them. */
const EVERYWHERE: ReadonlySet<unknown> = new Set(['0.0.0.0', '::', '']);

/**
 * The client's side of a simulator's port. Server and client name the same things alike (transport, host, port), so what
 * both know is taken over; a port that the system chose is read from where it listens.
 */
export function deviceFor(simulator: Simulator, unit: SimulatedUnit | undefined, status: SimulatorStatus | undefined, server: ServerDescription, protocol: ProtocolDescription, deviceId: string): DeviceToConnect {
  const reachable = simulator.ports.filter(({ settings }) => !isSerial(settings, server));
  const open = reachable.find(({ id }) => status?.ports.some((port) => port.portId === id && port.state === 'open')) ?? reachable[0];
  if (open === undefined) return { problem: 'A serial line has two ends: connect the device to the other one' };
  const listens = status?.ports.find(({ portId }) => portId === open.id)?.address ?? '';
  const filled = withDefaults(open.settings, server.portFields);
  const lineSettings = shared(filled, server.portFields, protocol.lineFields);
  if (EVERYWHERE.has(lineSettings['host'])) lineSettings['host'] = '127.0.0.1';
  const chosen = /:(\d+)$/.exec(listens)?.[1];
  if (lineSettings['port'] === 0) {
    if (chosen === undefined) return { problem: 'Start it first: the system chooses its port' };
    lineSettings['port'] = Number(chosen);
  }
  return {
    edit: {
      deviceId,
      description: `Simulator ${simulator.name}`,
      protocol: simulator.protocol,
      lineName: null,
      lineSettings,
      settings: unit === undefined ? {} : shared(unit.settings, server.unitFields, protocol.deviceFields),
      pollIntervalMs: null,
      enabled: true,
    },
  };
}

/** A template of the unit's points, given whole: the device gets them in the same edit. Null where there is none. */
export function templateOf(simulator: Simulator, unit: SimulatedUnit | undefined): ProcedureInput<'template.addDevice'>['source'] | null {
  if (unit === undefined || unit.points.length === 0) return null;
  const title = `Simulator ${simulator.name}, ${unit.name}`.slice(0, 300);
  return {
    kind: 'given',
    template: {
      format: TEMPLATE_FORMAT,
      schemaVersion: TEMPLATE_SCHEMA_VERSION,
      vendor: 'Simulator',
      model: unit.name.slice(0, 100),
      kind: 'other',
      protocol: simulator.protocol,
      document: { title, revision: 'not stated', readAt: 'this project' },
      points: unit.points.map(({ id: _id, ...point }) => point),
    },
  };
}

function shared(settings: Opaque, from: readonly SettingField[], to: readonly SettingField[]): Opaque {
  // A secret is typed in for each side.
  const known = new Set(to.filter(({ kind }) => kind !== 'secret' && kind !== 'secret-pem').map(({ key }) => key));
  return Object.fromEntries(from.flatMap((field) => (known.has(field.key) && fieldVisible(field, settings) && settings[field.key] !== undefined ? [[field.key, settings[field.key] ?? null]] : [])));
}

function isSerial(settings: Opaque, { portFields }: ServerDescription): boolean {
  const filled = withDefaults(settings, portFields);
  return portFields.some((field) => field.kind === 'serial-port' && fieldVisible(field, filled));
}
