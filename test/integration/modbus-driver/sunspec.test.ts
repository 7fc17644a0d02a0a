import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { LineDriver, SelfDescription } from '../../../electron/protocols/protocol';
import { pointSchema } from '../../../shared/domain/point';
import type { Point } from '../../../shared/domain/point';
import { DeviceUnderTest, LineRecorder } from '../../support/modbus-line';
import { startPymodbusRegisters } from '../../support/modbus-peers';
import { commonImage, inputsImage, inverterImage, sunSpecImage, textRegisters } from '../../support/sunspec-image';
import type { ImageModel, RegisterImage } from '../../support/sunspec-image';

const protocol = createModbusProtocol();
const open: { close(): Promise<void> }[] = [];
const never = (): AbortSignal => new AbortController().signal;

afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function serve(image: RegisterImage): Promise<{ line: LineDriver; port: number }> {
  const peer = await startPymodbusRegisters(image);
  open.push(peer);
  return { line: lineTo(peer.port), port: peer.port };
}

function lineTo(port: number): LineDriver {
  const line = protocol.createLine({ transport: 'tcp', host: '127.0.0.1', port }, new LineRecorder().context);
  open.push(line);
  return line;
}

async function describeAt(line: LineDriver, step: (done: number, total: number | null, now: string) => void = () => undefined, signal: AbortSignal = never()): Promise<SelfDescription> {
  if (!protocol.selfDescription) throw new Error('Modbus has no self description');
  return protocol.selfDescription.read(line, { unitId: 1, timeoutMs: 2000, retries: 0 }, { step }, signal);
}

async function described(image: RegisterImage): Promise<Extract<SelfDescription, { ok: true }>> {
  const said = await describeAt((await serve(image)).line);
  if (!said.ok) throw new Error(said.message);
  return said;
}

async function refused(image: RegisterImage): Promise<string> {
  const said = await describeAt((await serve(image)).line);
  return said.ok ? `described as ${said.vendor} ${said.model}` : said.message;
}

/** Engineering values by reference (`103.W`), or the reason where there is none. */
async function valuesOf(device: DeviceUnderTest): Promise<Record<string, unknown>> {
  const readings = await device.read(true);
  return Object.fromEntries(
    readings.map(({ value, quality }, at) => {
      const { name, scale, dataType } = device.points[at]!;
      const scaled = typeof value === 'number' && dataType !== 'string' ? Number((value * scale).toPrecision(9)) : value;
      return [/\(([^()]+)\)$/.exec(name)?.[1] ?? name, quality.level === 'bad' ? quality.reason : scaled];
    }),
  );
}

const pointsOf = (said: Extract<SelfDescription, { ok: true }>): Point[] => said.points.map((point) => pointSchema.parse({ ...point, id: randomUUID() }));

/** Writes one register as another master would, and waits for the echo. */
async function writeRegister(port: number, address: number, value: number): Promise<void> {
  const request = Buffer.from([0, 1, 0, 0, 0, 6, 1, 6, address >> 8, address & 0xff, value >> 8, value & 0xff]);
  const socket = connect(port, '127.0.0.1');
  const echo = await new Promise<Buffer>((resolve, reject) => socket.once('error', reject).once('data', resolve).write(request));
  socket.destroy();
  expect(echo).toEqual(request);
}

/** Immediate controls, model 123, with a limit of 80.0 % (factor -1). */
const controls: ImageModel = { id: 123, registers: [0, 0, 1, 800, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xffff, 0x8000, 0x8000] };
const plant = [commonImage('Maker & Sons', 'Sun 12'), inverterImage(), inputsImage(), { id: 64_001, registers: [1, 2, 3] }, controls];

