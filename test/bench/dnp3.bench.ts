/**
 * What the DNP3 library does: integrity polls of mixed points on loopback, plain and by TLS, events a second at the master,
 * encoding and decoding, many outstations on one master, memory of an association, octets on the wire beside the least that
 * the variations allow, and what secure authentication costs. Both stations run in this one process. Environment: ROUNDS (30).
 */
import { openTcpClient } from '../../electron/io/tcp-client';
import { listenTcp } from '../../electron/io/tcp-server';
import { openTlsClient } from '../../electron/io/tls-client';
import { listenTls } from '../../electron/io/tls-server';
import {
  Database,
  decodeFragmentObjects,
  decodeHeader,
  DEFAULT_MASTER,
  DEFAULT_MASTER_AUTH,
  DEFAULT_OUTSTATION,
  DEFAULT_OUTSTATION_AUTH,
  directOperate,
  Dnp3Line,
  encodeFragment,
  eventPoll,
  FUNCTION,
  integrityPoll,
  masterLink,
  MasterSession,
  Outstation,
  outstationLink,
  type Fragment,
  type MasterHandler,
  type MasterTask,
  type OutstationHandler,
  type PointConfig,
  type TaskOutcome,
} from '../../electron/stacks/dnp3';
import { makeCertificates } from '../support/test-certificates';

const ROUNDS = Number(process.env['ROUNDS'] ?? 30);
const row = (name: string, value: number, unit: string, goal?: string) => console.log(JSON.stringify({ bench: 'dnp3', name, value: Number(value.toPrecision(4)), unit, ...(goal === undefined ? {} : { goal }) }));
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const device: OutstationHandler = { select: () => 0, operate: () => 0, currentTime: () => Date.now(), setTime: () => true, restart: () => undefined, indications: () => 0 };
const quiet = { disableUnsolicitedFirst: false, unsolicitedClasses: [], integrityEveryMs: 0, timeSync: 'none', pollOnIndication: false } as const;
const points = (count: number): PointConfig[] => Array.from({ length: count }, (_, index) => ({ index, initial: { value: index % 2, flags: 1 } }));
/** A third binaries with flags, a third analogs of 32 bits with flag, a third counters of 32 bits with flag. */
const mixed = (count: number): Database => new Database({ binary: points(Math.ceil(count / 3)), analog: points(Math.floor(count / 3)), counter: points(count - Math.ceil(count / 3) - Math.floor(count / 3)) });

class Counting implements MasterHandler {
  values = 0;
  onReports(reports: readonly unknown[]): void {
    this.values += reports.length;
  }
  onIndications(): void {}
  currentTime(): number {
    return Date.now();
  }
  onOnline(): void {}
}

type Auth = Pick<typeof DEFAULT_MASTER_AUTH, 'aggressiveMode'>;
interface Pair {
  readonly database: Database;
  readonly handler: Counting;
  readonly octets: { toMaster: number; frames: number };
  run(make: (done: (outcome: TaskOutcome) => void) => MasterTask): Promise<number>;
  close(): Promise<void>;
}

type Transport = 'plain' | { readonly pem: (file: string) => string };

/** A master and an outstation on a loopback socket; the start-up poll is done. */
async function connect(database: Database, transport: Transport = 'plain', auth?: Auth): Promise<Pair> {
  const users = [{ number: 1, updateKey: new Uint8Array(16).fill(7) }];
  const far = new Dnp3Line();
  const outstation = new Outstation(database, device).session({ ...DEFAULT_OUTSTATION, eventLimit: () => 200_000, link: outstationLink(1024, 1), ...(auth === undefined ? {} : { authentication: { ...DEFAULT_OUTSTATION_AUTH, ...auth, users, sessionKeyCount: 1_000_000 } }) }, far.environment, far.now);
  far.add(outstation);
  const octets = { toMaster: 0, frames: 0 };
  const near = new Dnp3Line({
    onFrame: (direction, frame) => {
      if (direction === 'out') return;
      octets.toMaster += frame.length;
      octets.frames += 1;
    },
  });
  const handler = new Counting();
  const master = new MasterSession({ ...DEFAULT_MASTER, ...quiet, link: masterLink(1, 1024), ...(auth === undefined ? {} : { authentication: { ...DEFAULT_MASTER_AUTH, ...auth, users, sessionKeyCount: 1_000_000 } }) }, handler, near.environment, near.now);
  near.add(master);
  const tls = transport === 'plain' ? undefined : transport.pem;
  const listener = tls === undefined ? await listenTcp({ port: 0 }, (channel) => far.attach(channel)) : await listenTls({ port: 0, certificate: tls('server.crt'), key: tls('server.key'), clientCa: tls('ca.crt') }, (channel) => far.attach(channel));
  const at = { host: '127.0.0.1', port: listener.port };
  near.attach(tls === undefined ? await openTcpClient(at) : await openTlsClient({ ...at, ca: tls('ca.crt'), certificate: tls('client.crt'), key: tls('client.key') }));
  const run: Pair['run'] = (make) =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      master.submit(make((outcome) => (outcome.ok ? resolve(performance.now() - began) : reject(new Error(outcome.failure.message)))), near.now);
    });
  await run((done) => integrityPoll(done));
  const close = async (): Promise<void> => {
    near.close();
    far.close();
    await listener.close();
  };
  return { database, handler, octets, run, close };
}

