import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { listenTcp } from '../../../electron/io/tcp-server';
import { MemoryUnit, ModbusClient, ModbusServer, rtuTiming, serveUnits, type ModbusCounters } from '../../../electron/stacks/modbus';
import { buildLibmodbusPeers, openPtyPair, startLibmodbusServer, startPeer, startPymodbusServer, temporaryFolder } from '../../support/modbus-peers';

const run = promisify(execFile);
const folder = temporaryFolder();
const closers: (() => unknown)[] = [];
let programs: { readonly server: string; readonly client: string };

beforeAll(() => {
  programs = buildLibmodbusPeers(folder.path);
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(() => folder.close());

const BITS = (count: number) => Array.from({ length: count }, (_, i) => (i * 7) % 5 < 2);
const WORDS = (count: number) => Array.from({ length: count }, (_, i) => (i * 521) & 0xffff);

async function tcpClient(port: number, pipelineDepth = 1): Promise<ModbusClient> {
  const channel = await openTcpClient({ host: '127.0.0.1', port });
  const client = new ModbusClient(channel, { framing: 'mbap', timeoutMs: 3000, pipelineDepth });
  closers.push(() => client.close());
  return client;
}

/** What the counters say when `exchangeAll` went through. */
const ALL_ANSWERED = { requests: 15, responses: 15, exceptions: { 2: 1 }, timeouts: 0, crcErrors: 0, badFrames: 0, strayAnswers: 0 };

/** Every function at its least and its greatest count, and an exception; the counters in the end. */
async function exchangeAll(client: ModbusClient, unit: number): Promise<ModbusCounters> {
  expect(await client.writeSingleCoil(unit, 5, true)).toMatchObject({ ok: true });
  expect(await client.readCoils(unit, 5, 1)).toMatchObject({ ok: true, value: [true] });
  expect(await client.writeMultipleCoils(unit, 0, BITS(1968))).toMatchObject({ ok: true });
  const coils = await client.readCoils(unit, 0, 2000);
  expect(coils.ok && coils.value.slice(0, 1968)).toEqual(BITS(1968));
  expect(await client.writeMultipleCoils(unit, 3, [true])).toMatchObject({ ok: true });
  expect(await client.readDiscreteInputs(unit, 3, 1)).toMatchObject({ ok: true, value: [true] });
  const inputs = await client.readDiscreteInputs(unit, 0, 2000);
  expect(inputs.ok && inputs.value).toEqual(Array.from({ length: 2000 }, (_, i) => i % 3 === 0));
  expect(await client.writeSingleRegister(unit, 7, 65_535)).toMatchObject({ ok: true });
  expect(await client.readHoldingRegisters(unit, 7, 1)).toMatchObject({ ok: true, value: Uint16Array.of(65_535) });
  expect(await client.writeMultipleRegisters(unit, 0, WORDS(123))).toMatchObject({ ok: true });
  const words = await client.readHoldingRegisters(unit, 0, 125);
  expect(words.ok && Array.from(words.value.subarray(0, 123))).toEqual(WORDS(123));
  expect(await client.writeMultipleRegisters(unit, 9, [4711])).toMatchObject({ ok: true });
  expect(await client.readInputRegisters(unit, 2, 1)).toMatchObject({ ok: true, value: Uint16Array.of(15) });
  expect(await client.readInputRegisters(unit, 0, 125)).toMatchObject({ ok: true, value: Uint16Array.from({ length: 125 }, (_, i) => i * 7 + 1) });
  expect(await client.readHoldingRegisters(unit, 65_000, 2)).toMatchObject({ ok: false, failure: { kind: 'exception', code: 2 } });
  return client.counters();
}

/** Our server, with the tables that the peers' client programs expect. */
function ownServer(): ModbusServer {
  const unit = new MemoryUnit({ coils: 2000, discreteInputs: 2000, holdingRegisters: 1000, inputRegisters: 1000 });
  unit.discreteInputs.forEach((_, i) => (unit.discreteInputs[i] = i % 3 === 0 ? 1 : 0));
  unit.inputRegisters.forEach((_, i) => (unit.inputRegisters[i] = i * 7 + 1));
  return new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined)));
}

