/**
 * Round trips a second of reads of ten holding registers on TCP: our client beside a bare Node socket, modbus-serial and a
 * libmodbus client in C, all on the same libmodbus server, with one request outstanding and with sixteen.
 * Then our server beside those of libmodbus and pymodbus, each in a process of its own, all asked by the same bare socket.
 * The contenders take turns, round by round and in an order of chance, so that other work on the computer falls on
 * all of them, and none always runs behind the same one: a processor that the one before kept awake answers sooner. Each
 * figure is the median of the rounds, each ratio the median of the rounds' ratios. Environment: ROUNDS (60), REQUESTS a round (2000).
 */
import { execFile, fork } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import ModbusRTU from 'modbus-serial';
import { openTcpClient } from '../../electron/io/tcp-client';
import { listenTcp } from '../../electron/io/tcp-server';
import { MemoryUnit, ModbusClient, ModbusServer, serveUnits } from '../../electron/stacks/modbus';
import { buildLibmodbusPeers, startLibmodbusServer, startPymodbusServer, temporaryFolder } from '../support/modbus-peers';

const ROUNDS = Number(process.env['ROUNDS'] ?? 60);
const REQUESTS = Number(process.env['REQUESTS'] ?? 2000);
const DEPTH = 16;
const WARM_UP = 8;
/** The argument that makes this program our server. */
const SERVE = 'serve';
const QUANTITY = 10;
const ANSWER_OCTETS = 9 + 2 * QUANTITY;

const rate = (began: number) => (REQUESTS / (performance.now() - began)) * 1000;

/** The least a client in Node can do: a prepared request, the answers counted by their length. */
async function bareSocket(port: number, depth: number): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((ready) => socket.once('connect', ready));
  const request = Buffer.from([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, QUANTITY]);
  const began = performance.now();
  await new Promise<void>((done) => {
    let sent = 0;
    let octets = 0;
    let answered = 0;
    socket.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      while (octets >= ANSWER_OCTETS) {
        octets -= ANSWER_OCTETS;
        answered += 1;
        if (answered === REQUESTS) done();
        else if (sent < REQUESTS) {
          sent += 1;
          socket.write(request);
        }
      }
    });
    for (; sent < depth; sent += 1) socket.write(request);
  });
  const result = rate(began);
  socket.destroy();
  return result;
}

/** Our client as a driver uses it: a promise for each read, its value looked at. */
async function ownClient(port: number, depth: number): Promise<number> {
  const client = new ModbusClient(await openTcpClient({ host: '127.0.0.1', port }), { framing: 'mbap', pipelineDepth: depth, timeoutMs: 5000 });
  const began = performance.now();
  const worker = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      const answer = await client.readHoldingRegisters(1, 0, QUANTITY);
      if (!answer.ok || answer.value[9] !== 9) throw new Error('a wrong answer');
    }
  };
  await Promise.all(Array.from({ length: depth }, () => worker(REQUESTS / depth)));
  const result = rate(began);
  client.close();
  return result;
}

async function modbusSerial(port: number): Promise<number> {
  const client = new ModbusRTU();
  await client.connectTCP('127.0.0.1', { port });
  client.setID(1);
  client.setTimeout(5000);
  const began = performance.now();
  for (let i = 0; i < REQUESTS; i += 1) {
    const answer = await client.readHoldingRegisters(0, QUANTITY);
    if (answer.data[9] !== 9) throw new Error('a wrong answer');
  }
  const result = rate(began);
  await new Promise<void>((closed) => client.close(() => closed()));
  return result;
}

async function libmodbusClient(program: string, port: number): Promise<number> {
  const { stdout } = await promisify(execFile)(program, ['tcp', String(port), 'bench', String(REQUESTS)], { timeout: 120_000 });
  return Number(stdout);
}

/** What this program is when it is started as our server: it tells its port to the one that forked it, and ends with it. */
async function serveOwn(): Promise<void> {
  const unit = new MemoryUnit({ holdingRegisters: 1000 });
  const server = new ModbusServer(serveUnits(() => unit));
  const { port } = await listenTcp({ port: 0 }, (channel) => server.attach(channel, { framing: 'mbap' }));
  process.on('disconnect', () => process.exit(0));
  process.send?.(port);
}

