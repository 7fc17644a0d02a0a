import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { MemoryUnit, ModbusServer, rtuTiming, serveUnits } from '../../../electron/stacks/modbus';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { channelOpener } from '../../../electron/protocols/modbus/channel-opener';
import type { LineDriver } from '../../../electron/protocols/protocol';
import type { SerialPortListing } from '../../../electron/io/serial-port-list';
import { buildLibmodbusPeers, openPtyPair, startPeer, temporaryFolder } from '../../support/modbus-peers';
import type { PtyPair, TemporaryFolder } from '../../support/modbus-peers';
import { DeviceUnderTest, LineRecorder, registerPoint, until } from '../../support/modbus-line';

let folder: TemporaryFolder;
let libmodbus: string;
const open: { close(): Promise<void> }[] = [];
/** What a made-up system lists: a pty has no serial number. */
let listing: SerialPortListing = { ports: [] };
const protocol = createModbusProtocol({ openChannel: channelOpener(() => Promise.resolve(listing)) });

beforeAll(() => {
  folder = temporaryFolder();
  libmodbus = buildLibmodbusPeers(folder.path).server;
});
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});
afterAll(() => folder.close());

async function pair(): Promise<PtyPair> {
  const own = temporaryFolder();
  const made = await openPtyPair(own.path);
  open.push({ close: () => Promise.resolve(own.close()) }, made);
  return made;
}

async function slave(path: string, unit: number): Promise<{ close(): Promise<void> }> {
  const peer = await startPeer(libmodbus, ['rtu', path, String(unit)]);
  open.push(peer);
  return peer;
}

function serialLine(settings: Record<string, string | number>): { line: LineDriver; recorder: LineRecorder } {
  const recorder = new LineRecorder();
  const line = protocol.createLine({ transport: 'rtu', parity: 'none', baudRate: 19_200, ...settings }, recorder.context);
  open.push(line);
  return { line, recorder };
}

it('reads and writes a slave on a serial line, and passes a connection test', async () => {
  const { near, far } = await pair();
  await slave(far, 3);
  const { line } = serialLine({ serialPath: near });
  const points = [registerPoint(7), registerPoint(30, { access: 'read-write', dataType: 'int16' })];
  const device = new DeviceUnderTest(line, { unitId: 3, timeoutMs: 1000 }, points);
  device.driver.connect();
  expect(await device.values()).toEqual([7, 30]);
  expect(await device.driver.write!.execute(points[1]!, -5, new AbortController().signal)).toMatchObject({ outcome: 'accepted' });
  expect(await device.values()).toEqual([7, -5]);
  await device.driver.disconnect();
  const result = await line.testDevice({ unitId: 3, timeoutMs: 1000 }, points, new AbortController().signal);
  expect(result.steps.map(({ name, ok }) => `${name} ${String(ok)}`)).toEqual(['Port opened true', 'Line quiet before the request true', 'Request sent, function 03 true', 'Answer true']);
});

/** Units 3 and 4 of our own server. Debian's libmodbus drops the request after one that was meant for another unit, so it can't share a line. */
async function twoUnits(path: string): Promise<void> {
  const units = new Map([3, 4].map((unit) => [unit, new MemoryUnit({ holdingRegisters: 100 })]));
  for (const [unit, memory] of units) memory.holdingRegisters[7] = unit;
  const server = new ModbusServer(serveUnits((unit) => units.get(unit)));
  server.attach(await openSerial({ path, baudRate: 19_200 }), { framing: 'rtu', timing: rtuTiming({ baudRate: 19_200, parity: 'none' }) });
  open.push({ close: () => Promise.resolve(server.close()) });
}

it('reads live units at their rate while others on the line are silent', async () => {
  const { near, far } = await pair();
  await twoUnits(far);
  const { line } = serialLine({ serialPath: near });
  const live = [3, 4].map((unitId) => new DeviceUnderTest(line, { unitId, timeoutMs: 1000 }, [registerPoint(7)]));
  for (const device of live) device.driver.connect();
  const values = () => Promise.all(live.map((device) => device.values()));
  expect(await values()).toEqual([[3], [4]]);
  const silent = new DeviceUnderTest(line, { unitId: 9, timeoutMs: 1000 }, [registerPoint(7)]);
  silent.driver.connect();
  await until(() => silent.state.state === 'lost', 6000, 'the silent one is set aside');
  let read = 0;
  const ends = performance.now() + 4000;
  while (performance.now() < ends) {
    expect(await values()).toEqual([[3], [4]]);
    read += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(read).toBeGreaterThan(20);
  expect(await silent.values()).toEqual(['No answer']);
  expect(line.diagnostics().load).toBeGreaterThan(0);
});

it('says which port is not there', async () => {
  const { line } = serialLine({ serialPath: '/dev/no-such-port' });
  const device = new DeviceUnderTest(line, { unitId: 3 }, [registerPoint(7)]);
  device.driver.connect();
  await until(() => device.state.state === 'lost', 3000, 'lost');
  expect(device.state.reason).toContain('There is no serial port /dev/no-such-port');
});

it('finds an adapter that comes back under another name by its serial number', async () => {
  const first = await pair();
  await slave(first.far, 3);
  listing = { ports: [{ path: first.near, serialNumber: 'A50285BI' }] };
  const { line } = serialLine({ serialPath: first.near, serialNumber: 'A50285BI' });
  const device = new DeviceUnderTest(line, { unitId: 3, timeoutMs: 500 }, [registerPoint(7)]);
  device.driver.connect();
  expect(await device.values()).toEqual([7]);
  listing = { ports: [] };
  await first.close();
  await until(() => device.state.state === 'lost', 5000, 'the adapter is pulled');
  await until(() => device.state.reason.includes('There is no serial port'), 5000, 'and it is said so');
  const second = await pair();
  await slave(second.far, 3);
  listing = { ports: [{ path: second.near, serialNumber: 'A50285BI' }] };
  await until(async () => (await device.values())[0] === 7, 35_000, 'data returns');
});

it('opens a port again that comes back under its own name', async () => {
  const own = temporaryFolder();
  open.push({ close: () => Promise.resolve(own.close()) });
  const first = await openPtyPair(own.path);
  await slave(first.far, 3);
  const { line } = serialLine({ serialPath: join(own.path, 'near') });
  const device = new DeviceUnderTest(line, { unitId: 3, timeoutMs: 500 }, [registerPoint(7)]);
  device.driver.connect();
  expect(await device.values()).toEqual([7]);
  await first.close();
  await until(() => device.state.state === 'lost', 5000, 'the adapter is pulled');
  const second = await openPtyPair(own.path);
  open.push(second);
  await slave(second.far, 3);
  await until(async () => (await device.values())[0] === 7, 35_000, 'data returns');
});
