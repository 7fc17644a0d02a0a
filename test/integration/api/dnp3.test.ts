import { afterAll, beforeAll, expect, it } from 'vitest';
import { FLAG } from '../../../electron/stacks/dnp3';
import { startStation, type Station } from '../../support/dnp3-station';
import { at, like } from '../../support/like';
import { eventually, firstToken, restClient, startTestEngine, type TestEngine } from '../../support/test-engine';

let test: TestEngine;
let station: Station;
let ask: ReturnType<typeof restClient>;

beforeAll(async () => {
  test = await startTestEngine();
  station = await startStation();
  ask = restClient((await test.listen()).url, await firstToken(test.dataDir));
});
afterAll(async () => {
  await test.close();
  await station.kill();
});

const base = '/protocols/dnp3/devices';
const points = [
  { index: 1, data_type: 'analog_input', sensor_type: 'voltage', scale_factor: 0.5, offset: -1, deadband: 0.1, event_class: 1, description: 'Bus voltage' },
  { index: 1, data_type: 'binary_input', sensor_type: 'breaker' },
  { index: 1, data_type: 'double_bit_input' },
  { index: 1, data_type: 'counter' },
  { index: 0, data_type: 'binary_output' },
  { index: 1, data_type: 'analog_output', scale_factor: 0.1 },
];
const body = () => ({ device_id: 'rtu-1', master_address: 1, outstation_address: 10, host: '127.0.0.1', port: station.port, link_timeout: 0.5, app_timeout: 0.5, points });

it('adds an outstation with status 201, and refuses a second one of the same id with 409', async () => {
  expect(await ask('POST', base, body())).toMatchObject({ status: 201, body: { message: like.text, device_id: 'rtu-1' } });
  expect(await ask('POST', base, body())).toMatchObject({ status: 409, body: { code: 'conflict', reason: 'duplicate_device' } });
});

it('refuses one address for both stations, and a point that is given twice, naming the field', async () => {
  expect(await ask('POST', base, { ...body(), device_id: 'rtu-2', outstation_address: 1 })).toMatchObject({ status: 400 });
  expect(await ask('POST', base, { ...body(), device_id: 'rtu-2', points: [points[0], points[0]] })).toMatchObject({ status: 400, body: { fields: [{ path: 'points.1.index' }] } });
});

it('lists outstations with what clients read of them', async () => {
  expect((await ask('GET', base)).body).toEqual({
    service: 'dnp3',
    master_initialized: true,
    total_devices: 1,
    connected_devices: 0,
    devices: { 'rtu-1': { master_address: 1, outstation_address: 10, host: '127.0.0.1', port: station.port, connected: false, data_point_count: 6, last_reading_count: 0 } },
  });
});