async function startOwnServer(): Promise<{ readonly port: number; close(): void }> {
  const child = fork(process.argv[1] ?? '', [SERVE]);
  const port = await new Promise<number>((ready) => child.once('message', (told) => ready(Number(told))));
  return { port, close: () => child.disconnect() };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const row = (name: string, value: number, unit: string, goal?: string) =>
  console.log(JSON.stringify({ bench: 'modbus-roundtrips', name, value: Number(value.toPrecision(4)), unit, ...(goal === undefined ? {} : { goal }) }));

const BARE = 'bare Node socket, 1 outstanding';
const OWN = 'own client, 1 outstanding';
const SERIAL = 'modbus-serial, 1 outstanding';
const LIBMODBUS = 'libmodbus client in C, 1 outstanding';
const BARE_PIPELINED = `bare Node socket, ${DEPTH} outstanding`;
const OWN_PIPELINED = `own client, ${DEPTH} outstanding`;

/** The same in another order, by chance. */
function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** Lets the contenders take turns for so many rounds; the first ones warm up, so that every contender's code is compiled. */
async function compete(contenders: ReadonlyMap<string, () => Promise<number>>): Promise<(one: string, other: string) => number> {
  const rounds: Map<string, number>[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const measured = new Map<string, number>();
    for (const [name, run] of shuffled([...contenders])) measured.set(name, await run());
    if (round >= 0) rounds.push(measured);
  }
  for (const name of contenders.keys()) row(name, median(rounds.map((measured) => measured.get(name) ?? Number.NaN)), 'round trips/s');
  return (one, other) => median(rounds.map((measured) => (measured.get(one) ?? Number.NaN) / (measured.get(other) ?? Number.NaN)));
}

async function benchClients(programs: { readonly server: string; readonly client: string }): Promise<void> {
  const server = await startLibmodbusServer(programs.server);
  try {
    const ratio = await compete(
      new Map([
        [BARE, () => bareSocket(server.port, 1)],
        [OWN, () => ownClient(server.port, 1)],
        [SERIAL, () => modbusSerial(server.port)],
        [LIBMODBUS, () => libmodbusClient(programs.client, server.port)],
        [BARE_PIPELINED, () => bareSocket(server.port, DEPTH)],
        [OWN_PIPELINED, () => ownClient(server.port, DEPTH)],
      ]),
    );
    row('own client / bare Node socket, 1 outstanding', ratio(OWN, BARE), 'ratio', '>= 0.85');
    row('modbus-serial / bare Node socket, 1 outstanding', ratio(SERIAL, BARE), 'ratio');
    row(`own client, ${DEPTH} outstanding / libmodbus client in C, 1 outstanding`, ratio(OWN_PIPELINED, LIBMODBUS), 'ratio', '> 1');
  } finally {
    await server.close();
  }
}

async function benchServers(program: string): Promise<void> {
  const servers = { own: await startOwnServer(), libmodbus: await startLibmodbusServer(program), pymodbus: await startPymodbusServer() };
  const name = (server: string, depth: number) => `${server} server, ${depth} outstanding`;
  try {
    const contenders = Object.entries(servers).flatMap(([server, { port }]) => [1, DEPTH].map((depth): [string, () => Promise<number>] => [name(server, depth), () => bareSocket(port, depth)]));
    const ratio = await compete(new Map(contenders));
    for (const depth of [1, DEPTH]) {
      row(`own server / libmodbus server in C, ${depth} outstanding`, ratio(name('own', depth), name('libmodbus', depth)), 'ratio');
      row(`own server / pymodbus server, ${depth} outstanding`, ratio(name('own', depth), name('pymodbus', depth)), 'ratio', '> 1');
    }
  } finally {
    for (const server of Object.values(servers)) await server.close();
  }
}

if (process.argv[2] === SERVE) {
  await serveOwn();
} else {
  const folder = temporaryFolder();
  try {
    const programs = buildLibmodbusPeers(folder.path);
    await benchClients(programs);
    await benchServers(programs.server);
  } finally {
    folder.close();
  }
}
