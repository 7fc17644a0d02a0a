import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Job } from '../../../shared/contract/common';
import { inventoryReportSchema, type InventoryReport, type MapDifference } from '../../../shared/contract/map-tools';
import { FLAG } from '../../../electron/stacks/dnp3';
import { startStation, type Station } from '../../support/dnp3-station';
import { callerOf, type Caller } from '../../support/engine-caller';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';
import { like } from '../../support/like';

/** A profile beside what the outstation of it really answers. */
let station: Station;
let test: TestEngine;
let caller: Caller;
let deviceId: string;
let previewed: readonly string[] = [];

const PROFILE = `<DNP3DeviceProfileDocument xmlns="http://www.dnp3.org/DNP3/DeviceProfile/November2014"><referenceDevice><dataPointsList>
<binaryInputPoints><dataPoints>
 <binaryInput><index>0</index><name>Breaker</name><changeEventClass>two</changeEventClass><defaultStaticVariation>one</defaultStaticVariation></binaryInput>
 <binaryInput><index>1</index><name>Fuse</name><changeEventClass>one</changeEventClass><defaultStaticVariation>two</defaultStaticVariation></binaryInput>
 <binaryInput><index>9</index><name>Only in the profile</name></binaryInput>
</dataPoints></binaryInputPoints>
<analogInputPoints><dataPoints>
 <analogInput><index>0</index><name>Voltage</name><changeEventClass>one</changeEventClass><defaultStaticVariation>one</defaultStaticVariation><scaleFactor>0.1</scaleFactor><dnpData><deadband>5</deadband></dnpData></analogInput>
 <analogInput><index>1</index><name>Current</name><changeEventClass>one</changeEventClass><defaultStaticVariation>five</defaultStaticVariation></analogInput>
</dataPoints></analogInputPoints>
</dataPointsList></referenceDevice></DNP3DeviceProfileDocument>`;

async function resultOf(started: Job): Promise<InventoryReport> {
  let job = started;
  await eventually(`${job.title} ends`, async () => {
    job = (await caller.call('job.list', {})).find(({ id }) => id === started.id) ?? job;
    return job.state !== 'running';
  }, 30_000);
  expect(job).toMatchObject({ state: 'done', hasFile: true });
  const { contentBase64 } = await caller.call('job.result', { jobId: job.id, part: 0 });
  return inventoryReportSchema.parse(JSON.parse(Buffer.from(contentBase64, 'base64').toString()));
}

const inventory = async (): Promise<InventoryReport> => resultOf(await caller.call('map.inventory', { deviceId }));
const compared = async (inventoryId: string) => caller.call('map.diff', { deviceId, other: { kind: 'inventory', inventoryId }, matchBy: 'both' });
const words = ({ kind, addresses, fields }: MapDifference): string => `${kind} ${addresses[0]}${fields.map(({ field, before, after }) => ` ${field} ${before}>${after}`).join('')}`;

beforeAll(async () => {
  station = await startStation({ unsolicited: false });
  test = await startTestEngine();
  caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Plant' });
  const settings = { outstationAddress: 10, responseTimeoutMs: 2000, linkTimeoutMs: 1000, linkRetries: 0, eventPollS: 0, unsolicitedClasses: '' };
  ({ id: deviceId } = await caller.call('device.add', { deviceId: 'rtu', description: '', protocol: 'dnp3', lineName: null, lineSettings: { host: '127.0.0.1', port: station.port }, settings, pollIntervalMs: null, enabled: true }));
  const { rows } = await caller.call('points.preview', { deviceId, format: 'dnp3-profile', contentBase64: Buffer.from(PROFILE).toString('base64') });
  previewed = rows.map(({ action }) => action);
  await caller.call('points.add', { deviceId, points: rows.flatMap(({ point }) => (point === null ? [] : [point])) });
  await eventually('it is connected', async () => (await caller.call('device.statuses', {})).find((status) => status.deviceId === deviceId)?.state === 'connected');
});
afterAll(async () => {
  await test?.close();
  await station?.kill();
});

it('tells what only the profile has, what only the outstation has, and where variation, class and deadband differ', async () => {
  expect(previewed).toEqual(Array.from({ length: 5 }, () => 'add'));
  // Polls of the start are over, so that the event waits: its class shows.
  await eventually('what is there was read', async () => (await caller.call('device.readNow', { deviceId })).good === 4);
  station.database.update('binary', 0, { value: 1, flags: FLAG.online }, performance.now());
  station.database.update('counter', 1, { value: 9, flags: FLAG.online | FLAG.commLost }, performance.now());
  const report = await inventory();
  const { differences, same } = await compared(report.inventoryId);
  expect(same).toBe(2);
  expect(differences.map(words).sort()).toEqual(
    [
      'removed BI 9',
      'changed BI 0 event_class 2>1 static_variation 1>2',
      'changed AI 0 static_variation 1>5 event_deadband 5>0',
      ...['DBI 0', 'DBI 1', 'BO 0', 'BO 1', 'CTR 0', 'CTR 1', 'AO 0', 'AO 1'].map((address) => `added ${address}`),
    ].sort(),
  );
  expect(report.notes.join(' ')).toContain('CTR 1 (communication lost)');
  expect(report.notes.join(' ')).toContain('The map has no deadband of 1 point');
});

it('loses no event by asking: what came of it is on the screens', async () => {
  const device = (await caller.call('project.current', {}))?.project.devices.find(({ id }) => id === deviceId);
  const breaker = device?.points.find(({ name }) => name === 'Breaker');
  await expect.poll(async () => (await caller.call('points.latest', { pointIds: [breaker?.id ?? ''] }))[0]?.value, { timeout: 5000 }).toBe(true);
});

it('takes chosen differences over, and the next comparison no longer has them', async () => {
  const { inventoryId } = await inventory();
  const { differences } = await compared(inventoryId);
  const chosen = differences.filter((difference) => ['removed BI 9', 'added CTR 0'].includes(words(difference)) || words(difference).startsWith('changed AI 0')).map(({ key }) => ({ key }));
  expect(chosen).toHaveLength(3);
  expect(await caller.call('map.adopt', { deviceId, other: { kind: 'inventory', inventoryId }, matchBy: 'both', chosen })).toMatchObject({ added: 1, changed: 1, removed: 1 });
  const left = (await compared((await inventory()).inventoryId)).differences.map(words);
  expect(left).not.toContain('removed BI 9');
  expect(left).not.toContain('added CTR 0');
  expect(left.some((line) => line.startsWith('changed AI 0'))).toBe(false);
});

it('says in plain words that an inventory is no longer kept, and that a device of another kind has none', async () => {
  expect(await caller.answer('map.diff', { deviceId, other: { kind: 'inventory', inventoryId: '00000000-0000-4000-8000-000000000000' }, matchBy: 'both' })).toMatchObject({ error: { code: 'not_found', message: like.containing('ask it again') } });
});

it('fails in plain words when the outstation is gone', async () => {
  await station.kill();
  const started = await caller.call('map.inventory', { deviceId });
  await eventually('the job fails', async () => (await caller.call('job.list', {})).find(({ id }) => id === started.id)?.state === 'failed', 60_000);
  expect((await caller.call('job.list', {})).find(({ id }) => id === started.id)?.message).not.toBe('');
}, 90_000);
