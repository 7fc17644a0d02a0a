import { afterEach, expect, it } from 'vitest';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { openUdp } from '../../../electron/io/udp';
import { ModbusClient } from '../../../electron/stacks/modbus';
import type { Opaque, Point } from '../../../shared/domain/point';
import { registerPoint } from '../../support/modbus-line';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { startPymodbusMaster } from '../../support/pymodbus-master';
import { serveSimulator, tenRegisters, type ServedSimulator } from '../../support/served-simulator';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});
const opened = <T extends { close(): unknown }>(each: T): T => (open.push(each), each);

const connect = async ({ port }: ServedSimulator): Promise<ModbusClient> =>
  opened(new ModbusClient(await openTcpClient({ host: '127.0.0.1', port, connectTimeoutMs: 2000 }), { framing: 'mbap', timeoutMs: 500, retries: 0 }));
const text = (octets: Uint8Array): string => Buffer.from(octets).toString();

it('answers every function code of the standard, of itself and from its definition', async () => {
  const settings: Opaque = { unitId: 1, exceptionStatus: 0x6d, serverId: 17, files: [{ file: 4, registers: [1, 2, 3, 4] }], queues: [{ address: 100, registers: [7, 8, 9] }] };
  const points = [registerPoint(0, { access: 'read-write' }), registerPoint(1, { table: 'coil', dataType: 'boolean', access: 'read-write' }), registerPoint(2, { table: 'discrete-input', dataType: 'boolean' }), registerPoint(3, { table: 'input-register' })];
  const values = new Map<string, number | boolean>(points.map(({ id, dataType }) => [id, dataType === 'boolean' ? true : 5]));
  const client = await connect(opened(await serveSimulator({}, { devices: [{ settings, points }], read: (id) => values.get(id) ?? null, write: (id, value) => (values.set(id, typeof value === 'boolean' ? value : Number(value)), true) })));
  expect(await client.readCoils(1, 1, 1)).toMatchObject({ ok: true, value: [true] });
  expect(await client.readDiscreteInputs(1, 2, 1)).toMatchObject({ ok: true, value: [true] });
  expect(await client.readInputRegisters(1, 3, 1)).toMatchObject({ ok: true, value: Uint16Array.of(5) });
  expect(await client.writeSingleCoil(1, 1, false)).toMatchObject({ ok: true });
  expect(await client.writeMultipleCoils(1, 1, [true])).toMatchObject({ ok: true });
  expect(await client.writeSingleRegister(1, 0, 0x12)).toMatchObject({ ok: true });
  expect(await client.writeMultipleRegisters(1, 0, [0x12])).toMatchObject({ ok: true });
  expect(await client.maskWriteRegister(1, 0, 0xf2, 0x25)).toMatchObject({ ok: true });
  expect(await client.readWriteMultipleRegisters(1, 0, 1, 0, [0x17])).toMatchObject({ ok: true, value: Uint16Array.of(0x17) });
  expect(await client.readExceptionStatus(1)).toMatchObject({ ok: true, value: 0x6d });
  expect(await client.diagnose(1, 0, Uint8Array.of(0xa5, 0x37))).toMatchObject({ ok: true });
  expect(await client.getCommEventCounter(1)).toMatchObject({ ok: true });
  expect(await client.getCommEventLog(1)).toMatchObject({ ok: true });
  const server = await client.reportServerId(1);
  expect(server.ok && [server.value[0], server.value[1], text(server.value.subarray(2))]).toEqual([17, 0xff, 'Boiler house']);
  expect(await client.readFileRecords(1, [{ file: 4, record: 1, quantity: 2 }])).toMatchObject({ ok: true, value: [Uint16Array.of(2, 3)] });
  expect(await client.writeFileRecords(1, [{ file: 4, record: 3, registers: [40] }])).toMatchObject({ ok: true });
  expect(await client.readFileRecords(1, [{ file: 4, record: 3, quantity: 1 }])).toMatchObject({ ok: true, value: [Uint16Array.of(40)] });
  expect(await client.readFileRecords(1, [{ file: 5, record: 0, quantity: 1 }])).toMatchObject({ ok: false, failure: { code: 2 } });
  expect(await client.readFifoQueue(1, 100)).toMatchObject({ ok: true, value: Uint16Array.of(7, 8, 9) });
  expect(await client.readFifoQueue(1, 101)).toMatchObject({ ok: false, failure: { code: 2 } });
  const identification = await client.readDeviceIdentification(1, 'regular');
  expect(identification.ok && identification.value.objects.map(({ id, value }) => [id, text(value)])).toEqual([
    [0, 'ThermaCore Workstation'],
    [1, 'Simulator'],
    [2, '9.8.7'],
    [4, 'ThermaCore Workstation'],
    [5, 'Boiler house'],
  ]);
});

