import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { buildHeadless, startHeadless, type BuiltHeadless, type RunningHeadless } from '../../support/built-headless';
import { startModbusDevice } from '../../support/modbus-device';
import { SocketClient } from '../../support/socket-client';
import { eventually, firstToken, restClient } from '../../support/test-engine';
import { at, like } from '../../support/like';

let built: BuiltHeadless;
let dataDir: string;
let running: RunningHeadless | null = null;

beforeAll(async () => {
  built = await buildHeadless();
});
afterAll(() => built.remove());
afterEach(async () => {
  if (running?.process.exitCode === null) await running.stop('SIGKILL');
  running = null;
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<RunningHeadless> {
  running = await startHeadless(built.file, ['--data', dataDir, '--port', '0', ...args]);
  return running;
}

it('runs on plain Node without Electron, prints one line and nothing else, and keeps its token to its owner', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'headless-'));
  const gateway = await start();
  expect(gateway.output()).toBe(`listening on ${gateway.url}\n`);
  expect(statSync(join(dataDir, 'access-token')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'vault-key')).mode & 0o777).toBe(0o600);
  const ask = restClient(gateway.url, await firstToken(dataDir));
  expect(await ask('POST', '/procedures/system.info')).toMatchObject({ status: 200, body: { headless: true, runtime: like.matching(/^Node \d+/) } });
  expect(at((await ask('POST', '/procedures/project.current')).body, 'project.name')).toBe('Default');
  expect(gateway.errors()).not.toContain(await firstToken(dataDir));
});

it('ends within 10 s of SIGTERM with everything acknowledged on disk, also with a connected device and clients that hang on', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'headless-'));
  const device = await startModbusDevice();
  let gateway = await start();
  let ask = restClient(gateway.url, await firstToken(dataDir));
  const registers = Array.from({ length: 50 }, (_, at) => ({ address: at, register_type: 'holding_register', sensor_type: 'level' }));
  await ask('POST', '/protocols/modbus/devices', { device_id: 'plc', unit_id: 1, host: '127.0.0.1', port: device.port, registers });
  await ask('POST', '/protocols/modbus/devices/plc/connect');
  const timer = setInterval(() => device.unit.holdingRegisters.fill(Math.floor(Math.random() * 1000)), 100);
  await eventually('samples are recorded', async () => Number(at((await ask('POST', '/procedures/history.stats')).body, 'samples')) > 100, 15_000);
  // A request that is never finished, a socket that stays open, and an edit that is acknowledged right before the signal.
  const half = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => undefined);
  half.write(`POST /api/v1/procedures/system.info HTTP/1.1\r\nHost: ${new URL(gateway.url).host}\r\nContent-Length: 100\r\n\r\n{`);
  const screen = await SocketClient.open(gateway.url);
  await screen.login(await firstToken(dataDir));
  await screen.request({ subscribe: 'devices', filter: {} });
  expect((await ask('PUT', '/protocols/modbus/devices/plc', { timeout: 1.25 })).status).toBe(200);
  const { body: stats } = await ask('POST', '/procedures/history.stats');
  const ended = await gateway.stop('SIGTERM');
  clearInterval(timer);
  half.destroy();
  expect(ended).toMatchObject({ code: 0, signal: null });
  expect(ended.tookMs).toBeLessThan(10_000);

  gateway = await start();
  ask = restClient(gateway.url, await firstToken(dataDir));
  const project = at((await ask('POST', '/procedures/project.current')).body, 'project');
  expect(at(project, 'devices.0')).toMatchObject({ deviceId: 'plc', enabled: true, settings: { timeoutMs: 1250 } });
  await eventually('it is connected again without a call', async () => at((await ask('GET', '/protocols/modbus/devices')).body, 'connected_devices') === 1);
  expect(at((await ask('POST', '/procedures/history.stats')).body, 'samples')).toBeGreaterThanOrEqual(Number(at(stats, 'samples')));
  expect((await gateway.stop('SIGINT')).code).toBe(0);
  await device.close();
});

it('opens the demonstration plant in a tenant of its own with --demo', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'headless-'));
  const gateway = await start('--demo');
  const ask = restClient(gateway.url, await firstToken(dataDir));
  const { body: state } = await ask('POST', '/procedures/demo.state');
  expect(at(state, 'running')).toBe(true);
  const tenantId = String(at(state, 'tenantId'));
  await eventually('its devices are connected', async () => {
    const { body: devices } = await ask('GET', `/protocols/unified/devices?tenant_id=${tenantId}`);
    return Number(at(devices, 'summary.total_devices')) > 0 && at(devices, 'summary.connected_devices') === at(devices, 'summary.total_devices');
  });
  expect(at((await ask('GET', '/protocols/unified/devices')).body, 'summary.total_devices')).toBe(0);
  const { body } = await ask('GET', `/protocols/status?tenant_id=${tenantId}`);
  expect(at(body, 'protocols.modbus')).toMatchObject({ demo: true, connected: true });
  expect((await gateway.stop('SIGTERM')).code).toBe(0);
});

it('says in plain words why it can not start: a port in use, an option that is none', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'headless-'));
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const address = holder.address();
  const port = typeof address === 'object' ? address!.port : 0;
  const inUse = spawnSync(process.execPath, [built.file, '--data', dataDir, '--port', String(port)], { encoding: 'utf8', timeout: 20_000 });
  expect({ status: inUse.status, words: inUse.stderr }).toMatchObject({ status: 1, words: like.containing('Another program uses this port') });
  holder.close();
  const wrong = spawnSync(process.execPath, [built.file, '--prot', '1'], { encoding: 'utf8', timeout: 20_000 });
  expect({ status: wrong.status, words: wrong.stderr }).toMatchObject({ status: 1, words: like.containing('--prot') });
  const range = spawnSync(process.execPath, [built.file, '--data', dataDir, '--port', '70000'], { encoding: 'utf8', timeout: 20_000 });
  expect(range.stderr).toContain('65535');
});

it('opens a tenant that another gateway has open for reading only, and says so', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'headless-'));
  const first = await start();
  const second = await startHeadless(built.file, ['--data', dataDir, '--port', '0']);
  const ask = restClient(second.url, await firstToken(dataDir));
  const { body } = await ask('POST', '/procedures/project.current');
  expect(body).toMatchObject({ readOnly: true, readOnlyReason: like.containing('reading only') });
  expect(await ask('POST', '/procedures/project.rename', { name: 'Mine' })).toMatchObject({ status: 409, body: { reason: 'read_only' } });
  expect(await ask('POST', '/procedures/device.disconnect', { deviceId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' })).toMatchObject({ status: 404 });
  expect((await second.stop('SIGTERM')).code).toBe(0);
  expect(JSON.parse(readFileSync(join(dataDir, 'tenants', await tenantOf(first.url), 'lock.json'), 'utf8'))).toMatchObject({ pid: first.process.pid });
  expect((await first.stop('SIGTERM')).code).toBe(0);
});

async function tenantOf(url: string): Promise<string> {
  const ask = restClient(url, await firstToken(dataDir));
  return String(at((await ask('POST', '/procedures/session.info')).body, 'tenantId'));
}
