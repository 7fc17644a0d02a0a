import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { listenTcp } from '../../../electron/io/tcp-server';
import { openUdp } from '../../../electron/io/udp';
import { asciiTiming, DIAGNOSTICS, ModbusClient, rtuTiming } from '../../../electron/stacks/modbus';
import { requireDebian } from '../../support/debian';
import { ALL_ANSWERED, exchangeAll, exchangeMasks } from '../../support/modbus-exchange-all';
import { openPtyPair, startPeer, temporaryFolder } from '../../support/modbus-peers';
import { testServer } from '../../support/modbus-test-unit';
import { listenUdp } from '../../support/udp-listener';

const run = promisify(execFile);
const PYTHON = '/usr/bin/python3';
const SCRIPT = join(process.cwd(), 'test', 'support', 'pymodbus-peer.py');
const RTU = rtuTiming({ baudRate: 19_200, parity: 'none' });
const ASCII = asciiTiming({ baudRate: 19_200, parity: 'none', dataBits: 8 });
const folder = temporaryFolder();
const closers: (() => unknown)[] = [];

beforeAll(() => requireDebian(['python3-pymodbus', 'python3-serial']));
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(() => folder.close());

const MODES = ['tcp', 'udp', 'rtu', 'ascii'] as const;
type Mode = (typeof MODES)[number];

async function ptyPair(): Promise<{ readonly near: string; readonly far: string }> {
  const pair = await openPtyPair(folder.path);
  closers.push(() => pair.close());
  return pair;
}

/** Our client on a pymodbus server. */
async function clientOnPeer(mode: Mode): Promise<ModbusClient> {
  const serial = mode === 'rtu' || mode === 'ascii' ? await ptyPair() : undefined;
  const peer = await startPeer(PYTHON, [SCRIPT, 'serve', mode, serial?.far ?? '0']);
  closers.push(() => peer.close());
  const client = await clientTo(mode, serial?.near ?? '', peer.port);
  closers.push(() => client.close());
  return client;
}

async function clientTo(mode: Mode, path: string, port: number): Promise<ModbusClient> {
  if (mode === 'tcp') return new ModbusClient(await openTcpClient({ host: '127.0.0.1', port }), { framing: 'mbap', timeoutMs: 3000 });
  if (mode === 'udp') return new ModbusClient(await openUdp({ host: '127.0.0.1', port }), { framing: 'mbap', datagrams: true, timeoutMs: 3000 });
  const channel = await openSerial({ path, baudRate: 19_200 });
  return new ModbusClient(channel, mode === 'rtu' ? { framing: 'rtu', timing: RTU, timeoutMs: 3000 } : { framing: 'ascii', timing: ASCII, timeoutMs: 3000 });
}

/** Our server; where a peer finds it. */
async function serverFor(mode: Mode): Promise<string> {
  const server = testServer();
  closers.push(() => server.close());
  if (mode === 'tcp' || mode === 'udp') {
    const listener = mode === 'tcp' ? await listenTcp({ port: 0 }, (channel) => server.attach(channel, { framing: 'mbap' })) : await listenUdp((channel) => server.attach(channel, { framing: 'mbap', datagrams: true }));
    closers.push(() => listener.close());
    return String(listener.port);
  }
  const { near, far } = await ptyPair();
  const channel = await openSerial({ path: near, baudRate: 19_200 });
  server.attach(channel, mode === 'rtu' ? { framing: 'rtu', timing: RTU } : { framing: 'ascii', timing: ASCII });
  return far;
}

describe.each(MODES)('pymodbus on %s', (mode) => {
  it('answers our client: the four tables, masks, diagnostics, identification', async () => {
    const client = await clientOnPeer(mode);
    expect(await exchangeAll(client, 1)).toMatchObject(ALL_ANSWERED);
    await exchangeMasks(client, 1);
    expect(await client.readExceptionStatus(1)).toMatchObject({ ok: true });
    expect(await client.diagnose(1, DIAGNOSTICS.returnQueryData, Uint8Array.of(0xa5, 0x37))).toMatchObject({ ok: true, value: Uint8Array.of(0xa5, 0x37) });
    expect(await client.diagnose(1, DIAGNOSTICS.serverMessageCount)).toMatchObject({ ok: true });
    expect(await client.getCommEventCounter(1)).toMatchObject({ ok: true, value: { busy: false } });
    expect(await client.getCommEventLog(1)).toMatchObject({ ok: true });
    expect(await client.reportServerId(1)).toMatchObject({ ok: true });
    const id = await client.readDeviceIdentification(1, 'regular');
    expect(id.ok && id.value.objects.slice(0, 3).map(({ value }) => Buffer.from(value).toString('latin1'))).toEqual(['Made Up Works', 'MU-1', '1.0']);
    expect(await client.request(1, { functionCode: 'raw', code: 100, data: Uint8Array.of(1) })).toMatchObject({ ok: false, failure: { kind: 'exception', code: 1 } });
    expect(client.counters()).toMatchObject({ timeouts: 0, crcErrors: 0, badFrames: 0, strayAnswers: 0 });
  });

  it('calls every function that it has of our server', async () => {
    const place = await serverFor(mode);
    const { stdout } = await run(PYTHON, [SCRIPT, 'check', mode, place], { timeout: 50_000 }).catch((error: { stdout?: string; stderr?: string }) => ({ stdout: `${error.stdout ?? ''}${error.stderr ?? ''}` }));
    expect(stdout).toBe('ok\n');
  });
});