it('serves 247 units on one port and on one serial line', async () => {
  const values = new Map<string, number>();
  const devices = Array.from({ length: 247 }, (_, at): { settings: Opaque; points: Point[] } => {
    const point = registerPoint(0, {});
    values.set(point.id, 1000 + at);
    return { settings: { unitId: at + 1 }, points: [point] };
  });
  const simulator = opened(await serveSimulator({}, { devices, read: (id) => values.get(id) ?? null, write: () => false }));
  const client = await connect(simulator);
  for (let unit = 1; unit <= 247; unit += 1) expect(await client.readHoldingRegisters(unit, 0, 1)).toMatchObject({ ok: true, value: Uint16Array.of(999 + unit) });
  const folder = opened(temporaryFolder());
  const pty = opened(await openPtyPair(folder.path));
  opened(await simulator.host.open({ transport: 'rtu', serialPath: pty.far, parity: 'none' }, () => undefined));
  const master = opened(await startPymodbusMaster('rtu', pty.near, 0.5));
  for (const unit of [1, 100, 247]) expect(await master.ask('read', unit, 0, 1)).toBe(`value ${999 + unit}`);
  expect(simulator.server.clients()).toMatchObject([{ requests: 247 }]);
});

it('leaves units that are not here silent, or answers for them as a gateway, and notes them either way', async () => {
  const silent = opened(await serveSimulator());
  expect(await (await connect(silent)).readHoldingRegisters(9, 0, 1, { timeoutMs: 150 })).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
  expect(silent.host.asked().asked).toMatchObject([{ unit: '9', count: 1, refused: 0 }]);
  const gateway = opened(await serveSimulator({ absentUnit: '11' }));
  expect(await (await connect(gateway)).readHoldingRegisters(9, 0, 1)).toMatchObject({ ok: false, failure: { kind: 'exception', code: 11 } });
});

it('refuses what it has not while it learns by refusing, and learns all the same from a pymodbus master', async () => {
  const simulator = opened(await serveSimulator({}, { ...tenRegisters(), unknown: 'refuse' }));
  const master = opened(await startPymodbusMaster('tcp', simulator.port, 0.5));
  expect(await master.ask('read', 1, 0, 2)).toBe('value 100 101');
  expect(await master.ask('read', 7, 300, 2)).toBe('exception 2');
  expect(await master.ask('input', 1, 50, 4)).toBe('exception 2');
  expect(await master.ask('write', 7, 5, 1)).toBe('exception 2');
  const learned = simulator.host.learned().map(({ name, settings, points }) => [name, settings['unitId'], ...points.map((point) => `${point.name} ${point.dataType} ${point.access}`)]);
  expect(learned).toEqual([
    ['Unit 1', 1, 'Input register 50 float64 read'],
    ['Unit 7', 7, 'Holding register 5 uint16 read-write', 'Holding register 300 float32 read'],
  ]);
});

it('takes a broadcast on a serial line to every unit, and answers none', async () => {
  const folder = opened(temporaryFolder());
  const pty = opened(await openPtyPair(folder.path));
  const simulator = opened(await serveSimulator({ transport: 'rtu', serialPath: pty.far, parity: 'none' }));
  const master = opened(await startPymodbusMaster('rtu', pty.near, 0.3));
  expect(await master.ask('write', 0, 3, 777)).toMatch(/^(error|value)/);
  expect(await master.ask('read', 1, 3, 1)).toBe('value 777');
  expect(await master.ask('read', 2, 3, 1)).toBe('value 777');
  expect(simulator.server.clients()).toMatchObject([{ address: pty.far, requests: 3 }]);
});

it('drops a client beyond the limit, forgets UDP peers beyond it, and closes what is idle', async () => {
  const few = opened(await serveSimulator({ maxClients: 1, idleS: 0.3 }));
  const first = await connect(few);
  expect(await first.readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: true });
  expect(await (await connect(few)).readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: false, failure: { kind: 'closed' } });
  await expect.poll(() => few.server.clients().length).toBe(0);
  const udp = opened(await serveSimulator({ transport: 'udp', maxClients: 2 }));
  for (let peer = 0; peer < 5; peer += 1) {
    const client = opened(new ModbusClient(await openUdp({ host: '127.0.0.1', port: udp.port }), { framing: 'mbap', datagrams: true, timeoutMs: 500, retries: 0 }));
    expect(await client.readHoldingRegisters(1, peer, 1)).toMatchObject({ ok: true, value: Uint16Array.of(100 + peer) });
  }
  expect(udp.server.clients()).toHaveLength(2);
});

it('keeps its clients while points, values and faults change under it', async () => {
  const source = tenRegisters();
  const simulator = opened(await serveSimulator({}, source));
  const client = await connect(simulator);
  expect(await client.readHoldingRegisters(2, 0, 1)).toMatchObject({ ok: true });
  expect(await client.readHoldingRegisters(1, 9, 2)).toMatchObject({ ok: false, failure: { code: 2 } });
  const added = registerPoint(10, {});
  simulator.host.serve({ ...source, devices: source.devices.map((device, at) => (at === 0 ? { ...device, points: [...device.points, added] } : device)), read: (id) => (id === added.id ? 55 : source.read(id)) });
  expect(await client.readHoldingRegisters(1, 9, 2)).toMatchObject({ ok: true, value: Uint16Array.of(109, 55) });
  // The counters of a unit that did not change go on: what it was asked before, and this.
  expect(await client.diagnose(2, 14)).toMatchObject({ ok: true, value: Uint8Array.of(0, 2) });
});
