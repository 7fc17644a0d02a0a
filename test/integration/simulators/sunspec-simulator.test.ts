import { afterEach, expect, it } from 'vitest';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { UnitOrigin } from '../../../shared/contract/simulators';
import type { SelfDescription } from '../../../electron/protocols/protocol';
import { NOT_IMPLEMENTED_TAG, templateSchema, type Template } from '../../../shared/domain/template';
import { callerOf, type Caller } from '../../support/engine-caller';
import { LineRecorder } from '../../support/modbus-line';
import { startPymodbusRegisters } from '../../support/modbus-peers';
import { startPymodbusMaster } from '../../support/pymodbus-master';
import { commonImage, inputsImage, inverterImage, sunSpecImage } from '../../support/sunspec-image';
import { startTestEngine } from '../../support/test-engine';

type Described = Extract<SelfDescription, { ok: true }>;

const protocol = createModbusProtocol();
const plant = [commonImage('Maker & Sons', 'Sun 12'), inverterImage(), { id: 64_001, registers: [1, 2, 3] }, inputsImage()];
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

/** Walks the chain of a device as the application does. */
async function walk(port: number): Promise<Described> {
  const line = protocol.createLine({ transport: 'tcp', host: '127.0.0.1', port }, new LineRecorder().context);
  open.push(line);
  const said = await protocol.selfDescription!.read(line, { unitId: 1, timeoutMs: 2000, retries: 0 }, { step: () => undefined }, new AbortController().signal);
  if (!said.ok) throw new Error(said.message);
  return said;
}

async function templateOfDevice(base: number): Promise<Template> {
  const peer = await startPymodbusRegisters(sunSpecImage(base, plant));
  open.push(peer);
  const { ok: _, ...said } = await walk(peer.port);
  return templateSchema.parse({ format: 'thermacore-device-template', schemaVersion: 1, protocol: 'modbus', ...said });
}

async function serve(caller: Caller, from: UnitOrigin): Promise<number> {
  await caller.call('simulator.add', { name: 'SunSpec', protocol: 'modbus', ports: [{ port: 0 }], units: [{ settings: { unitId: 1 }, from }], enabled: true });
  const statuses = await caller.call('simulators.status', {});
  const address = statuses.at(-1)?.ports[0]?.address ?? '';
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

const placesOf = ({ points }: Pick<Described, 'points'>) => points.map(({ name, address, dataType, scale, tags }) => [name, address['address'], dataType, scale, tags]);

it.each([40_000, 0])('a template read from a SunSpec device at register %i is found as that device when it is simulated', async (base) => {
  const test = await startTestEngine();
  open.push(test);
  const caller = callerOf(test.engine);
  const template = await templateOfDevice(base);
  expect(template.points.filter(({ tags }) => tags.includes(NOT_IMPLEMENTED_TAG)).length).toBeGreaterThan(5);
  const port = await serve(caller, { kind: 'template', source: { kind: 'given', template } });
  const said = await walk(port);
  expect(said.notes.filter((note) => note.includes("can't be read"))).toEqual([]);
  expect(said).toMatchObject({ vendor: 'Maker & Sons', model: 'Sun 12', kind: 'inverter', document: { readAt: `the device itself, models 1, 103, 64001, 160 from register ${base}` } });
  expect(placesOf(said)).toEqual(placesOf(template));

  // And by a foreign master, register by register.
  const master = await startPymodbusMaster('tcp', port, 2);
  open.push(master);
  const read = async (address: number, count: number): Promise<number[]> => (await master.ask('read', 1, address, count)).replace('value ', '').split(' ').map(Number);
  expect(await read(base, 2)).toEqual([0x5375, 0x6e53]);
  const models: number[] = [];
  for (let at = base + 2; ; ) {
    const [id = 0, length = 0] = await read(at, 2);
    models.push(id);
    if (id === 0xffff || models.length > 9) break;
    expect((await read(at + 2, length)).length, `model ${id}`).toBe(length);
    at += 2 + length;
  }
  expect(models).toEqual([1, 103, 64_001, 160, 0xffff]);
  expect(await read(base + 2 + 68 + 2 + 13, 1), 'the scale factor of the power').toEqual([1]);
  expect(await read(base + 2 + 68 + 2 + 2, 1), 'current of the second phase, not implemented').toEqual([0xffff]);
});

it('a device whose map came from SunSpec is simulated with its chain', async () => {
  const test = await startTestEngine();
  open.push(test);
  const caller = callerOf(test.engine);
  const template = await templateOfDevice(50_000);
  const { id: deviceId } = await caller.call('device.add', { deviceId: 'INV-1', description: '', protocol: 'modbus', lineName: null, lineSettings: { transport: 'tcp', host: '127.0.0.1', port: 1 }, settings: { unitId: 1 }, pollIntervalMs: null, enabled: false });
  await caller.call('template.takeInto', { source: { kind: 'given', template }, deviceId });
  const said = await walk(await serve(caller, { kind: 'device', deviceId, live: false }));
  expect(said).toMatchObject({ model: 'INV-1', kind: 'inverter' });
  expect(placesOf(said)).toEqual(placesOf(template));
});