async function polls(pair: Pair): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) times.push(await pair.run((done) => integrityPoll(done)));
  return median(times);
}

async function integrity(): Promise<void> {
  const certificates = makeCertificates();
  for (const [count, goal] of [[1000, '< 10 ms'], [10_000, '< 100 ms']] as const) {
    const plain = await connect(mixed(count));
    await polls(plain);
    const own = await polls(plain);
    row(`integrity poll of ${count.toLocaleString('en')} mixed points, loopback TCP`, own, 'ms', goal);
    const secure = await connect(mixed(count), certificates);
    await polls(secure);
    row('the same by TLS', await polls(secure), 'ms');
    await Promise.all([plain.close(), secure.close()]);
  }
  certificates.close();
}

/** Octets that came for one poll of 1,000 points beside those of the points alone, and with the least frames around them. */
async function wire(): Promise<void> {
  const pair = await connect(mixed(1000));
  pair.octets.toMaster = 0;
  pair.octets.frames = 0;
  await pair.run((done) => integrityPoll(done));
  // Binary with flags 1 octet, analog and counter of 32 bits with flag 5 octets each.
  const objects = 334 * 1 + 333 * 5 + 333 * 5;
  // Three headers of a range of two octets each, at most 2048 octets a fragment with 4 in front, at most 249 a frame behind its transport octet, 10 of header and 2 for each 16 user octets.
  const application = objects + 3 * 7 + 4 * Math.ceil((objects + 3 * 7) / 2044);
  const frames = Math.ceil(application / 249);
  const least = application + frames * 11 + 2 * Math.ceil((application + frames) / 16);
  row('octets of a poll of 1,000 points to the master', pair.octets.toMaster, 'octets');
  row('the least that its variations allow', least, 'octets');
  row('octets beside the least', pair.octets.toMaster / least, 'times', '<= 1.05');
  await pair.close();
}

async function events(): Promise<void> {
  const pair = await connect(mixed(300));
  const total = 100_000;
  for (let i = 0; i < total; i += 1) pair.database.update('analog', i % 100, { value: 1000 + i, flags: 1, time: 1_700_000_000_000 + i }, 0);
  pair.handler.values = 0;
  const ms = await pair.run((done) => eventPoll([1, 2, 3], done));
  if (pair.handler.values !== total) throw new Error(`${pair.handler.values} of ${total} events came`);
  row('events at the master, each confirmed, by class poll', total / (ms / 1000), 'events/s');
  await pair.close();
}

function codecs(): void {
  const entries = Array.from({ length: 400 }, (_, index) => ({ index, value: { flags: 1, value: index * 1000 } }));
  const fragment: Fragment = { control: { first: true, final: true, confirm: false, unsolicited: false, sequence: 0 }, functionCode: FUNCTION.response, iin: 0, blocks: [{ group: 30, variation: 1, range: { kind: 'range', size: 2, start: 0, stop: 399 }, entries }] };
  const encoded = encodeFragment(fragment);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  const header = decodeHeader(encoded.octets);
  if ('fault' in header) throw new Error(header.fault);
  const measured = (work: () => void): number => {
    for (let i = 0; i < 500; i += 1) work();
    const began = performance.now();
    for (let i = 0; i < 5000; i += 1) work();
    return (5000 * encoded.octets.length) / (performance.now() - began) / 1000;
  };
  row('encoding analog inputs (group 30 variation 1)', measured(() => encodeFragment(fragment)), 'MB/s');
  row('decoding analog inputs (group 30 variation 1)', measured(() => decodeFragmentObjects(encoded.octets, header)), 'MB/s');
}

async function many(): Promise<void> {
  const pairs = await Promise.all(Array.from({ length: 200 }, () => connect(mixed(100))));
  const times: number[] = [];
  for (let i = 0; i < Math.min(ROUNDS, 20); i += 1) {
    const began = performance.now();
    await Promise.all(pairs.map((pair) => pair.run((done) => integrityPoll(done))));
    times.push(performance.now() - began);
  }
  row('integrity polls of 200 outstations with 100 points each, all at once', median(times), 'ms');
  await Promise.all(pairs.map((pair) => pair.close()));
}

function memory(): void {
  const collect = globalThis.gc;
  if (collect === undefined) return;
  const held: unknown[] = [];
  const environment = { send: () => true, wake: () => undefined };
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 2000; i += 1) held.push(new MasterSession({ ...DEFAULT_MASTER, link: masterLink(1, i) }, new Counting(), environment, 0));
  collect();
  row('memory of a master session before its first frame', (process.memoryUsage().heapUsed - before) / held.length / 1024, 'KiB');
}

async function authentication(): Promise<void> {
  const command = { group: 12, variation: 1, index: 1, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } } as const;
  for (const [name, auth] of [['without authentication', undefined], ['authenticated in aggressive mode', { aggressiveMode: true }], ['authenticated by challenge and reply', { aggressiveMode: false }]] as const) {
    const pair = await connect(mixed(3), 'plain', auth);
    const times: number[] = [];
    for (let i = 0; i < 20 * ROUNDS; i += 1) times.push(await pair.run((done) => directOperate([command], true, done)));
    row(`direct operate, ${name}`, median(times), 'ms');
    await pair.close();
  }
}

codecs();
memory();
await integrity();
await wire();
await events();
await many();
await authentication();
