import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { permissions } from '../../../shared/contract/procedure';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startModbusDevice, type ModbusDevice } from '../../support/modbus-device';
import { at } from '../../support/like';
import { makeCertificates } from '../../support/test-certificates';
import { eventually, firstToken, restClient, startTestEngine, type TestEngine } from '../../support/test-engine';

let test: TestEngine;
let device: ModbusDevice;
let screen: Caller;
let operator: Caller;
let deviceId: string;
const edit = (port: number, settings = {}) => ({ deviceId: 'plc', description: '', protocol: 'modbus', lineName: null, lineSettings: { host: '127.0.0.1', port }, settings: { timeoutMs: 500, ...settings }, pollIntervalMs: 100 });
const read = { function: '3', values: { address: 1, quantity: 1 } };
const write = { function: '6', values: { address: 1, value: 77 } };

beforeAll(async () => {
  test = await startTestEngine();
  device = await startModbusDevice();
  screen = callerOf(test.engine);
  const token = await test.engine.tokens.create({ name: 'operator', permissions: permissions.filter((permission) => permission === 'view' || permission === 'operate'), tenantIds: null });
  operator = callerOf(test.engine, test.engine.tokenSession(token)!);
  const added = await screen.call('device.add', { ...edit(device.port), enabled: true });
  deviceId = added.id;
  await screen.call('points.add', { deviceId, points: [1, 2, 3, 150].map((address) => makePoint({ name: `P${address}`, address: { table: 'holding-register', address }, dataType: 'uint16', sensorType: `p${address}` })) });
  await eventually('connected', async () => (await screen.call('device.statuses', {}))[0]?.state === 'connected');
});
afterAll(async () => {
  await device.close();
  await test.close();
});

it('lets who may operate read by hand, but not change anything by the reading procedure', async () => {
  device.unit.holdingRegisters[1] = 612;
  const result = await operator.call('device.request', { deviceId, request: read });
  expect(result).toMatchObject({ outcome: 'answered', operation: '03 Read holding registers' });
  expect(result.response.some(({ text }) => text.includes('612'))).toBe(true);
  expect(await operator.answer('device.request', { deviceId, request: write })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect(await operator.answer('device.command', { deviceId, request: write })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect(device.unit.holdingRegisters[1]).toBe(612);
});

it('changes something only where writing is armed, and records it before it is sent', async () => {
  expect(await screen.answer('device.command', { deviceId, request: write })).toMatchObject({ ok: false, error: { details: { reason: 'not_armed' } } });
  await screen.call('writing.arm', { armed: true, minutes: 1 });
  expect(await screen.call('device.command', { deviceId, request: write, reason: 'test' })).toMatchObject({ outcome: 'answered' });
  expect(device.unit.holdingRegisters[1]).toBe(77);
  const trail = readFileSync(join(test.dataDir, 'tenants', test.engine.homeTenantId, 'audit.jsonl'), 'utf8');
  const entries = trail.split('\n').filter((line) => line.includes('device.command'));
  expect(entries.some((line) => line.includes('sending'))).toBe(true);
  expect(entries.at(-1)).toContain('plc 06 Write single register');
  await screen.call('writing.arm', { armed: false, minutes: 1 });
});

it('refuses a broadcast whose reach was not confirmed, and on a line that has none', async () => {
  await screen.call('writing.arm', { armed: true, minutes: 1 });
  expect(await screen.answer('device.command', { deviceId, request: { ...write, broadcast: true } })).toMatchObject({ ok: false, error: { code: 'bad_input' } });
  await screen.call('writing.arm', { armed: false, minutes: 1 });
});

it('says what a device is', async () => {
  const { sections } = await operator.call('device.identify', { deviceId });
  expect(sections.length).toBeGreaterThan(0);
});

it('measures how many requests at once the device takes, as a job', async () => {
  expect(await operator.call('device.depth', { deviceId })).toBeNull();
  await operator.call('device.measureDepth', { deviceId });
  await eventually('measured', async () => (await operator.call('device.depth', { deviceId })) !== null);
  const result = await operator.call('device.depth', { deviceId });
  expect(result?.safeDepth).toBeGreaterThanOrEqual(1);
  expect(result?.steps[0]).toMatchObject({ depth: 1, lost: 0, wrong: 0, refused: 0 });
});

it('counts the requests that adaptive polling saves', async () => {
  await screen.call('device.update', { id: deviceId, ...edit(device.port), adaptivePolling: { fastest: 1, slowest: 8 } });
  const saved = async (): Promise<number> => {
    const { counters } = await screen.call('device.diagnostics', { deviceId });
    return counters.find(({ label }) => label === 'Requests saved by adaptive polling')?.value ?? 0;
  };
  await eventually('something was saved', async () => (await saved()) > 5);
  expect(await saved()).toBeGreaterThan(5);
});

it('takes a TLS device over REST, keeps its key in the vault only, and names what is wrong with a field', async () => {
  const certificates = makeCertificates();
  const ask = restClient((await test.listen()).url, await firstToken(test.dataDir));
  const key = certificates.pem('client.key');
  const tls = { enabled: true, ca: certificates.pem('ca.crt'), certificate: certificates.pem('client.crt'), key };
  expect(await ask('POST', '/protocols/modbus/devices', { device_id: 'secure', unit_id: 1, host: '127.0.0.1', tls })).toMatchObject({ status: 201 });
  expect(at((await ask('GET', '/protocols/modbus/devices/secure')).body, 'port')).toBe(802);
  const project = await screen.call('project.current', {});
  expect(JSON.stringify(project)).not.toContain(key.split('\n')[1]);
  expect(JSON.stringify(project)).toContain('vault:');
  expect(await ask('POST', '/protocols/modbus/devices', { device_id: 'named', unit_id: 1, host: '127.0.0.1', tls: { enabled: true, ca: 'plant-ca' } })).toMatchObject({ status: 400 });
  for (const [device_id, device_type] of [['u', 'udp'], ['a', 'ascii']] as const) {
    const place = device_type === 'udp' ? { host: '127.0.0.1' } : { serial: { path: '/dev/pts/none', data_bits: 7 } };
    expect(await ask('POST', '/protocols/modbus/devices', { device_id, unit_id: 1, device_type, ...place })).toMatchObject({ status: 201 });
    expect(at((await ask('GET', `/protocols/modbus/devices/${device_id}`)).body, 'device_type')).toBe(device_type);
  }
  certificates.close();
});
