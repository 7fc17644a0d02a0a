import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/contract/common';
import { MemoryFiles } from '../../support/dnp3-memory-files';
import { startStation, type Station } from '../../support/dnp3-station';
import { callerOf, type Caller } from '../../support/engine-caller';
import { like } from '../../support/like';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';

/** Files of outstations through the whole product: the library's own on a real socket, and a simulated one. */
const LONG = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7) % 253);
const store = new MemoryFiles(new Map([['/log/long.bin', LONG], ['/log/a.txt', new TextEncoder().encode('hello')]]));
let station: Station;
let bare: Station;
let test: TestEngine;
let caller: Caller;
let deviceId: string;
let bareId: string;
let simulatedId: string;
let simulatorId: string;

const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const SETTINGS = { responseTimeoutMs: 2000, linkTimeoutMs: 1000, linkRetries: 0, eventPollS: 0, unsolicitedClasses: '' };

async function added(label: string, port: number, settings: Record<string, number>): Promise<string> {
  const { id } = await caller.call('device.add', { deviceId: label, description: '', protocol: 'dnp3', lineName: null, lineSettings: { host: '127.0.0.1', port }, settings: { ...SETTINGS, ...settings }, pollIntervalMs: null, enabled: true });
  await eventually(`${label} is connected`, async () => (await caller.call('device.statuses', {})).find((status) => status.deviceId === id)?.state === 'connected', 20_000);
  return id;
}

async function ended(started: Job): Promise<Job> {
  const job = async (): Promise<Job> => (await caller.call('job.list', {})).find(({ id }) => id === started.id) ?? started;
  await eventually(`${started.title} ends`, async () => (await job()).state !== 'running', 30_000);
  return job();
}

async function fetched(of: string, path: string): Promise<Buffer> {
  const job = await ended(await caller.call('device.files.read', { deviceId: of, path }));
  expect(job).toMatchObject({ state: 'done', hasFile: true });
  return Buffer.from((await caller.call('job.result', { jobId: job.id, part: 0 })).contentBase64, 'base64');
}

async function sent(of: string, path: string, content: string | Uint8Array): Promise<Job> {
  const { confirm: confirmed } = await caller.call('device.files.prepare', { deviceId: of, path, change: 'write', size: Buffer.from(content).length });
  return ended(await caller.call('device.files.write', { deviceId: of, path, contentBase64: base64(content), confirmed, reason: 'test' }));
}

function auditLines(): string[] {
  const names = readdirSync(test.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => /audit.*\.jsonl$/.test(name));
  return names.flatMap((name) => readFileSync(join(test.dataDir, name), 'utf8').split('\n'));
}

beforeAll(async () => {
  station = await startStation({ unsolicited: false, files: store });
  bare = await startStation({ unsolicited: false });
  test = await startTestEngine();
  caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Plant' });
  deviceId = await added('RTU', station.port, { outstationAddress: 10 });
  bareId = await added('BARE', bare.port, { outstationAddress: 10 });
  ({ simulatorId } = await caller.call('simulator.add', { name: 'SIM', protocol: 'dnp3', ports: [{ port: 0 }], units: [{ settings: { outstationAddress: 20, files: true }, from: { kind: 'empty' } }], enabled: true }));
  const address = (await caller.call('simulators.status', {}))[0]?.ports[0]?.address ?? '';
  simulatedId = await added('SIMULATED', Number(/:(\d+)$/.exec(address)?.[1]), { outstationAddress: 20 });
}, 60_000);
afterAll(async () => {
  await test?.close();
  await station?.kill();
  await bare?.kill();
});

