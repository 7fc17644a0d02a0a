import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { ProcedureInput } from '../../../shared/contract';
import type { SimulatorStatus } from '../../../shared/contract/simulators';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { ModbusClient } from '../../../electron/stacks/modbus';
import { callerOf, type Caller } from '../../support/engine-caller';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function engineWithProject(): Promise<{ test: TestEngine; caller: Caller }> {
  const test = await startTestEngine();
  open.push(test);
  return { test, caller: callerOf(test.engine) };
}

async function client(port: number): Promise<ModbusClient> {
  const made = new ModbusClient(await openTcpClient({ host: '127.0.0.1', port, connectTimeoutMs: 2000 }), { framing: 'mbap', timeoutMs: 500, retries: 0 });
  open.push(made);
  return made;
}

function portOf(status: SimulatorStatus | undefined, at = 0): number {
  const address = status?.ports[at]?.address ?? '';
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

const register = (address: number, more: object = {}) => ({ name: `R${address}`, address: { table: 'holding-register', address }, dataType: 'uint16' as const, access: 'read-write' as const, ...more });

it('serves units on several ports as the project says, shows writes, and is there again after a restart', async () => {
  const { test, caller } = await engineWithProject();
  const { simulatorId } = await caller.call('simulator.add', {
    name: 'Two boilers',
    protocol: 'modbus',
    ports: [{ port: 0 }, { port: 0 }],
    units: [1, 7].map((unitId) => ({ settings: { unitId }, from: { kind: 'points' as const, points: [register(0), register(1, { scale: 0.1 })] } })),
    enabled: true,
  });
  const current = async () => (await caller.call('project.current', {}))!.project.simulators.find(({ id }) => id === simulatorId)!;
  const [first, second] = (await current()).units;
  await caller.call('simulator.setBehaviours', { simulatorId, unitId: first!.id, behaviours: { [first!.points[1]!.id]: { source: { kind: 'constant', value: 81.5 }, onWrite: { kind: 'ignore' } } } });
  const [status] = await caller.call('simulators.status', {});
  expect(status).toMatchObject({ state: 'running', reason: '' });
  const one = await client(portOf(status, 0));
  const two = await client(portOf(status, 1));
  expect(portOf(status, 0)).not.toBe(portOf(status, 1));
  expect(await one.readHoldingRegisters(1, 0, 2)).toMatchObject({ ok: true, value: Uint16Array.of(0, 815) });
  expect(await two.readHoldingRegisters(7, 1, 1)).toMatchObject({ ok: true, value: Uint16Array.of(0) });
  expect(await two.writeSingleRegister(1, 0, 42)).toMatchObject({ ok: true });
  expect(await one.writeMultipleRegisters(1, 1, [5])).toMatchObject({ ok: true });
  expect(await one.readHoldingRegisters(1, 0, 2)).toMatchObject({ ok: true, value: Uint16Array.of(42, 815) });
  expect(await caller.call('simulator.writes', { simulatorId })).toMatchObject([
    { seq: 1, operation: '06 Write single register', pointName: 'R0', unitName: 'Unit 1', before: 0, value: 42, outcome: 'stored' },
    { seq: 2, operation: '16 Write multiple registers', pointName: 'R1', value: 0.5, outcome: 'ignored' },
  ]);
  expect(await caller.call('simulator.setValue', { simulatorId, pointId: second!.points[1]!.id, value: 12.3 })).toMatchObject({ value: 12.3, origin: 'set' });
  expect(await two.readHoldingRegisters(7, 1, 1)).toMatchObject({ value: Uint16Array.of(123) });
  expect((await caller.call('simulators.status', {}))[0]).toMatchObject({ requests: 6, writes: 2, clients: [{ requests: 3 }, { requests: 3 }] });

  const again = await test.restart();
  open.push(again);
  const [now] = await callerOf(again.engine).call('simulators.status', {});
  expect(now).toMatchObject({ simulatorId, state: 'running', writes: 0 });
  expect(await (await client(portOf(now))).readHoldingRegisters(1, 0, 2)).toMatchObject({ value: Uint16Array.of(0, 815) });
});

it('says plainly that a port is in use, and takes it when it is free', async () => {
  const { caller } = await engineWithProject();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await caller.call('simulator.add', { name: 'Late', protocol: 'modbus', ports: [{ port }], enabled: true });
  expect((await caller.call('simulators.status', {}))[0]).toMatchObject({ state: 'failed', reason: `tcp 127.0.0.1:${port}: another program uses this port; stop it or choose another port.` });
  await new Promise((resolve) => other.close(resolve));
  await expect.poll(async () => (await caller.call('simulators.status', {}))[0]?.state, { timeout: 6000 }).toBe('running');
});

it('learns a map from what is asked while it answers zero, and takes it in', async () => {
  const { caller } = await engineWithProject();
  const { simulatorId } = await caller.call('simulator.add', { name: 'Blank', protocol: 'modbus', ports: [{ port: 0 }], enabled: true });
  await caller.call('simulator.update', { simulatorId, unknown: 'zero' });
  const master = await client(portOf((await caller.call('simulators.status', {}))[0]));
  expect(await master.readInputRegisters(3, 100, 2)).toMatchObject({ ok: true, value: Uint16Array.of(0, 0) });
  expect(await master.writeSingleRegister(3, 40, 7)).toMatchObject({ ok: true });
  expect(await master.readHoldingRegisters(3, 40, 1)).toMatchObject({ value: Uint16Array.of(7) });
  expect(await caller.call('simulator.takeLearned', { simulatorId })).toMatchObject({ units: 1, points: 2 });
  await caller.call('simulator.update', { simulatorId, unknown: 'absent' });
  expect(await master.readInputRegisters(3, 100, 2)).toMatchObject({ ok: true });
  expect(await master.readInputRegisters(3, 102, 1)).toMatchObject({ ok: false, failure: { kind: 'exception', code: 2 } });
  const { asked } = await caller.call('simulator.asked', { simulatorId });
  expect(asked.map(({ unit, operation, addresses, count, refusal }) => [unit, operation, addresses, count, refusal])).toEqual([
    ['3', '04 Read input registers', '100-101', 2, ''],
    ['3', '03 Read holding registers', '40', 1, ''],
    ['3', '04 Read input registers', '102', 1, 'Exception 2, illegal data address'],
    ['3', '06 Write single register', '40', 1, ''],
  ]);
  await caller.call('project.undo', {});
  await caller.call('project.undo', {});
  expect((await caller.call('project.current', {}))!.project.simulators[0]?.units).toEqual([]);
});

it('refuses behaviours that can not work, by the name of the point', async () => {
  const { caller } = await engineWithProject();
  const { simulatorId } = await caller.call('simulator.add', { name: 'S', protocol: 'modbus', ports: [{ port: 0 }], units: [{ from: { kind: 'points', points: [register(0), register(1)] } }] });
  const [unit] = (await caller.call('project.current', {}))!.project.simulators[0]!.units;
  const [a, b] = unit!.points;
  const set = (behaviours: ProcedureInput<'simulator.setBehaviours'>['behaviours']) => caller.answer('simulator.setBehaviours', { simulatorId, unitId: unit!.id, behaviours });
  const lag = (pointId: string) => ({ source: { kind: 'lag' as const, pointId, timeConstantMs: 1000 } });
  expect(await set({ [a!.id]: lag(b!.id), [b!.id]: lag(a!.id) })).toMatchObject({ ok: false, error: { code: 'bad_input', message: 'These points wait for each other in a circle: R0 from R1 from R0.' } });
  expect(await set({ [a!.id]: lag(randomUUID()) })).toMatchObject({ ok: false, error: { message: 'R0: The point that it follows is not in this simulator.' } });
  expect(await set({ [a!.id]: { source: { kind: 'expression', text: 'x * 2', names: { x: b!.id } } } })).toMatchObject({ ok: true });
  expect(await caller.answer('simulator.removePoints', { simulatorId, unitId: unit!.id, pointIds: [b!.id] })).toMatchObject({ ok: false, error: { code: 'conflict', message: 'R0 is made from what would be deleted. Give it another behaviour first.' } });
  expect(await caller.answer('simulator.addUnit', { simulatorId, unit: { from: { kind: 'empty' } } })).toMatchObject({ ok: false, error: { code: 'conflict', message: 'Unit 1 is there already: Unit 1.' } });
});

it('serves a template, a device with its live values, a recording and an expression, and gives the lot a new start', async () => {
  const { caller } = await engineWithProject();
  const { simulatorId: plantId } = await caller.call('simulator.add', { name: 'Plant', protocol: 'modbus', ports: [{ port: 0 }], units: [{ from: { kind: 'points', points: [register(0, { scale: 0.5, unit: 'bar' })] } }], enabled: true });
  const simulator = async (id: string) => (await caller.call('project.current', {}))!.project.simulators.find((each) => each.id === id)!;
  const status = async (id: string) => (await caller.call('simulators.status', {})).find(({ simulatorId }) => simulatorId === id)!;
  const source = (await simulator(plantId)).units[0]!;
  const pressure = source.points[0]!;
  await caller.call('simulator.setValue', { simulatorId: plantId, pointId: pressure.id, value: 3.5 });
  const { id: deviceId } = await caller.call('device.add', {
    deviceId: 'PLC-1',
    description: '',
    protocol: 'modbus',
    lineName: null,
    lineSettings: { host: '127.0.0.1', port: portOf(await status(plantId)) },
    settings: { unitId: 1 },
    pollIntervalMs: 50,
    enabled: true,
  });
  await caller.call('points.add', { deviceId, points: [{ ...pressure, id: randomUUID() }] });

  const template = { format: 'thermacore-device-template' as const, schemaVersion: 1 as const, vendor: 'Made Up Works', model: 'M1', kind: 'meter' as const, protocol: 'modbus', document: { title: 'Made up for this test', revision: 'none', readAt: 'here' }, settings: { byteOrder: 'CDAB' }, points: [register(10)] };
  const { simulatorId } = await caller.call('simulator.add', {
    name: 'Copies',
    protocol: 'modbus',
    ports: [{ port: 0 }],
    units: [
      { from: { kind: 'device', deviceId, live: true } },
      { settings: { unitId: 2 }, from: { kind: 'template', source: { kind: 'given', template } } },
    ],
    enabled: true,
  });
  const [copied, made] = (await simulator(simulatorId)).units;
  expect([copied!.name, made!.name, made!.settings]).toMatchObject(['PLC-1', 'Made Up Works M1', { unitId: 2, byteOrder: 'CDAB' }]);
  const master = await client(portOf(await status(simulatorId)));
  const live = async (): Promise<unknown> => master.readHoldingRegisters(1, 0, 1).then((result) => (result.ok ? result.value[0] : result.failure.message));
  await expect.poll(live, { timeout: 5000 }).toBe(7);
  await caller.call('simulator.setValue', { simulatorId: plantId, pointId: pressure.id, value: 4 });
  await expect.poll(live, { timeout: 5000 }).toBe(8);
  expect(await master.writeSingleRegister(1, 0, 1), 'a copy is not to be written').toMatchObject({ ok: false, failure: { code: 3 } });
  await caller.call('simulator.stop', { simulatorId: plantId });
  await expect.poll(async () => (await caller.call('device.statuses', {}))[0]?.state, { timeout: 5000 }).toBe('lost');
  expect(await live()).toBe(8);

  const [meter] = made!.points;
  const { recordingId, columns } = await caller.call('simulator.addRecording', { simulatorId, name: 'Day', csv: 'time;flow\n0;11\n3600;12\n' });
  expect(columns).toEqual(['time', 'flow']);
  await caller.call('simulator.setBehaviours', { simulatorId, unitId: made!.id, behaviours: { [meter!.id]: { source: { kind: 'recording', recordingId, column: 2 } } } });
  expect(await master.readHoldingRegisters(2, 10, 1)).toMatchObject({ value: Uint16Array.of(11) });
  expect(await caller.call('simulator.previewSource', { simulatorId, source: { kind: 'recording', recordingId, column: 2, between: 'line' }, spanMs: 3_600_000 })).toMatchObject({ problem: '', values: expect.arrayContaining([11, 12]) as unknown });
  expect(await caller.answer('simulator.removeRecording', { simulatorId, recordingId })).toMatchObject({ ok: false, error: { details: { reason: 'in_use' } } });
  await caller.call('simulator.setBehaviours', { simulatorId, unitId: made!.id, behaviours: { [meter!.id]: { source: { kind: 'expression', text: 'p * 10 + t * 0', names: { p: copied!.points[0]!.id } } } } });
  expect(await master.readHoldingRegisters(2, 10, 1)).toMatchObject({ value: Uint16Array.of(40) });
  await master.writeSingleRegister(2, 10, 5);
  expect(await caller.call('simulator.values', { simulatorId, pointIds: [meter!.id] })).toEqual([{ pointId: meter!.id, value: 5, origin: 'written', problem: '', switches: [] }]);
  await caller.call('simulator.reset', { simulatorId });
  expect(await master.readHoldingRegisters(2, 10, 1)).toMatchObject({ ok: false, failure: { code: 4 } });
  expect(await caller.call('simulator.values', { simulatorId, pointIds: [meter!.id] })).toMatchObject([{ value: null, problem: expect.stringContaining('"p" has no value') as unknown }]);
  expect(await status(simulatorId)).toMatchObject({ pointsInTrouble: 2 });
});

it('lets faults happen as the project says, counts them, and tells readers of its topics', async () => {
  const { test, caller } = await engineWithProject();
  const { simulatorId } = await caller.call('simulator.add', { name: 'Faulty', protocol: 'modbus', ports: [{ port: 0 }], units: [{ from: { kind: 'points', points: [register(0)] } }], enabled: true });
  const { faultId } = await caller.call('simulator.addFault', { simulatorId, fault: { kind: 'exception', settings: { code: 2 }, scope: { unitId: 1 } } });
  expect(await caller.answer('simulator.addFault', { simulatorId, fault: { kind: 'delay', settings: { ms: -5 } } })).toMatchObject({ ok: false, error: { code: 'bad_input' } });
  const master = await client(portOf((await caller.call('simulators.status', {}))[0]));
  expect(await master.readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: false, failure: { code: 2 } });
  expect((await caller.call('simulators.status', {}))[0]).toMatchObject({ faultsMet: { [faultId]: 1 }, refused: 1 });
  const [fault] = (await caller.call('project.current', {}))!.project.simulators[0]!.faults;
  await caller.call('simulator.updateFault', { simulatorId, fault: { ...fault!, enabled: false } });
  await caller.call('simulator.faultOnce', { simulatorId, fault: { kind: 'busy', settings: {}, scope: {} } });
  expect(await master.readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: false, failure: { code: 6 } });
  expect(await master.readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: true });

  const tenantId = test.engine.homeTenantId;
  const pointId = (await caller.call('project.current', {}))!.project.simulators[0]!.units[0]!.points[0]!.id;
  const pending = { values: 0, writes: 0 };
  const values = test.engine.subscribe('simulatorValues', { simulatorId, pointIds: [pointId] }, tenantId, () => (pending.values += 1));
  const writes = test.engine.subscribe('simulatorWrites', { simulatorId }, tenantId, () => (pending.writes += 1));
  if (!values.ok || !writes.ok) throw new Error('refused');
  open.push(values.subscription, writes.subscription);
  expect([values.subscription.take(), writes.subscription.take()]).toEqual([[{ pointId, value: 0, origin: 'behaviour', problem: '', switches: [] }], []]);
  await master.writeSingleRegister(1, 0, 9);
  expect(writes.subscription.take()).toMatchObject([{ pointId, before: 0, value: 9, outcome: 'stored' }]);
  expect(values.subscription.take()).toEqual([{ pointId, value: 9, origin: 'written', problem: '', switches: [] }]);
  expect([values.subscription.take(), writes.subscription.take()]).toEqual([undefined, undefined]);
  await expect.poll(() => pending.values).toBeGreaterThan(2);
  expect(pending.writes).toBe(2);
});

