/**
 * What the Modbus driver does for its user: the response time of register reads through the API (to beat: 50 ms; a tenth of
 * it on loopback), the requests of the planner beside the naive and the optimal, and how soon a device whose peer was
 * restarted gives values again. Environment: READS (2000), RESTARTS (10), POINTS (2000).
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenTcp } from '../../electron/io/tcp-server';
import { createModbusProtocol } from '../../electron/protocols/modbus';
import { planReads } from '../../electron/protocols/modbus/planner';
import type { PlanLimits, ReadItem } from '../../electron/protocols/modbus/planner';
import { MemoryUnit, ModbusServer, serveUnits } from '../../electron/stacks/modbus';
import { DeviceUnderTest, LineRecorder, registerPoint } from '../support/modbus-line';
import { restClient } from '../support/test-engine';
import { startGateway } from './bench-gateway';

const READS = Number(process.env['READS'] ?? 2000);
const RESTARTS = Number(process.env['RESTARTS'] ?? 10);
const POINTS = Number(process.env['POINTS'] ?? 2000);

const row = (name: string, value: number, unit: string, goal?: string) => console.log(JSON.stringify({ bench: 'modbus-driver', name, value: Number(value.toPrecision(4)), unit, ...(goal === undefined ? {} : { goal }) }));
const at = (sorted: readonly number[], share: number) => sorted[Math.ceil(share * (sorted.length - 1))] ?? Number.NaN;

async function serveOn(port: number): Promise<{ port: number; close(): Promise<void> }> {
  const unit = new MemoryUnit({ holdingRegisters: 1000 });
  const server = new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined)));
  const listener = await listenTcp({ port }, (channel) => server.attach(channel, { framing: 'mbap' }));
  return { port: listener.port, close: () => listener.close() };
}

/** Each read goes over HTTP, through the door, the gate and the driver to a device on loopback and back. */
async function responseTimes(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'modbus-bench-'));
  const gateway = await startGateway(folder);
  const device = await serveOn(0);
  try {
    const ask = restClient(gateway.address, gateway.token);
    await ask('POST', '/procedures/project.create', { name: 'Bench' });
    await ask('POST', '/protocols/modbus/devices', { device_id: 'plc', unit_id: 1, host: '127.0.0.1', port: device.port });
    await ask('POST', '/protocols/modbus/devices/plc/connect');
    const times: number[] = [];
    for (let turn = -200; turn < READS; turn += 1) {
      const began = performance.now();
      const answer = await ask('POST', '/protocols/modbus/devices/plc/read', { address: 0, count: 10, register_type: 'holding_register' });
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
      if (turn >= 0) times.push(performance.now() - began);
    }
    times.sort((one, other) => one - other);
    row('read of 10 registers through the API, median', at(times, 0.5), 'ms', '< 5');
    row('read of 10 registers through the API, 99 % within', at(times, 0.99), 'ms', '< 50');
  } finally {
    await device.close();
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The fewest requests there can be, by dynamic programming over the addresses: no walk decides for it. */
function optimal(items: readonly ReadItem[], { maxRegisters, gapTolerance }: PlanLimits): number {
  const sorted = [...items].sort((one, other) => one.address - other.address);
  const least = [0];
  for (let end = 1; end <= sorted.length; end += 1) {
    let best = Number.POSITIVE_INFINITY;
    let top = 0;
    let lowest = Number.POSITIVE_INFINITY;
    for (let from = end - 1; from >= 0; from -= 1) {
      const item = sorted[from];
      if (item === undefined) break;
      if (lowest !== Number.POSITIVE_INFINITY && lowest - (item.address + item.count) > gapTolerance) break;
      lowest = item.address;
      top = Math.max(top, item.address + item.count);
      if (top - item.address > maxRegisters) break;
      best = Math.min(best, (least[from] ?? 0) + 1);
    }
    least.push(best);
  }
  return least[sorted.length] ?? 0;
}

function planned(): void {
  // A register map as they are met: clusters of values of one to four registers with holes between; made up, the same each time.
  let seed = 42;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  const items: ReadItem[] = [];
  let address = 0;
  for (let count = 0; count < POINTS && address < 65_000; count += 1) {
    const size = [1, 1, 1, 2, 2, 4][Math.floor(random() * 6)] ?? 1;
    items.push({ table: 'holding-register', address, count: size });
    address += size + (random() < 0.2 ? Math.floor(random() * 40) : 0);
  }
  for (const [name, limits] of [['125 registers a request', { maxRegisters: 125, maxBits: 2000, gapTolerance: 8 }], ['32 registers a request, no gaps', { maxRegisters: 32, maxBits: 256, gapTolerance: 0 }]] as const) {
    const requests = planReads(items, limits).blocks.length;
    row(`requests for ${items.length} points, ${name}: naive`, items.length, 'requests');
    row(`requests for ${items.length} points, ${name}: planner`, requests, 'requests');
    row(`requests for ${items.length} points, ${name}: optimal`, optimal(items, limits), 'requests');
  }
}

/** From the moment that the peer listens again to the first good value. */
async function recovery(): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < RESTARTS; turn += 1) {
    let peer = await serveOn(0);
    const line = createModbusProtocol().createLine({ transport: 'tcp', host: '127.0.0.1', port: peer.port }, new LineRecorder().context);
    const device = new DeviceUnderTest(line, { unitId: 1 }, [{ ...registerPoint(7), id: randomUUID() }]);
    device.driver.connect();
    while (typeof (await device.values())[0] !== 'number') await new Promise((resolve) => setTimeout(resolve, 10));
    await peer.close();
    await new Promise((resolve) => setTimeout(resolve, 500));
    peer = await serveOn(peer.port);
    const began = performance.now();
    while (typeof (await device.values())[0] !== 'number') await new Promise((resolve) => setTimeout(resolve, 2));
    times.push(performance.now() - began);
    await line.close();
    await peer.close();
  }
  times.sort((one, other) => one - other);
  row('recovery after a restart of the peer that took 0.5 s, median', at(times, 0.5), 'ms');
  row('recovery after a restart of the peer that took 0.5 s, longest', at(times, 1), 'ms');
}

planned();
await responseTimes();
await recovery();
