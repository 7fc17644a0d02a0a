import { randomUUID } from 'node:crypto';
import type { Opaque, Point } from '../../shared/domain/point';
import { faultSchema, type Fault } from '../../shared/domain/simulator';
import type { Value } from '../../shared/domain/value';
import { createModbusProtocol } from '../../electron/protocols/modbus';
import type { ServedSource, Server, ServerHost } from '../../electron/protocols/protocol';
import { registerPoint, systemClock } from './modbus-line';

export interface ServedSimulator {
  readonly host: ServerHost;
  readonly server: Server;
  /** Of a network port. */
  readonly port: number;
  close(): Promise<void>;
}

/** Holding registers 0 to 9 of units 1 and 2 with the values 100, 101, ... and 200, 201, ... */
export function tenRegisters(): ServedSource {
  const values = new Map<string, Value>();
  const points = (unit: number): Point[] =>
    Array.from({ length: 10 }, (_, address) => {
      const point = registerPoint(address, { dataType: 'uint16', access: 'read-write' });
      values.set(point.id, 100 * unit + address);
      return point;
    });
  return {
    devices: [1, 2].map((unitId) => ({ settings: { unitId }, points: points(unitId) })),
    read: (id) => values.get(id) ?? null,
    write: (id, value) => (values.set(id, value), true),
  };
}

/** Serves a source on one port, a free one unless told otherwise. */
export async function serveSimulator(settings: Opaque = {}, source: ServedSource = tenRegisters()): Promise<ServedSimulator> {
  const capability = createModbusProtocol().server;
  if (capability === undefined) throw new Error('Modbus serves nothing');
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, failure: (what: string) => what };
  const host = capability.createHost(source, { clock: systemClock, log: silent, identity: { name: 'Boiler house', product: 'ThermaCore Workstation', version: '9.8.7' } });
  const server = await host.open({ port: 0, ...settings }, () => undefined);
  return { host, server, port: Number(server.address.slice(server.address.lastIndexOf(':') + 1)), close: () => server.close() };
}

/** A fault that always happens, unless told otherwise. */
export function certainFault(kind: string, settings: Opaque = {}, more: Partial<Fault> = {}): Fault {
  return faultSchema.parse({ id: randomUUID(), kind, settings, ...more });
}
