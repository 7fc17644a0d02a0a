/**
 * What the DNP3 driver does for its user: how long a client of the gateway waits for the cached values of an outstation with a
 * hundred analog inputs (to beat: 20 ms), and for an integrity poll on demand. Environment: READS (2000).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenTcp } from '../../electron/io/tcp-server';
import { Database, DEFAULT_OUTSTATION, Dnp3Line, FLAG, Outstation, outstationLink } from '../../electron/stacks/dnp3';
import { ScriptedDevice } from '../support/dnp3-driven-outstation';
import { restClient } from '../support/test-engine';
import { startGateway } from './bench-gateway';

const READS = Number(process.env['READS'] ?? 2000);
const POINTS = 100;
const ADDRESS = 10;
const PATH = '/protocols/dnp3/devices';

const row = (name: string, value: number, unit: string, goal?: string) => console.log(JSON.stringify({ bench: 'dnp3-driver', name, value: Number(value.toPrecision(4)), unit, ...(goal === undefined ? {} : { goal }) }));
const at = (sorted: readonly number[], share: number) => sorted[Math.ceil(share * (sorted.length - 1))] ?? Number.NaN;

async function serve(): Promise<{ port: number; close(): Promise<void> }> {
  const line = new Dnp3Line();
  const indexes = Array.from({ length: POINTS }, (_, index) => index);
  const database = new Database({ analog: indexes.map((index) => ({ index, eventClass: 1 as const })) });
  for (const index of indexes) database.update('analog', index, { value: index, flags: FLAG.online }, line.now);
  line.add(new Outstation(database, new ScriptedDevice()).session({ ...DEFAULT_OUTSTATION, link: outstationLink(ADDRESS, 1) }, line.environment, line.now));
  const listener = await listenTcp({ port: 0 }, (channel) => line.attach(channel));
  return {
    port: listener.port,
    close: async () => {
      line.close();
      await listener.close();
    },
  };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dnp3-bench-'));
  const gateway = await startGateway(folder);
  const station = await serve();
  try {
    const ask = restClient(gateway.address, gateway.token);
    const timed = async (method: 'GET' | 'POST', path: string, turns: number): Promise<number[]> => {
      const times: number[] = [];
      for (let turn = -turns / 10; turn < turns; turn += 1) {
        const began = performance.now();
        const answer = await ask(method, `${PATH}/rtu/${path}`);
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
        if (turn >= 0) times.push(performance.now() - began);
      }
      return times.sort((one, other) => one - other);
    };
    await ask('POST', '/procedures/project.create', { name: 'Bench' });
    const points = Array.from({ length: POINTS }, (_, index) => ({ index, data_type: 'analog_input', description: `Analog ${index}` }));
    await ask('POST', PATH, { device_id: 'rtu', master_address: 1, outstation_address: ADDRESS, host: '127.0.0.1', port: station.port, points });
    await ask('POST', `${PATH}/rtu/connect`);
    const reads = await timed('GET', 'data', READS);
    row(`cached values of ${POINTS} points through the API, median`, at(reads, 0.5), 'ms', '< 20');
    row(`cached values of ${POINTS} points through the API, 99 % within`, at(reads, 0.99), 'ms');
    const polls = await timed('POST', 'integrity-poll', READS / 10);
    row(`integrity poll of ${POINTS} points through the API, median`, at(polls, 0.5), 'ms');
  } finally {
    await station.close();
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
