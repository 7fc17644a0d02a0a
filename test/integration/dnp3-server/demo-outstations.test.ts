import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device } from '../../../shared/domain/device';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

/** The demonstration plant's outstations through the whole product. */
let test: TestEngine;
let caller: Caller;
let devices: readonly Device[];

const point = (deviceId: string, name: string) => devices.find((device) => device.deviceId === deviceId)!.points.find((each) => each.name === name)!;
const latest = async (deviceId: string, name: string) => (await caller.call('points.latest', { pointIds: [point(deviceId, name).id] }))[0];

beforeAll(async () => {
  test = await startTestEngine();
  const { tenantId } = await callerOf(test.engine).call('demo.start', {});
  caller = callerOf(test.engine, undefined, tenantId);
  devices = (await caller.call('project.current', {}))!.project.devices;
});
afterAll(() => test.close());

it('gives a good value for every point of both outstations behind one port', async () => {
  const own = devices.filter(({ protocol }) => protocol === 'dnp3');
  expect(own.map(({ deviceId }) => deviceId)).toEqual(['FDR-01', 'PST-01']);
  const ids = own.flatMap(({ points }) => points.map(({ id }) => id));
  const bad = async () => (await caller.call('points.latest', { pointIds: ids })).filter(({ quality }) => quality.level !== 'good').map(({ pointId }) => pointId);
  await expect.poll(async () => [(await caller.call('points.latest', { pointIds: ids })).length, await bad()], { timeout: 20_000 }).toEqual([ids.length, []]);
});

it('trips the breaker: its double-bit position follows by an event with time, and the pump stands still', async () => {
  await caller.call('writing.arm', { armed: true, minutes: 5 });
  const before = (await latest('FDR-01', 'Breaker operations'))!.value;
  expect(await caller.call('point.write', { pointId: point('FDR-01', 'Breaker').id, value: false })).toMatchObject({ outcome: 'verified' });
  await expect.poll(async () => (await latest('FDR-01', 'Breaker position'))?.value, { timeout: 10_000 }).toBe(1);
  expect((await latest('FDR-01', 'Breaker position'))?.sourceTime).toBeTypeOf('number');
  await expect.poll(async () => (await latest('FDR-01', 'Breaker operations'))?.value, { timeout: 10_000 }).toBe(Number(before) + 1);
  await expect.poll(async () => (await latest('PST-01', 'Pump running'))?.value, { timeout: 20_000 }).toBe(false);
});
