import ModbusRTU from 'modbus-serial';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { listenTcp } from '../../../electron/io/tcp-server';
import { asciiTiming, ModbusClient, rtuTiming } from '../../../electron/stacks/modbus';
import { registers, rtuAnswer } from '../../support/modbus-frames';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { testServer } from '../../support/modbus-test-unit';

const folder = temporaryFolder();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(() => folder.close());

const TIMING = rtuTiming({ baudRate: 19_200, parity: 'none' });

async function exchange(client: ModbusRTU): Promise<void> {
  client.setID(1);
  client.setTimeout(2000);
  await client.writeCoils(10, [true, false, true]);
  expect((await client.readCoils(10, 3)).data.slice(0, 3)).toEqual([true, false, true]);
  await client.writeRegisters(0, [1, 2, 65_535]);
  await client.writeRegister(3, 4);
  expect((await client.readHoldingRegisters(0, 4)).data).toEqual([1, 2, 65_535, 4]);
  expect((await client.readInputRegisters(0, 125)).data[124]).toBe(869);
  await expect(client.readHoldingRegisters(999, 2)).rejects.toThrow('Illegal data address');
}

describe('modbus-serial', () => {
  it('calls our server on TCP', async () => {
    expect.hasAssertions();
    const server = testServer();
    const listener = await listenTcp({ port: 0 }, (channel) => server.attach(channel, { framing: 'mbap' }));
    closers.push(() => listener.close());
    const client = new ModbusRTU();
    await client.connectTCP('127.0.0.1', { port: listener.port });
    closers.push(() => new Promise<void>((resolve) => client.close(() => resolve())));
    await exchange(client);
    await client.maskWriteRegister(3, 0xfffe, 1);
    expect((await client.readHoldingRegisters(3, 1)).data).toEqual([5]);
    // It asks on by itself while more follows. On serial lines it finds the end of neither answer.
    expect(await client.readDeviceIdentification(3, 0)).toMatchObject({ data: { 0: 'Made Up Works', 1: 'MU-1', 2: '1.0', 4: 'x'.repeat(150), 128: 'y'.repeat(150) } });
  });

  it('calls our server on an ASCII line', async () => {
    expect.hasAssertions();
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const server = testServer();
    server.attach(await openSerial({ path: pair.near, baudRate: 19_200 }), { framing: 'ascii', timing: asciiTiming({ baudRate: 19_200 }) });
    closers.push(() => server.close());
    const client = new ModbusRTU();
    await client.connectAsciiSerial(pair.far, { baudRate: 19_200 });
    closers.push(() => new Promise<void>((resolve) => client.close(() => resolve())));
    await exchange(client);
  });

  it('calls our server on a serial line', async () => {
    expect.hasAssertions();
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const server = testServer();
    server.attach(await openSerial({ path: pair.near, baudRate: 19_200 }), { framing: 'rtu', timing: TIMING });
    closers.push(() => server.close());
    const client = new ModbusRTU();
    await client.connectRTUBuffered(pair.far, { baudRate: 19_200 });
    closers.push(() => new Promise<void>((resolve) => client.close(() => resolve())));
    await exchange(client);
  });
});

describe('our client on a real serial port', () => {
  it('does not take the late answer of one read for the value of the next (docs/decisions/0002)', async () => {
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const far = await openSerial({ path: pair.far, baudRate: 19_200 });
    closers.push(() => far.destroy());
    let requests = 0;
    far.listen({
      onData: () => {
        requests += 1;
        // The first answer comes 30 ms after its timeout, on a busy computer later: the quiet window is wide enough for that.
        const [value, delay] = requests === 1 ? [111, 150] : [222, 50];
        setTimeout(() => far.write(rtuAnswer(1, registers(value))), delay);
      },
      onClose: () => undefined,
    });
    const client = new ModbusClient(await openSerial({ path: pair.near, baudRate: 19_200 }), { framing: 'rtu', timing: { ...TIMING, quietMs: 600 }, timeoutMs: 120 });
    closers.push(() => client.close());
    const [first, second] = await Promise.all([client.readHoldingRegisters(1, 0, 1), client.readHoldingRegisters(1, 500, 1)]);
    expect(first).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    expect(second).toMatchObject({ ok: true, value: Uint16Array.of(222) });
    expect(client.counters()).toMatchObject({ timeouts: 1, lateAnswers: 1, strayAnswers: 0 });
  });
});
