import { afterEach, expect, it, vi } from 'vitest';
import type { ByteChannel } from '../../../electron/io/channel';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { listenTcp } from '../../../electron/io/tcp-server';
import { ASCII_OVER_TCP_TIMING, MemoryUnit, ModbusClient, ModbusServer, RTU_OVER_TCP_TIMING, serveUnits, type ModbusClientOptions, type ModbusServerFraming } from '../../../electron/stacks/modbus';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function pair(client: ModbusClientOptions, framing: ModbusServerFraming): Promise<{ client: ModbusClient; unit: MemoryUnit }> {
  const unit = new MemoryUnit({ coils: 2000, discreteInputs: 2000, holdingRegisters: 200, inputRegisters: 200 });
  const server = new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined), { absentUnit: 11 }));
  const listener = await listenTcp({ port: 0 }, (channel) => server.attach(channel, framing));
  closers.push(() => listener.close());
  const made = new ModbusClient(await openTcpClient({ host: '127.0.0.1', port: listener.port }), client);
  closers.push(() => made.close());
  return { client: made, unit };
}

const cases: [string, ModbusClientOptions, ModbusServerFraming][] = [
  ['MBAP', { framing: 'mbap', timeoutMs: 1000 }, { framing: 'mbap' }],
  ['MBAP, eight at once', { framing: 'mbap', timeoutMs: 1000, pipelineDepth: 8 }, { framing: 'mbap' }],
  [
    'ASCII over TCP',
    { framing: 'ascii', timing: ASCII_OVER_TCP_TIMING, timeoutMs: 1000, afterTimeout: 'close' },
    { framing: 'ascii', timing: ASCII_OVER_TCP_TIMING },
  ],
  ['RTU over TCP', { framing: 'rtu', timing: RTU_OVER_TCP_TIMING, timeoutMs: 1000, afterTimeout: 'close' }, { framing: 'rtu', timing: RTU_OVER_TCP_TIMING }],
];

for (const [name, options, framing] of cases) {
  it(`reads and writes every table through a real socket (${name})`, async () => {
    const { client, unit } = await pair(options, framing);
    unit.discreteInputs[9] = 1;
    unit.inputRegisters.set([1, 65535, 3], 5);
    expect(await client.readDiscreteInputs(1, 8, 3)).toMatchObject({ ok: true, value: [false, true, false] });
    expect(await client.readInputRegisters(1, 5, 3)).toMatchObject({ ok: true, value: Uint16Array.of(1, 65535, 3) });
    const writes = await Promise.all([
      client.writeSingleCoil(1, 0, true),
      client.writeMultipleCoils(1, 10, [true, false, true, true, false, false, false, false, true]),
      client.writeSingleRegister(1, 0, 4711),
      client.writeMultipleRegisters(1, 1, [1, 2, 65535]),
    ]);
    expect(writes.map((write) => write.ok)).toEqual([true, true, true, true]);
    expect(await client.readCoils(1, 0, 1)).toMatchObject({ ok: true, value: [true] });
    expect(await client.readCoils(1, 10, 9)).toMatchObject({ ok: true, value: [true, false, true, true, false, false, false, false, true] });
    expect(await client.readHoldingRegisters(1, 0, 4)).toMatchObject({ ok: true, value: Uint16Array.of(4711, 1, 2, 65535) });
    expect(await client.readHoldingRegisters(1, 199, 2)).toMatchObject({ ok: false, failure: { kind: 'exception', code: 2, name: 'Illegal data address' } });
    expect(client.counters()).toMatchObject({ requests: 10, responses: 10, exceptions: { 2: 1 }, badFrames: 0, strayAnswers: 0 });
  });
}

it('fails what waits and says why when the peer ends, and when this side does', async () => {
  const accepted: ByteChannel[] = [];
  const listener = await listenTcp({ port: 0 }, (channel) => {
    accepted.push(channel);
    channel.listen({ onData: () => undefined, onClose: () => undefined });
  });
  closers.push(() => listener.close());
  const reasons: string[] = [];
  const open = async () => new ModbusClient(await openTcpClient({ host: '127.0.0.1', port: listener.port }), { framing: 'mbap', onClose: (reason) => reasons.push(reason) });

  const first = await open();
  const waiting = first.readHoldingRegisters(1, 0, 1);
  await new Promise((resolve) => setTimeout(resolve, 30));
  accepted[0]?.close();
  expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'closed', message: 'The peer closed the connection.' } });
  expect(await first.readCoils(1, 0, 1)).toMatchObject({ ok: false, failure: { kind: 'closed' } });
  expect(first.isOpen).toBe(false);

  const second = await open();
  const dropped = second.readHoldingRegisters(1, 0, 1);
  second.close();
  expect(await dropped).toMatchObject({ ok: false, failure: { kind: 'closed', message: 'The connection was closed by this side.' } });
  await vi.waitFor(() => expect(reasons).toEqual(['The peer closed the connection.', 'The connection was closed by this side.']));
});

it('closes a connection that breaks the framing, and says so', async () => {
  const reasons: string[] = [];
  const listener = await listenTcp({ port: 0 }, (channel) => channel.listen({ onData: () => channel.write(Uint8Array.of(0, 1, 0, 0, 0, 0, 1, 3)), onClose: () => undefined }));
  closers.push(() => listener.close());
  const channel = await openTcpClient({ host: '127.0.0.1', port: listener.port });
  const client = new ModbusClient(channel, { framing: 'mbap', onClose: (reason) => reasons.push(reason) });
  expect(await client.readHoldingRegisters(1, 0, 1)).toMatchObject({ ok: false, failure: { kind: 'bad-frame' } });
  await vi.waitFor(() => expect(reasons).toHaveLength(1));
  expect(reasons[0]).toContain('length 0 in the header');
  expect([client.isOpen, channel.isOpen]).toEqual([false, false]);
});
