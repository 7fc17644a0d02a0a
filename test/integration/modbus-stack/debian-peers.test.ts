import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { listenTcp } from '../../../electron/io/tcp-server';
import { ModbusClient, rtuTiming } from '../../../electron/stacks/modbus';
import { ALL_ANSWERED, exchangeAll, exchangeMasks } from '../../support/modbus-exchange-all';
import { buildLibmodbusPeers, openPtyPair, startLibmodbusServer, startPeer, startPymodbusServer, temporaryFolder } from '../../support/modbus-peers';
import { testServer } from '../../support/modbus-test-unit';

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

async function tcpClient(port: number, pipelineDepth = 1): Promise<ModbusClient> {
  const channel = await openTcpClient({ host: '127.0.0.1', port });
  const client = new ModbusClient(channel, { framing: 'mbap', timeoutMs: 3000, pipelineDepth });
  closers.push(() => client.close());
  return client;
}

describe('our client', () => {
  it('calls every function of a libmodbus server on TCP', async () => {
    const peer = await startLibmodbusServer(programs.server);
    closers.push(() => peer.close());
    const client = await tcpClient(peer.port);
    expect(await exchangeAll(client, 1)).toMatchObject(ALL_ANSWERED);
    await exchangeMasks(client, 1);
    const id = await client.reportServerId(1);
    // libmodbus: its identifier, the run indicator, then its name.
    expect(id.ok && [id.value[1], Buffer.from(id.value.subarray(2, 5)).toString('latin1')]).toEqual([0xff, 'LMB']);
    expect(await client.readFifoQueue(1, 0)).toMatchObject({ ok: false, failure: { kind: 'exception', code: 1 } });
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
    await exchangeMasks(client, 1);
    expect(await client.reportServerId(1)).toMatchObject({ ok: true });
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
    const server = testServer();
    const listener = await listenTcp({ port: 0 }, (channel) => server.attach(channel, { framing: 'mbap' }));
    closers.push(() => listener.close());
    const { stdout } = await run(programs.client, ['tcp', String(listener.port), 'check'], { timeout: 20_000 });
    expect(stdout).toBe('ok\n');
  });

  it('answers every function of a libmodbus client on a serial line', async () => {
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const server = testServer();
    server.attach(await openSerial({ path: pair.near, baudRate: 19_200 }), { framing: 'rtu', timing: rtuTiming({ baudRate: 19_200, parity: 'none' }) });
    closers.push(() => server.close());
    const { stdout } = await run(programs.client, ['rtu', pair.far, 'check'], { timeout: 20_000 });
    expect(stdout).toBe('ok\n');
  });
});
