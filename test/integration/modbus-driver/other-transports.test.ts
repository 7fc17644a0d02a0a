import { afterEach, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { LineDriver } from '../../../electron/protocols/protocol';
import { asciiTiming, MemoryUnit, ModbusServer, serve, serveUnits } from '../../../electron/stacks/modbus';
import { DeviceUnderTest, LineRecorder, registerPoint, until } from '../../support/modbus-line';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { listenUdp } from '../../support/udp-listener';

const always = new AbortController().signal;
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

function units(...ids: number[]): { server: ModbusServer; memory: Map<number, MemoryUnit> } {
  const memory = new Map(ids.map((id) => [id, new MemoryUnit({ holdingRegisters: 100 })]));
  for (const [id, unit] of memory) unit.holdingRegisters[7] = id;
  const asked = serveUnits((id) => memory.get(id));
  const server = new ModbusServer({
    ...asked,
    serves: (id) => id === 0 || asked.serves(id),
    handle: (id, request, reply) => {
      if (id !== 0) return asked.handle(id, request, reply);
      for (const unit of memory.values()) serve(unit, request);
      return reply(undefined);
    },
  });
  open.push(server);
  return { server, memory };
}

function line(settings: Record<string, string | number>): LineDriver {
  const made = createModbusProtocol().createLine(settings, new LineRecorder().context);
  open.push(made);
  return made;
}

it('reads and writes over UDP, and shows a peer that is gone as lost', async () => {
  const { server, memory } = units(1);
  const listener = await listenUdp((channel) => server.attach(channel, { framing: 'mbap', datagrams: true }));
  open.push(listener);
  const points = [registerPoint(7), registerPoint(8, { access: 'read-write' })];
  const device = new DeviceUnderTest(line({ transport: 'udp', host: '127.0.0.1', port: listener.port }), { unitId: 1, timeoutMs: 200, pipelineDepth: 2 }, points);
  device.driver.connect();
  expect(await device.values()).toEqual([1, 0]);
  expect(await device.driver.write?.execute(points[1]!, 99, always)).toMatchObject({ outcome: 'accepted' });
  expect(memory.get(1)?.holdingRegisters[8]).toBe(99);
  memory.delete(1);
  await until(() => device.state.state === 'lost', 10_000, 'lost');
  expect(device.state.reason).toMatch(/No answer from unit 1|closed|refuses/);
});

it('reads, writes and broadcasts in ASCII on a serial line', async () => {
  const folder = temporaryFolder();
  open.push(folder);
  const pair = await openPtyPair(folder.path);
  open.push(pair);
  const { server, memory } = units(3, 4);
  const timing = asciiTiming({ baudRate: 19_200, dataBits: 7, parity: 'even', stopBits: 1 });
  const far = await openSerial({ path: pair.far, baudRate: 19_200 });
  server.attach(far, { framing: 'ascii', timing });
  const serial = line({ transport: 'ascii', serialPath: pair.near, baudRate: 19_200, parity: 'none', turnaroundMs: 50 });
  const points = [registerPoint(7), registerPoint(8, { access: 'read-write', dataType: 'int16' })];
  const devices = [3, 4].map((unitId) => new DeviceUnderTest(serial, { unitId, timeoutMs: 1000 }, points));
  for (const device of devices) device.driver.connect();
  expect(await Promise.all(devices.map((device) => device.values()))).toEqual([[3, 0], [4, 0]]);
  expect(await devices[0]?.driver.write?.execute(points[1]!, -5, always)).toMatchObject({ outcome: 'accepted' });
  expect(await devices[0]?.values()).toEqual([3, -5]);

  const broadcast = { function: '6', values: { address: 9, value: 1234 }, broadcast: true };
  expect(devices[0]?.driver.request?.prepare(broadcast)).toMatchObject({ problem: '', reaches: ['DEV-01 (unit 3)', 'DEV-01 (unit 4)'] });
  expect(await devices[0]?.driver.request?.send(broadcast, always)).toMatchObject({ outcome: 'sent' });
  await until(() => [3, 4].every((unit) => memory.get(unit)?.holdingRegisters[9] === 1234), 2000, 'both units wrote');
  expect(serial.diagnostics().counters.find(({ label }) => label === 'LRC errors')).toEqual({ label: 'LRC errors', value: 0 });
});