it('gives one with its points, and 404 for another', async () => {
  const { body: one } = await ask('GET', `${base}/rtu-1`);
  expect(at(one, 'points.0')).toEqual({ index: 1, data_type: 'analog_input', sensor_type: 'voltage', scale_factor: 0.5, offset: -1, deadband: 0.1, event_class: 1, description: 'Bus voltage' });
  expect(await ask('GET', `${base}/rtu-9`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it('answers 409 to an integrity poll and a write while it is not connected', async () => {
  expect(await ask('POST', `${base}/rtu-1/integrity-poll`)).toMatchObject({ status: 409, body: { reason: 'not_connected' } });
  expect(await ask('POST', `${base}/rtu-1/write`, { index: 0, data_type: 'binary_output', value: true })).toMatchObject({ status: 409 });
});

it('tests in steps, connects, and answers values from the cache with flags and times', async () => {
  const tested = await ask('POST', `${base}/rtu-1/test`);
  expect(tested.body).toMatchObject({ success: true, diagnosis: like.containing('has the points') });
  expect(at(tested.body, 'steps.0')).toEqual({ name: 'Connection', ok: true, duration_ms: like.number, message: like.text });
  expect(await ask('POST', `${base}/rtu-1/connect`)).toMatchObject({ status: 200, body: { device_id: 'rtu-1' } });
  await eventually('all values are there', async () => at((await ask('GET', base)).body, 'devices.rtu-1.last_reading_count') === 6);
  const { status, body: data } = await ask('GET', `${base}/rtu-1/data`);
  expect(status).toBe(200);
  expect(data).toMatchObject({ device_id: 'rtu-1', success: true, timestamp: like.text });
  expect(at(data, 'readings.0')).toEqual({ index: 1, data_type: 'analog_input', value: -0.5, quality: 'good', flags: ['ONLINE'], timestamp: like.text, source_timestamp: null, sensor_type: 'voltage', description: 'Bus voltage' });
  expect(at(data, 'readings.1')).toMatchObject({ data_type: 'binary_input', value: true });
  expect(at(data, 'readings.2')).toMatchObject({ data_type: 'double_bit_input', value: 1 });
});

it('has an event with its flags and the time of its source', async () => {
  const time = Date.now() - 60_000;
  station.database.update('analog', 1, { value: 10, flags: FLAG.online | FLAG.remoteForced, time }, performance.now());
  await eventually('the event is there', async () => at((await ask('GET', `${base}/rtu-1/data`)).body, 'readings.0.value') === 4);
  expect(at((await ask('GET', `${base}/rtu-1/data`)).body, 'readings.0')).toMatchObject({ quality: 'uncertain', flags: ['ONLINE', 'REMOTE_FORCED'], source_timestamp: like.text, error: 'Forced remotely' });
  const source = at((await ask('GET', `${base}/rtu-1/data`)).body, 'readings.0.source_timestamp');
  expect(Date.parse(String(source))).toBe(time);
});

it('polls everything on demand', async () => {
  expect(await ask('POST', `${base}/rtu-1/integrity-poll`)).toMatchObject({ status: 200, body: { message: like.text, device_id: 'rtu-1', points: 6, duration_ms: like.number } });
});

it('operates by select and operate or directly, with every field of the control', async () => {
  const { operated, selected } = station.device;
  const trip = { index: 0, data_type: 'binary_output', mode: 'direct', operation: 'trip', count: 2, on_time_ms: 250, off_time_ms: 50 };
  expect(await ask('POST', `${base}/rtu-1/write`, trip)).toMatchObject({ status: 200, body: { message: like.text, device_id: 'rtu-1', index: 0, status: 'success' } });
  expect(operated.at(-1)).toMatchObject({ how: 'direct', command: { group: 12, index: 0, value: { controlCode: 0x81, count: 2, onMs: 250, offMs: 50 } } });
  expect(selected).toHaveLength(0);
  expect(await ask('POST', `${base}/rtu-1/write`, { index: 0, data_type: 'binary_output', value: true, mode: 'select_before_operate' })).toMatchObject({ status: 200 });
  expect(operated.at(-1)).toMatchObject({ how: 'selected', command: { value: { controlCode: 0x03 } } });
  expect(await ask('POST', `${base}/rtu-1/write`, { index: 1, data_type: 'analog_output', value: 2.5 })).toMatchObject({ status: 200 });
  expect(operated.at(-1)).toMatchObject({ command: { group: 41, index: 1, value: { value: 25 } } });
  expect(operated).toHaveLength(3);
});

it('answers a refused command with 422 and its status by name, and a bad one with 400', async () => {
  station.device.status = 4;
  expect(await ask('POST', `${base}/rtu-1/write`, { index: 0, data_type: 'binary_output', value: true })).toMatchObject({ status: 422, body: { code: 'refused', exception: like.containing('NOT_SUPPORTED, the output does not do this operation') } });
  station.device.status = 0;
  expect(await ask('POST', `${base}/rtu-1/write`, { index: 0, data_type: 'binary_output' })).toMatchObject({ status: 400, body: { fields: [{ path: 'value' }] } });
  expect(await ask('POST', `${base}/rtu-1/write`, { index: 0, data_type: 'analog_output', value: 1, operation: 'trip' })).toMatchObject({ status: 400 });
});

it('tells its counters', async () => {
  const one = await ask('GET', `${base}/rtu-1/performance`);
  expect(one).toMatchObject({ status: 200, body: { device_id: 'rtu-1', timeouts: 0, success_rate: like.number, average_response_ms: like.number } });
  expect(at((await ask('GET', '/protocols/dnp3/performance/metrics')).body, 'devices.rtu-1.requests')).toBeGreaterThan(5);
  expect((await ask('GET', '/protocols/dnp3/performance/summary')).body).toMatchObject({ total_devices: 1, connected_devices: 1, data_points: 6 });
});

it('is told in the status of all protocols', async () => {
  const { body: status } = await ask('GET', '/protocols/status');
  expect(at(status, 'protocols.dnp3')).toMatchObject({ available: true, connected: true, status: 'ready', metrics: { active_outstations: 1, data_points: 6 } });
});

it('changes only what a PUT gives, disconnects and removes', async () => {
  expect(await ask('PUT', `${base}/rtu-1`, { app_timeout: 1 })).toMatchObject({ status: 200 });
  expect((await ask('GET', `${base}/rtu-1`)).body).toMatchObject({ master_address: 1, outstation_address: 10, port: station.port, data_point_count: 6 });
  expect(await ask('POST', `${base}/rtu-1/disconnect`)).toMatchObject({ status: 200 });
  await eventually('it is off', async () => at((await ask('GET', base)).body, 'connected_devices') === 0);
  expect(await ask('DELETE', `${base}/rtu-1`)).toMatchObject({ status: 200 });
  expect(at((await ask('GET', base)).body, 'total_devices')).toBe(0);
});
