import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FUNCTION, LinkParser } from '../../../electron/stacks/dnp3';
import { callerOf, type Caller } from '../../support/engine-caller';
import { eventually, firstToken, restClient, startTestEngine, type TestEngine } from '../../support/test-engine';

/** What new DNP3 devices of a tenant begin with, and what one device has of its own; seen in the project and on the wire. */

let test: TestEngine;
let caller: Caller;
let ask: ReturnType<typeof restClient>;
let silent: Server;
const sockets = new Set<Socket>();
/** When each outstation was asked to disable its unsolicited responses: the first request of the start-up sequence. */
const asked = new Map<number, number[]>();

beforeAll(async () => {
  silent = createServer((socket) => {
    sockets.add(socket);
    const parser = new LinkParser(({ destination, userData }) => {
      if (userData[2] === FUNCTION.disableUnsolicited) asked.set(destination, [...(asked.get(destination) ?? []), performance.now()]);
    });
    socket.on('data', (octets) => parser.receive(octets, performance.now()));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  test = await startTestEngine();
  caller = callerOf(test.engine);
  ask = restClient((await test.listen()).url, await firstToken(test.dataDir));
});
afterAll(async () => {
  await test.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

const base = '/protocols/dnp3/devices';
const deviceOf = async (deviceId: string) => (await caller.call('project.current', {}))!.project.devices.find((device) => device.deviceId === deviceId)!;
const settingsOf = async (deviceId: string) => (await deviceOf(deviceId)).settings;
const add = async (deviceId: string, outstation: number, own: Record<string, number> = {}) => {
  const place = silent.address();
  const port = typeof place === 'object' && place !== null ? place.port : 0;
  return ask('POST', base, { device_id: deviceId, master_address: 1, outstation_address: outstation, host: '127.0.0.1', port, points: [], ...own });
};

it('without defaults of the tenant a device has those of the protocol', async () => {
  expect(await add('first', 10)).toMatchObject({ status: 201 });
  expect(await settingsOf('first')).toMatchObject({ linkTimeoutMs: 5000, responseTimeoutMs: 5000, selectTimeoutMs: 10_000, retries: 3, linkRetries: 3, integrityIntervalS: 300 });
});

it('a new device begins with the defaults of the tenant, keeps what it has of its own, and those that are there stay', async () => {
  const deviceDefaults = { linkTimeoutMs: 900, responseTimeoutMs: 150, selectTimeoutMs: 4000, retries: 1, linkRetries: 2, integrityIntervalS: 60 };
  await caller.call('protocol.configure', { protocol: 'dnp3', enabled: true, lineDefaults: { connectTimeoutMs: 1500 }, deviceDefaults });
  await add('second', 11);
  await add('third', 12, { app_timeout: 2, link_timeout: 3 });
  expect(await settingsOf('second')).toMatchObject(deviceDefaults);
  expect(await settingsOf('third')).toMatchObject({ ...deviceDefaults, responseTimeoutMs: 2000, linkTimeoutMs: 3000 });
  expect(await settingsOf('first')).toMatchObject({ responseTimeoutMs: 5000, retries: 3 });
});

it('a silent outstation is asked as often, and waited for as long, as its own settings say', { timeout: 60_000 }, async () => {
  const connecting = ['second', 'third'].map((device) => ask('POST', `${base}/${device}/connect`));
  await eventually('both were asked twice', () => Promise.resolve([11, 12].every((outstation) => (asked.get(outstation)?.length ?? 0) >= 2)));
  const gap = (outstation: number): number => {
    const [first = 0, second = 0] = asked.get(outstation) ?? [];
    return second - first;
  };
  expect(gap(11)).toBeGreaterThan(100);
  expect(gap(12)).toBeGreaterThan(1800);
  expect(gap(11)).toBeLessThan(gap(12));
  // Nobody ever answers.
  expect((await Promise.all(connecting)).map(({ status }) => status)).toEqual([504, 504]);
});

it('the same goes for Modbus', async () => {
  await caller.call('protocol.configure', { protocol: 'modbus', enabled: true, lineDefaults: {}, deviceDefaults: { timeoutMs: 700, retries: 1 } });
  const body = { unit_id: 1, host: '127.0.0.1', port: 1, registers: [] };
  await ask('POST', '/protocols/modbus/devices', { ...body, device_id: 'meter-1' });
  await ask('POST', '/protocols/modbus/devices', { ...body, device_id: 'meter-2', timeout: 2 });
  expect(await settingsOf('meter-1')).toMatchObject({ timeoutMs: 700, retries: 1 });
  expect(await settingsOf('meter-2')).toMatchObject({ timeoutMs: 2000, retries: 1 });
});

it('the poll interval that new devices begin with is a default too', async () => {
  await caller.call('protocol.configure', { protocol: 'modbus', enabled: true, lineDefaults: {}, deviceDefaults: {}, pollIntervalMs: 250 });
  await ask('POST', '/protocols/modbus/devices', { unit_id: 3, host: '127.0.0.1', port: 1, registers: [], device_id: 'meter-3' });
  expect((await deviceOf('meter-3')).pollIntervalMs).toBe(250);
  expect((await deviceOf('meter-1')).pollIntervalMs).toBeNull();
});

it('every device of a line is given the same timing in one step of undo, and keeps what is its own', async () => {
  const { lineId } = await deviceOf('meter-1');
  const meters = async () => (await caller.call('project.current', {}))!.project.devices.filter((device) => device.lineId === lineId);
  const before = await meters();
  expect(await caller.call('line.configureDevices', { lineId, settings: { timeoutMs: 900, retries: 2 }, pollIntervalMs: 2000 })).toMatchObject({ devices: before.length });
  expect((await meters()).map(({ settings, pollIntervalMs }) => ({ ...settings, pollIntervalMs }))).toEqual(before.map(({ settings }) => ({ ...settings, timeoutMs: 900, retries: 2, pollIntervalMs: 2000 })));
  expect(await settingsOf('second')).toMatchObject({ retries: 1 });
  await caller.call('project.undo', {});
  expect(await meters()).toEqual(before);
});

it('refuses timing that no device of the line could have, and changes none', async () => {
  const { lineId } = await deviceOf('meter-1');
  expect(await caller.answer('line.configureDevices', { lineId, settings: { timeoutMs: 1 } })).toMatchObject({ error: { code: 'bad_input', details: { fields: [{ path: 'settings.timeoutMs' }] } } });
  expect(await settingsOf('meter-1')).toMatchObject({ timeoutMs: 700 });
});

it('refuses a default that no device could have', async () => {
  expect(await caller.answer('protocol.configure', { protocol: 'dnp3', enabled: true, lineDefaults: {}, deviceDefaults: { retries: 4, selectTimeoutMs: 1 } })).toMatchObject({
    error: { code: 'bad_input', details: { fields: [{ path: 'deviceDefaults.selectTimeoutMs' }, { path: 'deviceDefaults.retries' }] } },
  });
});
