import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { Found, LineDriver } from '../../../electron/protocols/protocol';
import { buildLibmodbusPeers, startPeer, startPymodbusServer, temporaryFolder } from '../../support/modbus-peers';
import type { Peer, TemporaryFolder } from '../../support/modbus-peers';
import { DeviceUnderTest, LineRecorder, registerPoint, until } from '../../support/modbus-line';

const protocol = createModbusProtocol();
let folder: TemporaryFolder;
let libmodbus: string;
const open: { close(): Promise<void> }[] = [];

beforeAll(() => {
  folder = temporaryFolder();
  libmodbus = buildLibmodbusPeers(folder.path).server;
});
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});
afterAll(() => folder.close());

async function peer(start: Promise<Peer>): Promise<Peer> {
  const started = await start;
  open.push(started);
  return started;
}

function lineTo(port: number): LineDriver {
  const line = protocol.createLine({ transport: 'tcp', host: '127.0.0.1', port }, new LineRecorder().context);
  open.push(line);
  return line;
}

const points = [
  registerPoint(0),
  registerPoint(10, { dataType: 'uint32' }),
  registerPoint(300, { table: 'input-register' }),
  registerPoint(3, { table: 'discrete-input', dataType: 'boolean' }),
  registerPoint(4, { table: 'discrete-input', dataType: 'boolean' }),
  registerPoint(20, { access: 'read-write', dataType: 'float32', byteOrder: 'CDAB' }),
  registerPoint(7, { table: 'coil', dataType: 'boolean', access: 'read-write' }),
];

/** What both peers serve: registers that count, input registers of 7n + 1, every third input on. */
const served = [0, 10 * 65_536 + 11, 2101, true, false];

describe.each([
  ['libmodbus', () => startPeer(libmodbus, ['tcp', '0'])],
  ['pymodbus', () => startPymodbusServer()],
] as const)('a device on %s', (_name, start) => {
  it('is read in all four tables, and written', async () => {
    const { port } = await peer(start());
    const device = new DeviceUnderTest(lineTo(port), { unitId: 1, timeoutMs: 2000 }, points);
    device.driver.connect();
    expect((await device.values()).slice(0, 5)).toEqual(served);
    const signal = new AbortController().signal;
    expect(await device.driver.write!.execute(points[5]!, 81.5, signal)).toMatchObject({ outcome: 'accepted' });
    expect(await device.driver.write!.execute(points[6]!, true, signal)).toMatchObject({ outcome: 'accepted' });
    expect((await device.values()).slice(5)).toEqual([81.5, true]);
    const { counters, ...diagnostics } = device.driver.diagnostics();
    expect(diagnostics).toMatchObject({ timeouts: 0, lastError: null });
    expect(diagnostics.requests).toBe(diagnostics.responses);
    expect(diagnostics.roundTripMs!.max).toBeLessThan(2000);
    expect(counters.map(({ value }) => value)).toEqual([0, 0, 0]);
  });

  it('refuses addresses past its end, which are found and kept out of the way of the others', async () => {
    const { port } = await peer(start());
    const beyond = [registerPoint(998), registerPoint(999), registerPoint(1001), registerPoint(1002)];
    const device = new DeviceUnderTest(lineTo(port), { unitId: 1, timeoutMs: 2000 }, beyond);
    device.driver.connect();
    expect(await device.values()).toEqual([998, 999, 'Exception 2', 'Exception 2']);
    expect(await device.values()).toEqual([998, 999, 'Exception 2', 'Exception 2']);
    expect(device.findings.filter(({ kind }) => kind === 'refused-address')).toHaveLength(2);
  });

  it('is lost when its server is killed, and back when it runs again, without a call', async () => {
    const first = await start();
    const device = new DeviceUnderTest(lineTo(first.port), { unitId: 1, timeoutMs: 1000 }, [registerPoint(5)]);
    device.driver.connect();
    expect(await device.values()).toEqual([5]);
    await first.close();
    await until(() => device.state.state === 'lost', 2000, 'lost');
    expect(await device.values()).toEqual(['No answer']);
  });
});

it('finds the units of a line', async () => {
  const { port } = await peer(startPymodbusServer());
  const found: Found[] = [];
  let last = '';
  const progress = { found: (each: Found) => found.push(each), step: (done: number, total: number) => (last = `${done}/${total}`) };
  await protocol.scanner!.scan(lineTo(port), { from: 1, to: 12, timeoutMs: 300 }, progress, new AbortController().signal);
  expect(found.map(({ deviceSettings }) => deviceSettings['unitId'])).toEqual(expect.arrayContaining([1, 9]));
  expect(last).toBe('12/12');
});

it('recovers by itself when the server comes back on the same port', async () => {
  const first = await startPeer(libmodbus, ['tcp', '0']);
  const device = new DeviceUnderTest(lineTo(first.port), { unitId: 1, timeoutMs: 1000 }, [registerPoint(5)]);
  device.driver.connect();
  expect(await device.values()).toEqual([5]);
  await first.close();
  await until(() => device.state.state === 'lost', 2000, 'lost');
  await peer(startPeer(libmodbus, ['tcp', String(first.port)]));
  await until(async () => (await device.values())[0] === 5, 10_000, 'data returns');
});
