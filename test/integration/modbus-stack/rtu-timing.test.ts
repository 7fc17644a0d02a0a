import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { MemoryUnit, ModbusClient, ModbusServer, rtuTiming, serveUnits, type ModbusChannel } from '../../../electron/stacks/modbus';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';

/**
 * The silence on a line, told by the two ends of a pty: between the last octet that an end took in and the first that
 * it hands to the system. A pty has no baud rate: octets arrive at once, so the time of a frame on the wire and what a
 * driver or an adapter holds back are not tried here.
 */
const folder = temporaryFolder();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(() => folder.close());

/** By Modbus over Serial Line V1.02, 2.5.1.1 (from memory): 3.5 characters of 11 bits; above 19200 baud 1.75 ms. */
const STANDARD_MS = { 9600: (3.5 * 11 * 1000) / 9600, 115_200: 1.75 };
const READS = 60;

/** A channel that notes how long each write came after the last octets received. */
function noting(channel: ModbusChannel, silences: number[]): ModbusChannel {
  let heardAt: number | undefined;
  return {
    write: (octets) => {
      if (heardAt !== undefined) silences.push(performance.now() - heardAt);
      heardAt = undefined;
      return channel.write(octets);
    },
    listen: (handlers) =>
      channel.listen({
        onData: (octets) => {
          heardAt = performance.now();
          handlers.onData(octets);
        },
        onClose: (reason) => handlers.onClose(reason),
      }),
    close: () => channel.close(),
  };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

describe.each([9600, 115_200] as const)('an RTU line at %i baud', (baudRate) => {
  it('is silent for 3.5 characters before every request and every answer', async () => {
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const timing = rtuTiming({ baudRate, parity: 'even' });
    const beforeAnswers: number[] = [];
    const beforeRequests: number[] = [];
    const server = new ModbusServer(serveUnits((id) => (id === 1 ? new MemoryUnit({ holdingRegisters: 10 }) : undefined)));
    server.attach(noting(await openSerial({ path: pair.far, baudRate }), beforeAnswers), { framing: 'rtu', timing });
    closers.push(() => server.close());
    const client = new ModbusClient(noting(await openSerial({ path: pair.near, baudRate }), beforeRequests), { framing: 'rtu', timing, timeoutMs: 2000 });
    closers.push(() => client.close());
    // All at once: each request waits for nothing but the answer before it and the silence.
    const answers = await Promise.all(Array.from({ length: READS }, () => client.readHoldingRegisters(1, 0, 10)));
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);
    expect([beforeAnswers.length, beforeRequests.length]).toEqual([READS, READS - 1]);
    const least = STANDARD_MS[baudRate];
    expect(Math.min(...beforeAnswers, ...beforeRequests)).toBeGreaterThanOrEqual(least - 0.01);
    console.info(`${baudRate} baud: silence before requests ${median(beforeRequests).toFixed(2)} ms, before answers ${median(beforeAnswers).toFixed(2)} ms (median of ${READS}); the standard's least ${least.toFixed(2)} ms`);
  });
});
