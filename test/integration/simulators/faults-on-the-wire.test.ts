import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ByteChannel } from '../../../electron/io/channel';
import { openSerial } from '../../../electron/io/serial';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { openUdp } from '../../../electron/io/udp';
import { asciiTiming, ModbusClient, RTU_OVER_TCP_TIMING, rtuTiming, type ModbusResult } from '../../../electron/stacks/modbus';
import type { Opaque } from '../../../shared/domain/point';
import { like } from '../../support/like';
import { openPtyPair, temporaryFolder, type PtyPair } from '../../support/modbus-peers';
import { startPymodbusMaster, type PymodbusMaster } from '../../support/pymodbus-master';
import { certainFault, serveSimulator, type ServedSimulator } from '../../support/served-simulator';

const TIMEOUT_MS = 300;
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});
const opened = <T extends { close(): unknown }>(each: T): T => (open.push(each), each);

/** What came of a request, in one word and its values. */
function outcome(result: ModbusResult<Uint16Array>): string {
  if (result.ok) return `value ${Array.from(result.value).join(' ')}`;
  return result.failure.kind === 'exception' ? `exception ${result.failure.code}` : result.failure.kind;
}

/** A serial port is free a moment after it was closed. */
async function openWhenFree(path: string, line: { readonly baudRate: number; readonly parity: 'none' }): Promise<ByteChannel> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await openSerial({ path, ...line });
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

type Case = readonly [kind: string, settings: Opaque, ours: string | RegExp, pymodbus: RegExp];

/** What came of reading two registers with the fault, beside it, and after it, with our client and pymodbus's. */
async function experience(simulator: ServedSimulator, [kind, settings]: Case, connect: () => Promise<ModbusClient>, master: PymodbusMaster | null) {
  const fault = certainFault(kind, settings, { scope: { unitId: 1, from: 4, to: 5 } });
  simulator.host.setFaults([fault], 1);
  const client = await connect();
  const ours = outcome(await client.readHoldingRegisters(1, 4, 2));
  client.close();
  const pymodbus = master && (await master.ask('read', 1, 4, 2));
  const again = await connect();
  const otherAddress = outcome(await again.readHoldingRegisters(1, 0, 2));
  const otherUnit = outcome(await again.readHoldingRegisters(2, 4, 2));
  const met = simulator.host.faultsMet()[fault.id];
  simulator.host.setFaults([], 1);
  const after = outcome(await again.readHoldingRegisters(1, 4, 2));
  again.close();
  return { ours, pymodbus, met, otherAddress, otherUnit, after, pymodbusAfter: master && (await master.ask('read', 1, 4, 2)) };
}

/** The fault is seen where it is meant to be, and everything else answers as before. */
function expected([, , ours, pymodbus]: Case, withMaster: boolean) {
  return {
    ours: like.matching(typeof ours === 'string' ? new RegExp(`^${ours}$`) : ours),
    pymodbus: withMaster ? like.matching(pymodbus) : null,
    met: withMaster ? 2 : 1,
    otherAddress: 'value 100 101',
    otherUnit: 'value 204 205',
    after: 'value 104 105',
    pymodbusAfter: withMaster ? 'value 104 105' : null,
  };
}

const GOOD = /^value 104 105$/;
const ERROR = /^error /;