describe('a SunSpec device on pymodbus', () => {
  it.each([40_000, 50_000, 0])('is found with its models at register %i', async (base) => {
    const said = await described(sunSpecImage(base, plant));
    expect(said).toMatchObject({ vendor: 'Maker & Sons', model: 'Sun 12', kind: 'inverter', document: { revision: '1.4' } });
    expect(said.document.readAt).toContain(`models 1, 103, 160, 64001, 123 from register ${base}`);
    const power = said.points.find(({ name }) => name.endsWith('(103.W)'));
    expect(power).toMatchObject({ dataType: 'int16', scale: 10, unit: 'W', address: { table: 'holding-register', address: base + 2 + 68 + 2 + 12, noValue: '8000', scaleFrom: { address: base + 85, exponent: 1 } } });
    expect(said.notes.filter((note) => note.includes('64001'))).toHaveLength(1);
  });

  it('gives a map that reads its values, with what it does not implement shown as that', async () => {
    const { line } = await serve(sunSpecImage(40_000, plant));
    const said = await describeAt(line);
    if (!said.ok) throw new Error(said.message);
    const device = new DeviceUnderTest(line, { unitId: 1, timeoutMs: 2000 }, pointsOf(said));
    device.driver.connect();
    const values = await valuesOf(device);
    expect(values).toMatchObject({
      '1.Mn': 'Maker & Sons', '103.A': 23.4, '103.AphB': 'Not implemented', '103.PPVphAB': 401.2, '103.W': 12_340, '103.Hz': 50.01, '103.VAr': -500, '103.PF': -1, '103.WH': 1_234_567,
      '103.DCA': 'Not implemented', '103.DCV': 650, '103.TmpCab': 41.5, '103.TmpSnk': 'Not implemented', '103.St': 4, '103.EvtVnd1': 'Not implemented',
      '160.1.DCA': 4.2, '160.1.DCV': 601, '160.2.DCA': 5.1, '160.2.IDStr': 'PV 2', '123.WMaxLimPct': 80,
    });
    const tagged = said.points.filter(({ tags }) => tags.includes('not implemented')).map(({ name }) => name);
    expect(tagged).toHaveLength(Object.values(values).filter((value) => value === 'Not implemented').length);
  });

  it('has its chain in the map: the mark, each model with its length, and the end', async () => {
    const said = await described(sunSpecImage(40_000, plant));
    const chain = said.points.filter(({ name, enumeration }) => /(ID|\.L|SunS|End)\)$/.test(name) && enumeration.length === 1);
    expect(chain.map(({ address, enumeration }) => [address['address'], enumeration[0]?.value])).toEqual([
      [40_000, 0x5375_6e53], [40_002, 1], [40_003, 66], [40_070, 103], [40_071, 50], [40_122, 160], [40_123, 48], [40_172, 64_001], [40_173, 3], [40_177, 123], [40_178, 24], [40_203, 0xffff_0000],
    ]);
    expect(chain.find(({ name }) => name.includes('64001'))?.description).toContain('not known here');
  });

  it('that changes a scale factor is read right from the next reading on, and not written by the old one', async () => {
    const { line, port } = await serve(sunSpecImage(40_000, plant));
    const said = await describeAt(line);
    if (!said.ok) throw new Error(said.message);
    const device = new DeviceUnderTest(line, { unitId: 1, timeoutMs: 2000 }, pointsOf(said));
    device.driver.connect();
    expect(await valuesOf(device)).toMatchObject({ '103.A': 23.4, '123.WMaxLimPct': 80 });
    const limit = device.points.find(({ name }) => name.endsWith('(123.WMaxLimPct)'))!;
    expect(await device.driver.write!.execute(limit, 700, never())).toMatchObject({ outcome: 'accepted' });
    expect(await valuesOf(device)).toMatchObject({ '123.WMaxLimPct': 70 });

    const factorOf = (reference: string): number => Number(/register (\d+)/.exec(device.points.find(({ name }) => name.endsWith(`(${reference})`))!.description)![1]);
    await writeRegister(port, factorOf('103.A'), 0x10000 - 2);
    await writeRegister(port, factorOf('123.WMaxLimPct'), 0);
    expect(await valuesOf(device)).toMatchObject({ '103.A': 2.34, '103.AphA': 0.78, '103.W': 12_340, '123.WMaxLimPct': 700 });
    const written = await device.driver.write!.execute(limit, 600, never());
    expect(written.outcome).toBe('not_sent');
    expect(JSON.stringify(written)).toMatch(/scale factor in register \d+ is 0 now/);
    expect(await valuesOf(device)).toMatchObject({ '123.WMaxLimPct': 700 });
  });

  it('tells how far the reading is, and is left alone when that is cancelled', async () => {
    const { line } = await serve(sunSpecImage(40_000, plant));
    const steps: [number, number | null][] = [];
    expect((await describeAt(line, (done, total) => steps.push([done, total]))).ok).toBe(true);
    expect(steps.at(0)).toEqual([0, null]);
    expect(steps.slice(-5)).toEqual([[0, 5], [1, 5], [2, 5], [3, 5], [4, 5]]);
    const cancel = new AbortController();
    const seen: number[] = [];
    const cut = describeAt(line, (done, total) => {
      if (total !== null) seen.push(done);
      if (done === 1) cancel.abort();
    }, cancel.signal);
    await expect(cut).rejects.toThrow(/abort/i);
    expect(seen).toEqual([0, 1]);
  });
});

