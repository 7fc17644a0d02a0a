import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/contract/common';
import { templateSchema, type Template } from '../../../shared/domain/template';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { like } from '../../support/like';
import { startPymodbusRegisters, type Peer } from '../../support/modbus-peers';
import { commonImage, inverterImage, sunSpecImage } from '../../support/sunspec-image';
import { eventually, startTestEngine, type TestEngine } from '../../support/test-engine';

let test: TestEngine;
let caller: Caller;
let peer: Peer;

beforeAll(async () => {
  test = await startTestEngine({ templatesFolder: join(process.cwd(), 'resources', 'templates') });
  caller = callerOf(test.engine);
  // A meter's input registers 0 on are not there; the SunSpec inverter is at 40000.
  peer = await startPymodbusRegisters(sunSpecImage(40_000, [commonImage('Maker', 'Sun 12'), inverterImage()]));
});
afterAll(async () => {
  await peer.close();
  await test.close();
});

const edit = (deviceId: string) => ({ deviceId, description: '', protocol: 'modbus', lineName: null, lineSettings: { transport: 'tcp', host: '127.0.0.1', port: peer.port }, settings: { unitId: 1, timeoutMs: 1000 }, pollIntervalMs: null });
const project = async () => (await caller.call('project.current', {}))!.project;
const device = async (deviceId: string) => {
  const found = (await project()).devices.find((one) => one.deviceId === deviceId);
  if (!found) throw new Error(`no ${deviceId}`);
  return found;
};
const ownFolder = (): string => {
  const folder = readdirSync(test.dataDir, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('templates'));
  return join(test.dataDir, folder ?? 'templates-are-nowhere');
};
const meter: Template = templateSchema.parse({
  format: 'thermacore-device-template', schemaVersion: 1, vendor: 'Maker', model: 'M1', kind: 'meter', protocol: 'modbus', document: { title: 'The manual of M1', revision: '2', readAt: 'my desk' },
  settings: { byteOrder: 'CDAB' },
  points: [
    { name: 'Voltage', address: { table: 'holding-register', address: 1 }, dataType: 'float32', unit: 'V' },
    { name: 'Energy', address: { table: 'holding-register', address: 3 }, dataType: 'uint32', scale: 0.1, unit: 'kWh' },
  ],
});

async function fileOfJob(job: Job): Promise<unknown> {
  await eventually('the job has ended', async () => (await caller.call('job.list', {})).every(({ id, state }) => id !== job.id || state !== 'running'));
  const { contentBase64 } = await caller.call('job.result', { jobId: job.id, part: 0 });
  return JSON.parse(Buffer.from(contentBase64, 'base64').toString());
}

describe('templates of the product', () => {
  it('are listed with their documents, and are shown with addresses as the notation writes them', async () => {
    const { templates, problems } = await caller.call('templates.list', {});
    expect(problems).toEqual([]);
    expect(templates.length).toBeGreaterThanOrEqual(12);
    expect(templates.every(({ own, id, document }) => !own && id.startsWith('product:') && document.title !== '')).toBe(true);
    const { template, addresses } = await caller.call('template.get', { id: 'product:eastron-sdm630' });
    expect(addresses).toHaveLength(template.points.length);
    expect(addresses[0]).toContain('300001');
  });

  it('become a device with its points in one step that can be undone', async () => {
    const { template } = await caller.call('template.get', { id: 'product:eastron-sdm630' });
    await caller.call('template.addDevice', { source: { kind: 'kept', id: 'product:eastron-sdm630' }, edit: edit('sdm'), enabled: false });
    const made = await device('sdm');
    expect(made.points.map(({ name }) => name)).toEqual(template.points.map(({ name }) => name));
    expect(new Set(made.points.map(({ id }) => id)).size).toBe(template.points.length);
    expect(made.settings).toMatchObject(template.settings);
    await caller.call('project.undo', {});
    await expect(device('sdm')).rejects.toThrow('no sdm');
  });

  it('can not be deleted, and are refused for a protocol that is another', async () => {
    expect(await caller.answer('template.remove', { id: 'product:eastron-sdm630' })).toMatchObject({ ok: false, error: { code: 'conflict', details: { reason: 'product_template' } } });
    expect(await caller.answer('template.get', { id: 'product:no-such' })).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(await caller.answer('template.addDevice', { source: { kind: 'given', template: { ...meter, protocol: 'other' } }, edit: edit('x'), enabled: false })).toMatchObject({ ok: false, error: { code: 'conflict', message: like.containing('template for other') } });
    expect(await caller.answer('template.get', { id: 'own:../../../etc/passwd' })).toMatchObject({ ok: false, error: { code: 'bad_input' } });
  });

  it('become a unit of a simulator with values that are made up', async () => {
    const { simulatorId } = await caller.call('simulator.add', { name: 'Bench', protocol: 'modbus', ports: [{ transport: 'tcp', host: '127.0.0.1', port: 15_020 }], units: [{ name: null, settings: null, from: { kind: 'template', source: { kind: 'kept', id: 'product:eastron-sdm630' } } }], enabled: false });
    const [unit] = (await project()).simulators.find(({ id }) => id === simulatorId)?.units ?? [];
    expect(unit).toMatchObject({ name: 'Eastron SDM630' });
    const voltage = unit?.points.find((point) => point.unit === 'V');
    expect(unit?.behaviours[voltage?.id ?? '']).toMatchObject({ source: { kind: 'sine', mean: 230, amplitude: 2 } });
  });
});