describe('over TCP', () => {
  const cases: readonly Case[] = [
    ['delay', { ms: 100 }, 'value 104 105', GOOD],
    ['delay', { ms: 600 }, 'timeout', ERROR],
    ['jitter', { fromMs: 10, toMs: 50 }, 'value 104 105', GOOD],
    ['no-answer', {}, 'timeout', ERROR],
    ['busy', {}, 'exception 6', /^exception 6$/],
    ...[1, 2, 3, 4, 5, 8, 10, 11].map((code): Case => ['exception', { code }, `exception ${code}`, new RegExp(`^exception ${code}$`)]),
    // pymodbus 3.0 takes the answer of whatever unit for the one that it asked.
    ['wrong-unit', {}, 'bad-frame', /^(error |value 104 105$)/],
    ['wrong-transaction', {}, 'timeout', /^(error |value 104 105$)/],
    ['wrong-length', { length: 0 }, 'bad-frame', ERROR],
    ['wrong-length', { length: 65_535 }, 'bad-frame', ERROR],
    // The rest may be given up a moment before or after the request is.
    ['truncated', {}, /^(timeout|bad-frame)$/, ERROR],
    ['truncated', { octets: 12 }, /^(timeout|bad-frame)$/, ERROR],
    ['split', { gapMs: 2 }, 'value 104 105', GOOD],
    ['duplicated', {}, 'value 104 105', GOOD],
    ['garbage', { octets: 8 }, 'value 104 105', GOOD],
    ['hang-up', {}, 'closed', ERROR],
  ];
  it.each(cases)('%s %j is seen, and everything else answers as before', async (...each) => {
    const simulator = opened(await serveSimulator());
    const master = opened(await startPymodbusMaster('tcp', simulator.port, TIMEOUT_MS / 1000));
    const connect = async () => opened(new ModbusClient(await openTcpClient({ host: '127.0.0.1', port: simulator.port, connectTimeoutMs: 2000 }), { framing: 'mbap', timeoutMs: TIMEOUT_MS, retries: 0 }));
    expect(await experience(simulator, each, connect, master)).toEqual(expected(each, true));
  });

  it('a stuck connection is accepted and never answers; the next one does', async () => {
    const simulator = opened(await serveSimulator());
    const connect = async () => opened(new ModbusClient(await openTcpClient({ host: '127.0.0.1', port: simulator.port, connectTimeoutMs: 2000 }), { framing: 'mbap', timeoutMs: TIMEOUT_MS, retries: 0 }));
    simulator.host.faultOnce({ kind: 'stuck', settings: {}, scope: {} });
    const stuck = await connect();
    expect(outcome(await stuck.readHoldingRegisters(1, 0, 1))).toBe('timeout');
    expect(outcome(await (await connect()).readHoldingRegisters(1, 0, 1))).toBe('value 100');
    expect(outcome(await stuck.readHoldingRegisters(1, 0, 1))).toBe('timeout');
    const master = opened(await startPymodbusMaster('tcp', simulator.port, TIMEOUT_MS / 1000));
    simulator.host.faultOnce({ kind: 'stuck', settings: {}, scope: {} });
    expect(await master.ask('read', 1, 0, 1)).toMatch(ERROR);
    expect(await master.ask('read', 1, 0, 1)).toBe('value 100');
  });

  it('a fault ordered for once meets the next answer alone', async () => {
    const simulator = opened(await serveSimulator());
    const client = opened(new ModbusClient(await openTcpClient({ host: '127.0.0.1', port: simulator.port, connectTimeoutMs: 2000 }), { framing: 'mbap', timeoutMs: TIMEOUT_MS, retries: 0 }));
    simulator.host.faultOnce({ kind: 'exception', settings: { code: 4 }, scope: {} });
    const outcomes = [await client.readHoldingRegisters(1, 0, 1), await client.readHoldingRegisters(1, 0, 1)].map(outcome);
    expect(outcomes).toEqual(['exception 4', 'value 100']);
  });

  it('a write whose answer is lost was carried out, one that was answered busy was not', async () => {
    const simulator = opened(await serveSimulator());
    const connect = async () => opened(new ModbusClient(await openTcpClient({ host: '127.0.0.1', port: simulator.port, connectTimeoutMs: 2000 }), { framing: 'mbap', timeoutMs: TIMEOUT_MS, retries: 0 }));
    const client = await connect();
    simulator.host.faultOnce({ kind: 'no-answer', settings: {}, scope: {} });
    expect(await client.writeSingleRegister(1, 0, 7)).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    simulator.host.faultOnce({ kind: 'busy', settings: {}, scope: {} });
    expect(await client.writeSingleRegister(1, 1, 7)).toMatchObject({ ok: false, failure: { kind: 'exception', code: 6 } });
    expect(outcome(await client.readHoldingRegisters(1, 0, 2))).toBe('value 7 101');
  });
});

