import { expect, test } from 'vitest';
import { deviceFor } from '../../../renderer/features/simulator/connect-device';
import { freePort, freeSimulatorName } from '../../../renderer/features/simulator/simulator-words';
import { modbusDescription } from '../../../electron/protocols/modbus/description';
import { modbusServerDescription } from '../../../electron/protocols/modbus/server/server-description';
import type { SimulatorStatus } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import { simulatorSchema, type Simulator } from '../../../shared/domain/simulator';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function simulator(...ports: Opaque[]): Simulator {
  return simulatorSchema.parse({ id: id(1), name: 'SIM-01', protocol: 'modbus', enabled: true, ports: ports.map((settings, at) => ({ id: id(10 + at), settings })), units: [{ id: id(2), name: 'Boiler', settings: { unitId: 7, byteOrder: 'CDAB' } }] });
}

function statusOf(...addresses: string[]): SimulatorStatus {
  const ports = addresses.map((address, at) => ({ portId: id(10 + at), state: address === '' ? ('failed' as const) : ('open' as const), address, reason: '' }));
  return { simulatorId: id(1), state: 'running', reason: '', since: 0, ports, clients: [], requests: 0, requestsPerSecond: 0, refused: 0, writes: 0, faultsMet: {}, pointsInTrouble: 0, switchesOn: [] };
}

const connect = (served: Simulator, status: SimulatorStatus | undefined) => deviceFor(served, served.units[0], status, modbusServerDescription, modbusDescription, 'DEV-01');

test('a device takes over transport, host and port of the simulator, and the unit identifier and word order of the unit', () => {
  const made = connect(simulator({ transport: 'udp', host: '127.0.0.1', port: 1502 }), statusOf('127.0.0.1:1502'));
  expect(made).toMatchObject({ edit: { deviceId: 'DEV-01', protocol: 'modbus', lineSettings: { transport: 'udp', host: '127.0.0.1', port: 1502 }, settings: { unitId: 7, byteOrder: 'CDAB' } } });
  expect(made).not.toHaveProperty('edit.lineSettings.serialPath');
});

test('a simulator that listens on every address is asked by loopback, at the port that the system chose', () => {
  expect(connect(simulator({ transport: 'tcp', host: '0.0.0.0', port: 0 }), statusOf('0.0.0.0:40123'))).toMatchObject({ edit: { lineSettings: { host: '127.0.0.1', port: 40_123 } } });
});

test('the first port that is open is taken', () => {
  const served = simulator({ transport: 'tcp', host: '127.0.0.1', port: 1502 }, { transport: 'rtu-over-tcp', host: '127.0.0.1', port: 1503 });
  expect(connect(served, statusOf('', '127.0.0.1:1503'))).toMatchObject({ edit: { lineSettings: { transport: 'rtu-over-tcp', port: 1503 } } });
});

test('why no device can be connected is said', () => {
  expect(connect(simulator({ transport: 'rtu', serialPath: '/dev/ttyS0' }), undefined)).toEqual({ problem: 'A serial line has two ends: connect the device to the other one' });
  expect(connect(simulator({ transport: 'tcp', host: '127.0.0.1', port: 0 }), undefined)).toEqual({ problem: 'Start it first: the system chooses its port' });
});

test('a new simulator gets a name and a port that no other has', () => {
  const taken = [simulator({ port: 1502 }), simulator({ port: 1503 })];
  expect(freeSimulatorName(taken)).toBe('SIM-02');
  expect(freePort(modbusServerDescription, taken)).toMatchObject({ transport: 'tcp', host: '127.0.0.1', port: 1504 });
  expect(freePort(modbusServerDescription, taken, { transport: 'udp', port: 20_000 })).toMatchObject({ transport: 'udp', port: 20_001 });
});
