import { afterEach, expect, it } from 'vitest';
import type { SimulatorStatus } from '../../../shared/contract/simulators';
import type { Device } from '../../../shared/domain/device';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { makeCertificates } from '../../support/test-certificates';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

const POINTS = [
  makePoint({ name: 'Voltage', address: { type: 'analog-input', index: 0 } }),
  makePoint({ name: 'Door', dataType: 'boolean', address: { type: 'binary-input', index: 0 } }),
  makePoint({ name: 'Close', dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0 } }),
];

async function engine(): Promise<{ test: TestEngine; caller: Caller }> {
  const test = await startTestEngine();
  open.push(test);
  const caller = callerOf(test.engine);
  await caller.call('project.create', { name: 'Substation' });
  return { test, caller };
}

const portOf = (status: SimulatorStatus | undefined): number => Number(/:(\d+)$/.exec(status?.ports[0]?.address ?? '')?.[1]);

/** A simulated outstation and a device of the project that is its master. */
async function pair(caller: Caller) {
  const { simulatorId } = await caller.call('simulator.add', { name: 'RTU', protocol: 'dnp3', ports: [{ port: 0 }], units: [{ settings: { outstationAddress: 20, restartS: 0.2 }, from: { kind: 'points', points: POINTS } }], enabled: true });
  const status = async (): Promise<SimulatorStatus> => (await caller.call('simulators.status', {})).find((each) => each.simulatorId === simulatorId)!;
  const project = async () => (await caller.call('project.current', {}))!.project;
  const unit = (await project()).simulators[0]!.units[0]!;
  const { id } = await caller.call('device.add', {
    deviceId: 'MASTER',
    description: '',
    protocol: 'dnp3',
    lineName: null,
    lineSettings: { host: '127.0.0.1', port: portOf(await status()) },
    settings: { outstationAddress: 20, eventPollS: 0, responseTimeoutMs: 500, linkTimeoutMs: 300, linkRetries: 0 },
    pollIntervalMs: null,
    enabled: true,
  });
  await caller.call('points.add', { deviceId: id, points: POINTS });
  const device: Device = (await project()).devices[0]!;
  const latest = async (name: string) => (await caller.call('points.latest', { pointIds: [device.points.find((point) => point.name === name)!.id] }))[0];
  await expect.poll(async () => (await latest('Voltage'))?.quality.level, { timeout: 10_000 }).toBe('good');
  const point = (name: string) => unit.points.find((each) => each.name === name)!.id;
  const order = (switchId: string, more: { on?: boolean; pointIds?: string[]; settings?: Record<string, number> } = {}) => caller.answer('simulator.switch', { simulatorId, unitId: unit.id, switchId, ...more });
  return { simulatorId, unit, device, status, latest, point, order };
}

it('shows a value that is set by hand at the device by an event of its own, and flags of a point as quality', async () => {
  const { caller } = await engine();
  const { simulatorId, unit, latest, point, order, status } = await pair(caller);
  await caller.call('simulator.setValue', { simulatorId, pointId: point('Voltage'), value: 231.5 });
  await expect.poll(async () => (await latest('Voltage'))?.value, { timeout: 10_000 }).toBe(231.5);
  expect((await latest('Voltage'))?.sourceTime).toBeTypeOf('number');
  expect(await order('comm-lost', { pointIds: [point('Door')] })).toMatchObject({ ok: true });
  await expect.poll(async () => (await latest('Door'))?.quality, { timeout: 10_000 }).toMatchObject({ level: 'bad', flags: ['COMM_LOST'] });
  expect(await caller.call('simulator.values', { simulatorId, pointIds: [point('Door'), point('Voltage')] })).toMatchObject([{ switches: ['comm-lost'] }, { switches: [] }]);
  expect((await status()).switchesOn).toContainEqual({ unitId: unit.id, switchId: 'comm-lost', whole: false, detail: '1 point' });
  await order('comm-lost', { on: false });
  await expect.poll(async () => (await latest('Door'))?.quality.level, { timeout: 10_000 }).toBe('good');
});

it('refuses commands while it is in local control, and logs those it takes with their operation', async () => {
  const { caller } = await engine();
  const { simulatorId, device, order, latest } = await pair(caller);
  const output = device.points.find(({ name }) => name === 'Close')!;
  await caller.call('writing.arm', { armed: true, minutes: 5 });
  await order('local');
  const refused = await caller.call('point.write', { pointId: output.id, value: true });
  expect(refused.outcome).toBe('refused');
  expect(refused.message).toContain('local');
  expect(await caller.call('simulator.writes', { simulatorId })).toEqual([]);
  await order('local', { on: false });
  expect((await caller.call('point.write', { pointId: output.id, value: true })).outcome).not.toBe('refused');
  await expect.poll(async () => (await latest('Close'))?.value, { timeout: 10_000 }).toBe(true);
  expect(await caller.call('simulator.writes', { simulatorId })).toMatchObject([{ pointName: 'Close', value: true, operation: 'CROB latch on', outcome: 'stored' }]);
});

it('restarts at a click: its master sees it, sets the time and reads everything again', async () => {
  const { caller } = await engine();
  const { order, unit, status, latest, simulatorId, point } = await pair(caller);
  await expect.poll(async () => (await status()).switchesOn, { timeout: 10_000 }).toEqual([]);
  await order('restart');
  expect((await status()).switchesOn).toContainEqual({ unitId: unit.id, switchId: 'restart', whole: true, detail: 'under way' });
  await caller.call('simulator.setValue', { simulatorId, pointId: point('Voltage'), value: 99 });
  await expect.poll(async () => [(await status()).switchesOn, (await latest('Voltage'))?.value], { timeout: 15_000 }).toEqual([[], 99]);
});