describe('over UDP and with RTU frames over TCP', () => {
  it.each<Case>([
    ['no-answer', {}, 'timeout', ERROR],
    ['wrong-transaction', {}, 'timeout', /./],
    ['truncated', {}, 'timeout', ERROR],
    ['duplicated', {}, 'value 104 105', GOOD],
    ['exception', { code: 2 }, 'exception 2', /^exception 2$/],
  ])('UDP: %s %j', async (...each) => {
    const simulator = opened(await serveSimulator({ transport: 'udp' }));
    const master = opened(await startPymodbusMaster('udp', simulator.port, TIMEOUT_MS / 1000));
    const connect = async () => opened(new ModbusClient(await openUdp({ host: '127.0.0.1', port: simulator.port }), { framing: 'mbap', datagrams: true, timeoutMs: TIMEOUT_MS, retries: 0 }));
    expect(await experience(simulator, each, connect, master)).toEqual(expected(each, true));
  });

  it.each<Case>([
    ['wrong-crc', {}, 'bad-frame', /./],
    ['wrong-unit', {}, 'timeout', /./],
    ['split', { gapMs: 2 }, 'value 104 105', /./],
    ['hang-up', {}, 'closed', /./],
  ])('RTU over TCP: %s %j', async (...each) => {
    const simulator = opened(await serveSimulator({ transport: 'rtu-over-tcp' }));
    const connect = async () =>
      opened(new ModbusClient(await openTcpClient({ host: '127.0.0.1', port: simulator.port, connectTimeoutMs: 2000 }), { framing: 'rtu', timing: RTU_OVER_TCP_TIMING, timeoutMs: TIMEOUT_MS, retries: 0, afterTimeout: 'close' }));
    expect(await experience(simulator, each, connect, null)).toEqual(expected(each, false));
  });
});

describe('on a serial line (a pty)', () => {
  const folder = temporaryFolder();
  let pty: PtyPair;
  beforeAll(async () => {
    pty = await openPtyPair(folder.path);
  });
  afterAll(async () => {
    await pty.close();
    folder.close();
  });

  const line = { baudRate: 19_200, parity: 'none' } as const;
  const SPLIT: Case = ['split', { gapMs: 1 }, 'value 104 105', GOOD];
  const DOUBLED: Case = ['duplicated', { gapMs: 20 }, 'value 104 105', GOOD];
  const cases: readonly Case[] = [
    ['delay', { ms: 50 }, 'value 104 105', GOOD],
    ['no-answer', {}, 'timeout', ERROR],
    ['busy', {}, 'exception 6', /^exception 6$/],
    ['wrong-crc', {}, 'bad-frame', ERROR],
    ['wrong-unit', {}, 'timeout', /^(error |value 104 105$)/],
    ['truncated', {}, /^(timeout|bad-frame)$/, ERROR],
    ['garbage', { octets: 8 }, 'value 104 105', GOOD],
  ];
  it.each([...cases, SPLIT, DOUBLED].flatMap((each) => (each[0] === 'garbage' ? [['rtu', each] as const] : [['rtu', each] as const, ['ascii', each] as const])))('%s: %j', async (transport, each) => {
    await portIsFree();
    const simulator = opened(await serveSimulator({ transport, serialPath: pty.far, ...line }));
    const timing = transport === 'rtu' ? rtuTiming(line) : asciiTiming(line);
    const connect = async () => new ModbusClient(await openWhenFree(pty.near, line), { framing: transport, timing, timeoutMs: TIMEOUT_MS, retries: 0 });
    // One program at a time has a serial port: first our client, then pymodbus's.
    expect(await experience(simulator, each, connect, null)).toEqual(expected(each, false));
    await new Promise((resolve) => setTimeout(resolve, 100));
    simulator.host.setFaults([certainFault(each[0], each[1], { scope: { unitId: 1, from: 4, to: 5 } })], 1);
    const master = opened(await startPymodbusMaster(transport, pty.near, TIMEOUT_MS / 1000));
    expect(await master.ask('read', 1, 4, 2)).toMatch(each[3]);
    expect(await master.ask('read', 1, 0, 2)).toBe('value 100 101');
  });

  /** The server of the test before lets go of the port a moment after it was closed. */
  async function portIsFree(): Promise<void> {
    const waited = await openWhenFree(pty.far, line);
    await new Promise<void>((resolve) => {
      waited.listen({ onData: () => undefined, onClose: () => resolve() });
      waited.close();
    });
  }
});