describe("a tenant's own templates", () => {
  it('are made from the map of a device, without what belongs to that one alone, and go as a file to another place', async () => {
    const { id } = await caller.call('device.add', { ...edit('kept'), settings: { unitId: 7, byteOrder: 'CDAB' }, enabled: false });
    await caller.call('points.add', { deviceId: id, points: [makePoint({ name: 'Flow', address: { table: 'input-register', address: 5 }, unit: 'l/min', sensorType: 'flow' })] });
    const about = { vendor: 'Works', model: 'Skid 4/5', kind: 'other', document: { title: 'As commissioned', revision: '1', readAt: 'the plant', remark: '' }, notes: [] } as const;
    const saved = await caller.call('template.saveDevice', { deviceId: id, ...about, notes: [] });
    const { template } = await caller.call('template.get', { id: saved.id });
    expect(template).toMatchObject({ vendor: 'Works', settings: { byteOrder: 'CDAB' }, points: [{ name: 'Flow', sensorType: 'flow' }] });
    expect(template.settings).not.toHaveProperty('unitId');

    const file = await caller.call('template.export', { id: saved.id });
    expect(file.name).toBe('Works Skid 4-5.json');
    const imported = await caller.call('template.import', file);
    expect((await caller.call('template.get', { id: imported.id })).template).toEqual(template);
    expect((await caller.call('templates.list', {})).templates.filter(({ own }) => own).map(({ id: own }) => own).toSorted()).toEqual([saved.id, imported.id].toSorted());

    await caller.call('template.remove', { id: saved.id });
    expect(existsSync(join(ownFolder(), `${saved.id.slice(4)}.json`))).toBe(false);
    expect(existsSync(join(ownFolder(), `${imported.id.slice(4)}.json`))).toBe(true);
    expect(await caller.answer('template.remove', { id: saved.id })).toMatchObject({ ok: false, error: { code: 'not_found' } });
    await caller.call('template.remove', { id: imported.id });
  });

  it('are refused as a file that is none, or does not fit its protocol', async () => {
    const send = (value: unknown) => caller.answer('template.import', { name: 'x.json', contentBase64: Buffer.from(JSON.stringify(value)).toString('base64') });
    expect(await send({ some: 'thing' })).toMatchObject({ ok: false, error: { code: 'bad_input', message: "x.json can't be used: the file is no device template." } });
    const [voltage] = meter.points;
    expect(await send({ ...meter, points: [voltage, voltage] })).toMatchObject({ ok: false, error: { code: 'bad_input', message: like.containing('has the address of') } });
    expect(await send({ ...meter, points: [{ ...voltage, address: { table: 'holding-register', address: 70_000 } }] })).toMatchObject({ ok: false, error: { code: 'bad_input' } });
    expect((await caller.call('templates.list', {})).templates.filter(({ own }) => own)).toEqual([]);
  });

  it('whose file was damaged are named, and the others can be used', async () => {
    const { id } = await caller.call('template.import', { name: 'm1.json', contentBase64: Buffer.from(JSON.stringify(meter)).toString('base64') });
    mkdirSync(ownFolder(), { recursive: true });
    const damaged = '11111111-1111-4111-8111-111111111111';
    writeFileSync(join(ownFolder(), `${damaged}.json`), '{');
    const { templates, problems } = await caller.call('templates.list', {});
    expect(problems).toEqual([{ file: `${damaged}.json`, message: 'the file is no device template' }]);
    expect(templates.some((template) => template.id === id)).toBe(true);
    expect(await caller.answer('template.get', { id: `own:${damaged}` })).toMatchObject({ ok: false, error: { details: { reason: 'template_unreadable' } } });
    await caller.call('template.remove', { id: `own:${damaged}` });
    await caller.call('template.remove', { id });
  });
});