describe('a broken chain of models', () => {
  const before = [commonImage('Maker', 'Broken'), inverterImage()];

  it.each([
    ['whose last length goes past register 65535', sunSpecImage(50_000, [...before, { id: 103, registers: [], length: 20_000 }], []), /model 103 at register 50122 states 20000 registers, which is past the last one, 65535/],
    ['that has no end', sunSpecImage(40_000, before, []), /register 40122, where a model or the end should be, can't be read \(exception 2/],
    ['with a length of 0', sunSpecImage(40_000, [...before, { id: 120, registers: [] }]), /model 120 at register 40122 states a length of 0/],
    ['that runs into zeros', sunSpecImage(40_000, before, [0, 0, 0, 0]), /register 40122 holds 0, which is no model/],
  ])('%s gives the models before, and says where it breaks', async (_name, image, words) => {
    const said = await described(image);
    expect(said.points.filter(({ name }) => /\(103\./.test(name)).length).toBeGreaterThan(30);
    expect(said.notes.join(' ')).toMatch(words);
    expect(said.notes.join(' ')).toContain('The 2 before are taken');
  });

  it('that goes on and on ends after 128 models', async () => {
    // Models of one register, one after the other, over 3000 registers.
    const said = await described({ 40_000: [0x5375, 0x6e53, 1, 66, ...textRegisters('Round', 66), ...Array.from({ length: 3000 }, (_, at) => (at % 3 === 0 ? 1 : at % 3 === 1 ? 1 : 7))] });
    expect(said.notes.join(' ')).toContain('it goes on after 128 models');
  });

  it('at its first model is no map', async () => {
    expect(await refused({ 40_000: [0x5375, 0x6e53] })).toMatch(/map at register 40000 is broken: register 40002/);
    expect(await refused(sunSpecImage(40_000, []))).toMatch(/no model that is known here/);
    expect(await refused(sunSpecImage(40_000, [{ id: 64_001, registers: [1] }]))).toMatch(/no model that is known here.*64001/);
  });
});

it('a device that is none is told with the places that were looked at', async () => {
  expect(await refused({ 0: [1, 2, 3], 40_000: [0x5375, 0x6e54] })).toMatch(/no SunSpec map.*40000: other values; 50000: exception 2.*; 0: other values/);
});

it('a device that does not answer is not asked three times', async () => {
  const { line, port } = await serve({ 0: [1] });
  await open.shift()!.close();
  const said = await describeAt(line);
  expect(said).toMatchObject({ ok: false });
  expect(said.ok ? '' : said.message).toContain(`127.0.0.1:${port}`);
});