describe('our client', () => {
  it('calls every function of a libmodbus server on TCP', async () => {
    const peer = await startLibmodbusServer(programs.server);
    closers.push(() => peer.close());
    expect(await exchangeAll(await tcpClient(peer.port), 1)).toMatchObject(ALL_ANSWERED);
  });

  it('calls every function of a pymodbus server on TCP', async () => {
    const peer = await startPymodbusServer();
    closers.push(() => peer.close());
    expect(await exchangeAll(await tcpClient(peer.port), 9)).toMatchObject(ALL_ANSWERED);
  });

  it('has sixteen requests on the wire at once with libmodbus and pymodbus servers', async () => {
    for (const peer of [await startLibmodbusServer(programs.server), await startPymodbusServer()]) {
      closers.push(() => peer.close());
      const client = await tcpClient(peer.port, 16);
      const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => client.readInputRegisters(1, i, 1)));
      expect(answers.map((answer) => answer.ok && answer.value[0])).toEqual(Array.from({ length: 200 }, (_, i) => i * 7 + 1));
    }
  });

  it('reads an answer that waited in the socket while the process was busy, although its time is over', async () => {
    const peer = await startLibmodbusServer(programs.server);
    closers.push(() => peer.close());
    const client = await tcpClient(peer.port);
    // From here the event loop comes to its timers first, then to its sockets.
    await new Promise(setImmediate);
    const answer = client.readInputRegisters(1, 0, 1, { timeoutMs: 100 });
    await new Promise<void>((resolve) => process.nextTick(resolve));
    const until = performance.now() + 300;
    while (performance.now() < until);
    expect(await answer).toMatchObject({ ok: true, value: Uint16Array.of(1) });
  });

  it('calls every function of a libmodbus server on a serial line', async () => {
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const peer = await startPeer(programs.server, ['rtu', pair.far, '1']);
    closers.push(() => peer.close());
    const channel = await openSerial({ path: pair.near, baudRate: 19_200 });
    const client = new ModbusClient(channel, { framing: 'rtu', timing: rtuTiming({ baudRate: 19_200, parity: 'none' }), timeoutMs: 2000 });
    closers.push(() => client.close());
    expect(await exchangeAll(client, 1)).toMatchObject(ALL_ANSWERED);
  });

  it('gets a timeout from a unit that is not on the serial line, and then the answer of the one that is', async () => {
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const peer = await startPeer(programs.server, ['rtu', pair.far, '1']);
    closers.push(() => peer.close());
    const channel = await openSerial({ path: pair.near, baudRate: 19_200 });
    const client = new ModbusClient(channel, { framing: 'rtu', timing: rtuTiming({ baudRate: 19_200, parity: 'none' }), timeoutMs: 200 });
    closers.push(() => client.close());
    expect(await client.readHoldingRegisters(33, 0, 1)).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    // libmodbus takes the frame after one for another unit to be that unit's answer and passes it over: it needs a second try.
    expect(await client.readInputRegisters(1, 0, 1, { timeoutMs: 500, retries: 3 })).toMatchObject({ ok: true, value: Uint16Array.of(1) });
  });
});

describe('our server', () => {
  it('answers every function of a libmodbus client on TCP', async () => {
    const server = ownServer();
    const listener = await listenTcp({ port: 0 }, (channel) => server.attach(channel, { framing: 'mbap' }));
    closers.push(() => listener.close());
    const { stdout } = await run(programs.client, ['tcp', String(listener.port), 'check'], { timeout: 20_000 });
    expect(stdout).toBe('ok\n');
  });

  it('answers every function of a libmodbus client on a serial line', async () => {
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const server = ownServer();
    server.attach(await openSerial({ path: pair.near, baudRate: 19_200 }), { framing: 'rtu', timing: rtuTiming({ baudRate: 19_200, parity: 'none' }) });
    closers.push(() => server.close());
    const { stdout } = await run(programs.client, ['rtu', pair.far, 'check'], { timeout: 20_000 });
    expect(stdout).toBe('ok\n');
  });
});