it('a template taken into a device adds what is new, rescales what is there, and leaves the rest', async () => {
  const { id } = await caller.call('device.add', { ...edit('merged'), enabled: false });
  await caller.call('points.add', { deviceId: id, points: [
    makePoint({ name: 'My energy', address: { table: 'holding-register', address: 3 }, dataType: 'uint32', scale: 0.01, unit: 'kWh' }),
    makePoint({ name: 'Mine', address: { table: 'holding-register', address: 90 }, dataType: 'uint16' }),
  ] });
  const source = { kind: 'given', template: meter } as const;
  expect(await caller.call('template.compare', { source, deviceId: id })).toEqual({ added: 1, same: 0, changed: 1, rescaled: [{ name: 'My energy', before: 0.01, now: 0.1 }], others: 1 });
  expect(await caller.call('template.takeInto', { source, deviceId: id })).toMatchObject({ added: 1, changed: 1 });
  const merged = await device('merged');
  expect(merged.points.map(({ name, scale }) => [name, scale])).toEqual([['My energy', 0.1], ['Mine', 1], ['Voltage', 1]]);
  expect(merged.settings).toMatchObject({ byteOrder: 'CDAB', unitId: 1 });
  expect(await caller.call('template.compare', { source, deviceId: id })).toMatchObject({ added: 0, changed: 0, same: 2 });
});

describe('a device that describes itself', () => {
  it('is read by a job whose template becomes its map, with live values', async () => {
    const { id } = await caller.call('device.add', { ...edit('sun'), pollIntervalMs: 100, enabled: true });
    const template = templateSchema.parse(await fileOfJob(await caller.call('device.readDescription', { deviceId: id })));
    expect(template).toMatchObject({ vendor: 'Maker', model: 'Sun 12', kind: 'inverter' });
    await caller.call('template.takeInto', { source: { kind: 'given', template }, deviceId: id });
    const { points } = await device('sun');
    const idOf = (reference: string): string => points.find(({ name }) => name.endsWith(`(${reference})`))?.id ?? '';
    const latest = async (reference: string) => (await caller.call('points.latest', { pointIds: [idOf(reference)] }))[0];
    await eventually('the values are there', async () => (await latest('103.W'))?.quality.level === 'good');
    expect(await latest('103.W')).toMatchObject({ value: 12_340 });
    expect(await latest('103.AphB')).toMatchObject({ value: null, quality: { level: 'bad', reason: 'Not implemented' } });
  });

  it('that does not answer ends its job with the words of the connection, and nothing is changed', async () => {
    const { id } = await caller.call('device.add', { ...edit('nowhere'), lineSettings: { transport: 'tcp', host: '127.0.0.1', port: 1 }, enabled: false });
    const started = await caller.call('device.readDescription', { deviceId: id });
    const job = async () => (await caller.call('job.list', {})).find((one) => one.id === started.id);
    await eventually('the job has failed', async () => (await job())?.state === 'failed');
    expect(await job()).toMatchObject({ hasFile: false, message: like.containing('127.0.0.1:1') });
    expect((await device('nowhere')).points).toEqual([]);
  });
});