describe('files of an outstation', () => {
  it('are listed and described, and what is not there is told so', async () => {
    expect((await caller.call('device.files.list', { deviceId, path: '/log' })).entries.map(({ path, size }) => [path, size])).toEqual([['/log/a.txt', 5], ['/log/long.bin', 300_000]]);
    expect(await caller.call('device.files.information', { deviceId, path: '/log/a.txt' })).toMatchObject({ type: 'file', size: 5, permissions: 'r--------' });
    expect(await caller.answer('device.files.list', { deviceId, path: '/none' })).toMatchObject({ ok: false, error: { code: 'not_found', message: '/none was not opened: file not found.' } });
  });

  it('are fetched whole while the points of the outstation are read', async () => {
    const job = await caller.call('device.files.read', { deviceId, path: '/log/long.bin' });
    await caller.call('device.readNow', { deviceId });
    expect(await ended(job)).toMatchObject({ state: 'done', done: 300_000, total: 300_000 });
    expect(new Uint8Array(await fetched(deviceId, '/log/long.bin'))).toEqual(LONG);
  });

  it('are sent when writing is armed and what they overwrite was agreed to, and nothing goes out before', async () => {
    const { confirm } = await caller.call('device.files.prepare', { deviceId, path: '/log/a.txt', change: 'write', size: 3 });
    expect(confirm).toMatch(/^Overwrites \/log\/a\.txt in RTU \(5 octets, of 2023-11-14 /);
    const order = { deviceId, path: '/log/a.txt', contentBase64: base64('new') };
    expect(await caller.answer('device.files.write', { ...order, confirmed: confirm })).toMatchObject({ ok: false, error: { details: { reason: 'not_armed' } } });
    await caller.call('writing.arm', { armed: true, minutes: 5 });
    expect(await caller.answer('device.files.write', { ...order, confirmed: 'Sends something' })).toMatchObject({ ok: false, error: { details: { reason: 'not_confirmed' } } });
    expect(store.writes).toEqual([]);
    expect(await sent(deviceId, '/log/a.txt', 'new')).toMatchObject({ state: 'done' });
    expect(Buffer.from(store.files.get('/log/a.txt') ?? []).toString()).toBe('new');
    expect(await sent(deviceId, '/log/long2.bin', LONG)).toMatchObject({ state: 'done' });
    expect(store.files.get('/log/long2.bin')).toEqual(LONG);
  });

  it('are in the audit trail before they are sent and with their outcome', async () => {
    await caller.call('writing.arm', { armed: true, minutes: 5 });
    expect(await sent(deviceId, '/fixed/x', 'abc')).toMatchObject({ state: 'failed', message: like.containing('permission denied') });
    const own = auditLines().filter((line) => line.includes('"target":"RTU file /fixed/x, 3 octets, SHA-256 ba7816bf8f01cfea'));
    expect(new Set(own.map((line) => /"outcome":"(\w+)"/.exec(line)?.[1]))).toEqual(new Set(['sending', 'ok', 'refused']));
  });

  it('are deleted once agreed to', async () => {
    await caller.call('writing.arm', { armed: true, minutes: 5 });
    const { confirm } = await caller.call('device.files.prepare', { deviceId, path: '/log/long2.bin', change: 'delete' });
    await caller.call('device.files.delete', { deviceId, path: '/log/long2.bin', confirmed: confirm });
    expect(store.removals).toEqual(['/log/long2.bin']);
    expect(await caller.answer('device.files.prepare', { deviceId, path: '/log/long2.bin', change: 'delete' })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('are cancelled without harm to the file that is there', async () => {
    await caller.call('writing.arm', { armed: true, minutes: 5 });
    const path = '/log/a.txt';
    const before = store.files.get(path);
    const content = new Uint8Array(900_000);
    const { confirm: confirmed } = await caller.call('device.files.prepare', { deviceId, path, change: 'write', size: content.length });
    const job = await caller.call('device.files.write', { deviceId, path, contentBase64: base64(content), confirmed });
    await caller.call('job.cancel', { jobId: job.id });
    expect(await ended(job)).toMatchObject({ state: 'cancelled' });
    expect(store.files.get(path)).toEqual(before);
    expect((await caller.call('device.files.list', { deviceId, path: '/log' })).entries.length).toBeGreaterThan(0);
  });

  it('that are longer than 16 MiB are refused before anything is sent', async () => {
    await caller.call('writing.arm', { armed: true, minutes: 5 });
    const writes = store.writes.length;
    expect(await caller.answer('device.files.write', { deviceId, path: '/log/huge', contentBase64: base64(new Uint8Array(16 * 1024 * 1024 + 1)), confirmed: '' })).toMatchObject({ ok: false, error: { code: 'too_large', message: 'The file has 16,777,217 octets; 16,777,216 octets are the most that is sent. Nothing was sent.' } });
    expect(store.writes).toHaveLength(writes);
  });

  it('are said not to be offered where the outstation has no file transfer', async () => {
    expect(await caller.answer('device.files.list', { deviceId: bareId, path: '/' })).toMatchObject({ ok: false, error: { code: 'refused', message: '/ was not opened: the outstation does not offer this function of file transfer.' } });
  });
});

describe('files of a simulated outstation', () => {
  it('are an event log and its configuration, and what a master writes shows at the simulator', async () => {
    const root = await caller.call('device.files.list', { deviceId: simulatedId, path: '/' });
    expect(root.entries.map(({ name, type }) => [name, type])).toEqual([['config', 'directory'], ['log', 'directory']]);
    expect((await fetched(simulatedId, '/config/points.csv')).toString()).toContain('outstation,20');
    await caller.call('writing.arm', { armed: true, minutes: 5 });
    expect(await sent(simulatedId, '/config/new.txt', 'written by a master')).toMatchObject({ state: 'done' });
    expect((await fetched(simulatedId, '/log/events.csv')).toString()).toContain('File /config/new.txt written by');
    const shown = await caller.call('simulator.files', { simulatorId });
    const written = shown.find(({ path }) => path === '/config/new.txt');
    expect(written).toMatchObject({ size: 19, writtenBy: like.containing('master 1') });
    const { contentBase64, name } = await caller.call('simulator.file', { simulatorId, unitId: written?.unitId ?? '', path: '/config/new.txt' });
    expect([name, Buffer.from(contentBase64, 'base64').toString()]).toEqual(['new.txt', 'written by a master']);
    expect(await caller.answer('simulator.file', { simulatorId, unitId: written?.unitId ?? '', path: '/none' })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('refuse to be written where they are its own', async () => {
    await caller.call('writing.arm', { armed: true, minutes: 5 });
    expect(await sent(simulatedId, '/log/events.csv', 'x')).toMatchObject({ state: 'failed', message: like.containing('permission denied') });
  });
});
