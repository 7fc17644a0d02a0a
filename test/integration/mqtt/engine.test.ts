import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf } from '../../support/engine-caller';
import { makeMosquitto } from '../../support/mosquitto';
import { startTestEngine } from '../../support/test-engine';
import type { Caller } from '../../support/engine-caller';
import type { Mosquitto } from '../../support/mosquitto';
import type { TestEngine } from '../../support/test-engine';

/** A device that pushes, through everything: project, vault, acquisition, history, writes. */
let broker: Mosquitto;
let test: TestEngine;
let caller: Caller;
let deviceId: string;

const temperature = makePoint({ name: 'Supply temperature', dataType: 'float64', scale: 0.1, high: 90, unit: '°C', address: { topic: 't1', payload: 'json', field: 'raw' } });
const setpoint = makePoint({ name: 'Setpoint', dataType: 'int16', scale: 0.1, access: 'read-write', address: { topic: 'sp', publishTopic: 'sp', qos: 1, publishRetain: true } });
const latest = async (pointId: string) => (await caller.call('points.latest', { pointIds: [pointId] }))[0];
const edit = () => ({
  deviceId: 'boiler',
  description: '',
  protocol: 'mqtt',
  lineName: null,
  lineSettings: { host: '127.0.0.1', port: broker.port, username: 'engineer', password: 'right' },
  settings: { baseTopic: 'plant/boiler' },
  pollIntervalMs: null,
});

beforeAll(async () => {
  broker = await makeMosquitto();
  await broker.start();
  test = await startTestEngine();
  caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Plant' });
  ({ id: deviceId } = await caller.call('device.add', { ...edit(), enabled: true }));
  await caller.call('points.add', { deviceId, points: [temperature, setpoint] });
});
afterAll(async () => {
  await test.close();
  await broker.remove();
});

it('tests the settings with the password as it is typed in', async () => {
  const result = await caller.call('device.test', { deviceId: null, edit: edit() });
  expect(result.steps.at(-1)).toMatchObject({ name: 'Accepted by the broker', ok: true });
});

it('brings what is pushed to the screens and into the history, scaled and limited', async () => {
  await expect.poll(async () => (await caller.call('device.statuses', {}))[0]?.state, { timeout: 10_000 }).toBe('connected');
  broker.publish('plant/boiler/t1', '{"raw":785}');
  await expect.poll(async () => (await latest(temperature.id))?.value).toBeCloseTo(78.5, 9);
  broker.publish('plant/boiler/t1', '{"raw":950}');
  await expect.poll(async () => (await latest(temperature.id))?.quality).toMatchObject({ level: 'uncertain', reason: 'Out of range' });
  const now = Date.now() * 1000;
  const [series] = await caller.call('history.range', { pointIds: [temperature.id], from: now - 60_000_000, to: now + 1_000_000, buckets: 100 });
  expect(series?.mean.filter((value) => value !== null)).toEqual([785 * 0.1, 950 * 0.1]);
});

it('writes a setpoint and reads it back from the broker', async () => {
  await caller.call('writing.arm', { armed: true, minutes: 5 });
  const prepared = await caller.call('point.prepareWrite', { pointId: setpoint.id, value: 65.5 });
  expect(prepared).toMatchObject({ operation: 'PUBLISH', problem: '' });
  expect(prepared.octets.at(-1)).toMatchObject({ name: 'Payload', text: '655' });
  const result = await caller.call('point.write', { pointId: setpoint.id, value: 65.5 });
  expect(['written', 'verified']).toContain(result.outcome);
  expect(await broker.next('plant/boiler/sp')).toBe('plant/boiler/sp 655');
  await expect.poll(async () => (await latest(setpoint.id))?.value).toBeCloseTo(65.5, 9);
});

it('keeps the password in the vault and nowhere else', () => {
  const hits = execFileSync('sh', ['-c', `grep -rlF '"right"' ${test.dataDir} || true`], { encoding: 'utf8' });
  expect(hits).toBe('');
  expect(test.logLines.join('')).not.toContain('"right"');
});

it('says bad when the broker is gone and comes back by itself', async () => {
  await broker.kill();
  await expect.poll(async () => (await latest(temperature.id))?.quality.level, { timeout: 5000 }).toBe('bad');
  await broker.start();
  await expect.poll(async () => (await caller.call('device.statuses', {}))[0]?.state, { timeout: 10_000 }).toBe('connected');
  broker.publish('plant/boiler/t1', '{"raw":10}');
  await expect.poll(async () => (await latest(temperature.id))?.value).toBe(1);
});
