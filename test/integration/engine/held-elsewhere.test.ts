import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../electron/engine/engine';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';

/** A gateway that counts who connects to it; the second instance on the tenant must not be among them. */
const HELD = 'Open in another window or gateway, which holds the connection.';
let connections = 0;
let gateway: Server;
let first: TestEngine;
let second: Engine;
let caller: Caller;
let deviceId: string;
let pointId: string;
let lineSettings: Record<string, string | number>;

beforeAll(async () => {
  gateway = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.resume();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => gateway.once('listening', resolve));
  const address = gateway.address();
  lineSettings = { transport: 'tcp', host: '127.0.0.1', port: typeof address === 'object' ? address!.port : 0 };
  const vaultKey = { ok: true as const, key: new Uint8Array(32) };
  first = await startTestEngine({ vaultKey });
  const owner = callerOf(first.engine);
  ({ id: deviceId } = await owner.call('device.add', { deviceId: 'plc', description: '', protocol: 'modbus', lineName: null, lineSettings, settings: { unitId: 1 }, pollIntervalMs: null, enabled: true }));
  const point = makePoint({ access: 'read-write', address: { table: 'holding-register', address: 0 } });
  pointId = point.id;
  await eventually('the first has connected', () => connections > 0);
  const edited = Date.now() * 1000;
  await owner.call('points.add', { deviceId, points: [point] });
  // The second reads what is on the disk.
  await eventually('it is saved', async () => ((await owner.call('project.current', {}))!.savedAt ?? 0) >= edited);
  ({ engine: second } = await startTestEngine({ dataDir: first.dataDir, workers: first.workers, vaultKey }));
  caller = callerOf(second);
});
afterAll(async () => {
  await second.close();
  await first.close();
  gateway.close();
});

it('does not connect to the devices of a tenant that another instance has, and says why they are off', async () => {
  expect(await caller.call('project.current', {})).toMatchObject({ readOnly: true, project: { devices: [{ enabled: true }] } });
  expect(await caller.call('device.statuses', {})).toMatchObject([{ deviceId, state: 'off', reason: HELD }]);
  // The first may connect anew meanwhile; it is not the one that is counted.
  await callerOf(first.engine).call('device.disconnect', { deviceId });
  const before = connections;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(connections).toBe(before);
});

it('answers conflict to everything that would talk to them, and connects for none of it', async () => {
  const before = connections;
  const held = { ok: false, error: { code: 'conflict', message: HELD } };
  await caller.call('writing.arm', { armed: true });
  expect(await caller.answer('device.connect', { deviceId })).toMatchObject(held);
  expect(await caller.answer('device.readNow', { deviceId })).toMatchObject(held);
  expect(await caller.answer('point.write', { pointId, value: 1, expectedRaw: null, verify: true })).toMatchObject(held);
  expect(await caller.call('point.prepareWrite', { pointId, value: 1 })).toMatchObject({ problem: HELD });
  expect(await caller.answer('device.test', { deviceId: null, edit: { deviceId: 'plc', description: '', protocol: 'modbus', lineName: null, lineSettings, settings: { unitId: 1 }, pollIntervalMs: null } })).toMatchObject(held);
  expect(await caller.answer('api.modbus.connect', { device_id: 'plc' })).toMatchObject(held);
  expect(await caller.answer('api.modbus.data', { device_id: 'plc' })).toMatchObject(held);
  expect(await caller.answer('api.modbus.write', { device_id: 'plc', address: 0, value: 1 })).toMatchObject(held);
  expect(connections).toBe(before);
});