it('keeps the clients of a port that stays when others come and go', async () => {
  const { caller } = await engineWithProject();
  const { simulatorId } = await caller.call('simulator.add', { name: 'Ports', protocol: 'modbus', ports: [{ port: 0 }], units: [{ from: { kind: 'points', points: [register(0)] } }], enabled: true });
  const ports = async () => (await caller.call('project.current', {}))!.project.simulators[0]!.ports;
  const status = async () => (await caller.call('simulators.status', {}))[0];
  const master = await client(portOf(await status()));
  expect(await master.readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: true });
  const [first] = await ports();
  await caller.call('simulator.update', { simulatorId, ports: [{ id: first!.id, settings: first!.settings }, { settings: { transport: 'udp', port: 0 } }] });
  expect(await status()).toMatchObject({ state: 'running', ports: [{ portId: first!.id, state: 'open' }, { state: 'open' }], clients: [{ requests: 1 }] });
  expect(await master.readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: true });
  const [, second] = await ports();
  await caller.call('simulator.update', { simulatorId, ports: [{ id: second!.id, settings: second!.settings }] });
  expect(await master.readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: false, failure: { kind: 'closed' } });
  expect((await status())?.ports.map(({ portId }) => portId)).toEqual([second!.id]);
});

it('says that a serial adapter is gone, and serves on it again when it is back', async () => {
  const { caller } = await engineWithProject();
  const folder = temporaryFolder();
  open.push(folder);
  let pty = await openPtyPair(folder.path);
  open.push({ close: () => pty.close() });
  const { simulatorId } = await caller.call('simulator.add', { name: 'Bus', protocol: 'modbus', ports: [{ transport: 'rtu', serialPath: pty.far, parity: 'none' }], units: [{ from: { kind: 'points', points: [register(0)] } }], enabled: true });
  const status = async () => (await caller.call('simulators.status', {}))[0];
  expect(await status()).toMatchObject({ state: 'running', ports: [{ address: `${pty.far} 19200 8N1` }], clients: [{ address: pty.far }] });
  await pty.close();
  await expect.poll(async () => (await status())?.state, { timeout: 8000 }).toBe('failed');
  expect((await status())?.reason).toMatch(/^serial .*far: .*check that the adapter is plugged in/);
  pty = await openPtyPair(folder.path);
  await expect.poll(async () => (await status())?.state, { timeout: 12_000 }).toBe('running');
  await caller.call('simulator.stop', { simulatorId });
  expect(await status()).toMatchObject({ state: 'off', clients: [], ports: [{ state: 'closed', address: '' }] });
}, 30_000);
