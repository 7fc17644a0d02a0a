import { afterEach, expect, it } from 'vitest';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { LineDriver, Server } from '../../../electron/protocols/protocol';
import { DeviceUnderTest, LineRecorder, registerPoint, systemClock, until } from '../../support/modbus-line';

const protocol = createModbusProtocol();
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function serve(points: readonly Point[], values: Map<string, Value>, settings: Opaque = {}): Promise<Server & { port: number }> {
  const capability = protocol.server;
  if (capability === undefined) throw new Error('no server');
  const host = capability.createHost(
    { devices: [{ settings: { unitId: 1 }, points }], read: (id) => values.get(id) ?? null, write: (id, value) => (values.set(id, value), true) },
    { clock: systemClock, log: new LineRecorder().context.log, identity: { name: 'Test', product: 'Product', version: '1.0' } },
  );
  const server = await host.open({ port: 0, ...settings }, () => undefined);
  open.push(server);
  return Object.assign(server, { port: Number(server.address.split(':')[1]) });
}

function lineTo(port: number, transport = 'tcp'): { line: LineDriver; recorder: LineRecorder } {
  const recorder = new LineRecorder();
  const line = protocol.createLine({ transport, host: '127.0.0.1', port }, recorder.context);
  open.push(line);
  return { line, recorder };
}

it('reads what a server of this product serves, over TCP and with RTU frames over TCP', async () => {
  const points = [registerPoint(0, { dataType: 'float32', byteOrder: 'CDAB' }), registerPoint(4, { dataType: 'int64' }), registerPoint(7, { table: 'coil', dataType: 'boolean' }), registerPoint(20, { dataType: 'boolean', bit: 3 })];
  const [a, b, c, d] = points;
  const values = new Map<string, Value>([[a!.id, 81.5], [b!.id, -(2n ** 62n)], [c!.id, true], [d!.id, true]]);
  for (const transport of ['tcp', 'rtu-over-tcp']) {
    const server = await serve(points, values, { transport, gaps: 'zero' });
    const { line } = lineTo(server.port, transport);
    const device = new DeviceUnderTest(line, { unitId: 1, timeoutMs: 1000 }, points);
    device.driver.connect();
    expect(await device.values()).toEqual([81.5, -(2n ** 62n), true, true]);
    expect(device.state.state).toBe('connected');
  }
});

it('writes a value once and reads it back', async () => {
  const points = [registerPoint(0, { dataType: 'int16', access: 'read-write' }), registerPoint(3, { dataType: 'boolean', bit: 2, access: 'read-write' })];
  const values = new Map<string, Value>([[points[0]!.id, 820], [points[1]!.id, false]]);
  const server = await serve(points, values, { gaps: 'zero' });
  const { line, recorder } = lineTo(server.port);
  const device = new DeviceUnderTest(line, { unitId: 1, timeoutMs: 1000 }, points);
  device.driver.connect();
  await device.read();
  expect(await device.driver.write!.execute(points[0]!, 785, new AbortController().signal)).toMatchObject({ outcome: 'accepted' });
  expect(await device.driver.write!.execute(points[1]!, true, new AbortController().signal)).toMatchObject({ outcome: 'accepted' });
  expect(await device.values()).toEqual([785, true]);
  const writes = recorder.frames.filter(({ direction, octets }) => direction === 'sent' && (octets[7] === 6 || octets[7] === 22));
  expect(writes.map(({ octets }) => [...octets.subarray(8)])).toEqual([[0, 0, 3, 17], [0, 3, 0xff, 0xfb, 0, 4]]);
});

it('finds the address that the server refuses, and leaves it out from then on', async () => {
  const points = Array.from({ length: 10 }, (_, address) => registerPoint(address));
  const values = new Map<string, Value>(points.map((point, at) => [point.id, at]));
  const server = await serve(points, values, { refused: [{ unitId: 1, table: 'holding-register', address: 6 }] });
  const { line, recorder } = lineTo(server.port);
  const device = new DeviceUnderTest(line, { unitId: 1, timeoutMs: 1000 }, points);
  device.driver.connect();
  expect(await device.values()).toEqual([0, 1, 2, 3, 4, 5, 'Exception 2', 7, 8, 9]);
  expect(device.findings.map(({ kind, key }) => `${kind} ${key}`)).toContain('refused-address holding-register:6+1');
  recorder.frames.length = 0;
  expect(await device.values()).toEqual([0, 1, 2, 3, 4, 5, 'Exception 2', 7, 8, 9]);
  const asked = recorder.frames.filter(({ direction }) => direction === 'sent').map(({ octets }) => [octets[9], octets[11]]);
  expect(asked.length).toBeLessThanOrEqual(3);
});

it('shows a device lost when its server ends, and connected again when it is back', async () => {
  const points = [registerPoint(0)];
  const values = new Map<string, Value>([[points[0]!.id, 7]]);
  const first = await serve(points, values);
  const { line } = lineTo(first.port);
  const device = new DeviceUnderTest(line, { unitId: 1, timeoutMs: 500 }, points);
  device.driver.connect();
  expect(await device.values()).toEqual([7]);
  await first.close();
  await until(() => device.state.state === 'lost', 1000, 'lost');
  expect(device.state.reason).toContain('127.0.0.1');
  expect(await device.values()).toEqual(['No answer']);
  await until(() => device.state.reason.includes('refuses the connection'), 2000, 'refused');
  await serve(points, values, { port: first.port });
  await until(() => device.state.state === 'connected', 5000, 'connected again');
  expect(await device.values()).toEqual([7]);
});