it('says what can not be switched', async () => {
  const { caller } = await engine();
  const { order, point, simulatorId } = await pair(caller);
  expect(await order('no-such')).toMatchObject({ ok: false, error: { code: 'bad_input', message: 'There is no switch "no-such" for DNP3.' } });
  expect(await order('over-range', { pointIds: [point('Door')] })).toMatchObject({ ok: false, error: { message: 'Over range is no flag of this type of point.' } });
  expect(await order('burst', { settings: { events: 0 } })).toMatchObject({ ok: false, error: { code: 'bad_input' } });
  await caller.call('simulator.stop', { simulatorId });
  expect(await order('local')).toMatchObject({ ok: false, error: { code: 'conflict', message: 'RTU does not run. Start it first.' } });
});

it('serves over TLS with a key that is in the vault, not in the project', async () => {
  const { caller } = await engine();
  const certificates = makeCertificates();
  open.push(certificates);
  const key = certificates.pem('server.key');
  await caller.call('simulator.add', { name: 'Secure', protocol: 'dnp3', ports: [{ transport: 'tls', port: 0, certificate: certificates.pem('server.crt'), key }], units: [{ from: { kind: 'points', points: POINTS } }], enabled: true });
  const [status] = await caller.call('simulators.status', {});
  expect(status).toMatchObject({ state: 'running', reason: '' });
  const { project } = (await caller.call('project.current', {}))!;
  expect(JSON.stringify(project)).not.toContain('PRIVATE KEY');
  expect(project.simulators[0]?.ports[0]?.settings['key']).toMatch(/^vault:/);
  const { id } = await caller.call('device.add', { deviceId: 'M', description: '', protocol: 'dnp3', lineName: null, lineSettings: { transport: 'tls', host: '127.0.0.1', port: portOf(status), ca: certificates.pem('ca.crt') }, settings: {}, pollIntervalMs: null, enabled: true });
  await expect.poll(async () => (await caller.call('device.statuses', {})).find(({ deviceId }) => deviceId === id)?.state, { timeout: 10_000 }).toBe('connected');
});

it('follows a change from the simulated point by its event buffer to the device, and says by which way it came', async () => {
  const { caller } = await engine();
  const { simulatorId, unit, device, point, order } = await pair(caller);
  const path = async () => (await caller.call('device.eventPath', { deviceId: device.id }))!;
  expect((await path()).source).toMatchObject({ simulatorId, simulatorName: 'RTU', unitName: unit.name, changes: 0 });
  const before = Date.now() * 1000;
  await caller.call('simulator.setValue', { simulatorId, pointId: point('Voltage'), value: 12.5 });
  const after = Date.now() * 1000;
  await expect.poll(async () => (await path()).source?.arrived, { timeout: 10_000 }).toBe(1);
  const event = (await path()).newest.at(-1)!;
  expect(event).toMatchObject({ address: 'AI 0', way: 'Unsolicited' });
  // Set by hand between two steps of time: the change is older than its event.
  expect(event.change!.changedAt).toBeGreaterThanOrEqual(before);
  expect(event.change!.changedAt).toBeLessThanOrEqual(after + 1000);
  expect(event.change!.bufferedAt).toBeGreaterThanOrEqual(event.change!.changedAt);
  expect(event.receivedTime).toBeGreaterThanOrEqual(event.change!.bufferedAt);
  expect((await path()).source).toMatchObject({ changes: 1, lost: 0, waiting: 0, toBuffer: { count: 1 }, toHere: { count: 1 } });

  await caller.call('writing.arm', { armed: true, minutes: 5 });
  await caller.call('device.actWriting', { deviceId: device.id, request: { action: 'disable-unsolicited', values: { classes: '1,2,3' } } });
  await caller.call('device.resetEventPath', { deviceId: device.id });
  await caller.call('simulator.setValue', { simulatorId, pointId: point('Door'), value: true });
  await expect.poll(async () => (await path()).source?.changes, { timeout: 10_000 }).toBe(1);
  await caller.call('device.act', { deviceId: device.id, request: { action: 'class-poll', values: { classes: '1,2' } } });
  await expect.poll(async () => (await path()).ways, { timeout: 10_000 }).toEqual([{ way: 'Event poll of class 1, 2 by hand', events: 1 }]);

  // More than the buffer holds: the oldest are lost, which shows one by one when later ones have come.
  await caller.call('device.resetEventPath', { deviceId: device.id });
  await order('burst', { settings: { events: 2400, perSecond: 0 } });
  await caller.call('simulator.setValue', { simulatorId, pointId: point('Door'), value: false });
  await caller.call('simulator.setValue', { simulatorId, pointId: point('Voltage'), value: 1 });
  await expect.poll(async () => (await path()).source?.changes, { timeout: 10_000 }).toBe(2402);
  await caller.call('device.act', { deviceId: device.id, request: { action: 'class-poll', values: { classes: '1,2,3' } } });
  await expect.poll(async () => (await path()).source, { timeout: 10_000 }).toMatchObject({ waiting: 0, arrived: 2000, lost: 402 });
});
