import { describe, expect, it } from 'vitest';
import { RtuLine, rtuTiming, SerialClientSession, type ModbusRequest, type RtuTiming } from '../../../electron/stacks/modbus';
import { DrivenClient } from '../../support/modbus-driven-client';
import { registers, rtuAnswer } from '../../support/modbus-frames';

const READ: ModbusRequest = { functionCode: 3, address: 10, quantity: 2 };
const WRITE: ModbusRequest = { functionCode: 6, address: 1, value: 7 };
/** 9600 baud, 8E1: a character lasts 1.146 ms, the silence 4.01 ms. */
const TIMING = rtuTiming({ baudRate: 9600 });

function client(settings: { retries?: number; afterTimeout?: 'drain' | 'close'; timing?: Partial<RtuTiming> } = {}): DrivenClient {
  return new DrivenClient(
    (environment) =>
      new SerialClientSession({ line: new RtuLine(), timeoutMs: 200, retries: settings.retries ?? 0, queueLimit: 10, afterTimeout: settings.afterTimeout ?? 'drain', timing: { ...TIMING, ...settings.timing } }, environment),
  );
}

describe('the RTU client session', () => {
  it('sends the octets of the standard and takes the answer, however it is cut into pieces', () => {
    const driven = client();
    const read = driven.submit(17, READ);
    expect([...driven.last]).toEqual([17, 3, 0, 10, 0, 2, 0xe6, 0x99]);
    for (const octet of rtuAnswer(17, registers(5, 6))) {
      driven.advance(2);
      driven.receive(Uint8Array.of(octet));
    }
    expect(read.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(5, 6) } });
  });

  it('has one request on the line, and keeps 3.5 characters of silence before the next', () => {
    const driven = client();
    driven.submit(1, READ);
    const second = driven.submit(2, READ);
    driven.advance(20);
    driven.receive(rtuAnswer(1, registers(0, 0)));
    expect(driven.sent).toHaveLength(1);
    driven.advance(TIMING.silenceMs - 0.01);
    expect(driven.sent).toHaveLength(1);
    driven.advance(0.02);
    expect(driven.sent).toHaveLength(2);
    driven.advance(20);
    driven.receive(rtuAnswer(2, registers(0, 0)));
    expect(second.answer?.ok).toBe(true);
  });

  it('counts the timeout from the end of the request on the wire, not from its start', () => {
    const driven = client();
    const write: ModbusRequest = { functionCode: 16, address: 0, values: Array.from({ length: 123 }, () => 1) };
    const holder = driven.submit(1, write);
    driven.advance(200 + 250 * TIMING.characterMs);
    expect(holder.answer).toBeUndefined();
    driven.advance(10 * TIMING.characterMs);
    expect(holder.answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
  });

  it('drains the line after a timeout, so that a late answer is not taken for the next', () => {
    const driven = client();
    const first = driven.submit(1, READ);
    const second = driven.submit(1, READ);
    driven.advance(200 + 8 * TIMING.characterMs + 0.1);
    expect(first.answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    expect(driven.sent).toHaveLength(1);
    // The late answer comes inside the quiet window and begins it anew.
    driven.advance(30);
    driven.receive(rtuAnswer(1, registers(111, 111)));
    driven.advance(TIMING.quietMs - 1);
    expect(driven.sent).toHaveLength(1);
    driven.advance(1 + TIMING.silenceMs);
    expect(driven.sent).toHaveLength(2);
    driven.advance(20);
    driven.receive(rtuAnswer(1, registers(222, 222)));
    expect(second.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(222, 222) } });
    expect(driven.session.counters()).toMatchObject({ timeouts: 1, lateAnswers: 1, strayAnswers: 0, responses: 1 });
  });

  it('does not accept answers of another unit, function, byte count or echo, counts them, and goes on waiting', () => {
    const driven = client();
    const read = driven.submit(5, READ);
    driven.advance(10);
    driven.receive(rtuAnswer(6, registers(1, 1)));
    driven.receive(rtuAnswer(5, { functionCode: 4, registers: Uint16Array.of(2, 2) }));
    driven.receive(rtuAnswer(5, registers(3)));
    driven.receive(rtuAnswer(5, { functionCode: 4, exception: 2 }));
    expect(read.answer).toBeUndefined();
    driven.receive(rtuAnswer(5, registers(4, 4)));
    expect(read.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(4, 4) } });
    expect(driven.session.counters()).toMatchObject({ strayAnswers: 4, responses: 1, crcErrors: 0 });

    driven.advance(10);
    const write = driven.submit(5, WRITE);
    driven.receive(rtuAnswer(5, { functionCode: 6, address: 1, value: 8 }));
    expect(write.answer).toBeUndefined();
    driven.receive(rtuAnswer(5, { functionCode: 6, address: 1, value: 7 }));
    expect(write.answer?.ok).toBe(true);
  });

  it('fails at the end of a damaged answer, drains, and reads the next good one', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    const damaged = rtuAnswer(1, registers(1, 2));
    damaged[4] = 0x55;
    driven.advance(20);
    driven.receive(damaged);
    expect(read.answer).toBeUndefined();
    driven.advance(TIMING.frameGapMs);
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'bad-frame' } });
    const next = driven.submit(1, READ);
    driven.advance(TIMING.quietMs + TIMING.silenceMs);
    expect(driven.sent).toHaveLength(2);
    driven.receive(rtuAnswer(1, registers(3, 4)));
    expect(next.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(3, 4) } });
    expect(driven.session.counters()).toMatchObject({ crcErrors: 1, responses: 1, timeouts: 0 });
  });

  it('skips the noise of a transmitter that turns on', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    driven.advance(20);
    driven.receive(Buffer.concat([Uint8Array.of(0, 0xff), rtuAnswer(1, registers(1, 2))]));
    expect(read.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(1, 2) } });
    expect(driven.session.counters()).toMatchObject({ badFrames: 1, crcErrors: 0 });
  });

  it('goes on waiting when a single octet of noise ends in silence', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    driven.receive(Uint8Array.of(0));
    driven.advance(100);
    driven.receive(rtuAnswer(1, registers(1, 2)));
    expect(read.answer?.ok).toBe(true);
  });

  it('does not find an answer inside the data of a damaged one', () => {
    const inner = rtuAnswer(1, { functionCode: 3, exception: 4 });
    const outer = rtuAnswer(1, registers(0x1111, 0x2222, 0x3333, ((inner[0] ?? 0) << 8) | (inner[1] ?? 0), ((inner[2] ?? 0) << 8) | (inner[3] ?? 0), (inner[4] ?? 0) << 8));
    outer[3] = 0x77;
    const driven = client();
    const read = driven.submit(1, { functionCode: 3, address: 0, quantity: 6 });
    driven.receive(outer);
    driven.advance(TIMING.frameGapMs);
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'bad-frame' } });
  });

  it('sends a read again after the drain, a write never by itself', () => {
    const driven = client();
    const read = driven.submit(1, READ, { retries: 1 });
    driven.advance(400);
    expect(driven.sent).toHaveLength(2);
    const [first, second] = driven.sent;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(200 + TIMING.quietMs);
    driven.receive(rtuAnswer(1, registers(1, 2)));
    expect(read.answer).toMatchObject({ ok: true, exchange: { attempts: 2 } });
    driven.advance(10);
    const write = driven.submit(1, WRITE, { retries: 3 });
    driven.advance(2000);
    expect(driven.sent).toHaveLength(3);
    expect(write.answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
  });

  it('waits the turnaround delay after a broadcast, which nobody answers', () => {
    const driven = client();
    const write = driven.submit(0, WRITE);
    const next = driven.submit(1, READ);
    driven.advance(TIMING.turnaroundMs);
    expect(write.answer).toBeUndefined();
    driven.advance(8 * TIMING.characterMs + TIMING.silenceMs);
    expect(write.answer).toMatchObject({ ok: true, value: undefined, exchange: { response: undefined } });
    expect(driven.sent).toHaveLength(2);
    driven.receive(rtuAnswer(1, registers(1, 2)));
    expect(next.answer?.ok).toBe(true);
    expect(driven.submit(0, READ).answer).toMatchObject({ ok: false, failure: { kind: 'invalid-request' } });
  });

  it('does not send into octets that nobody asked for, but tries a line that never stops', () => {
    const driven = client();
    driven.receive(Uint8Array.of(9, 9));
    driven.submit(1, READ);
    expect(driven.sent).toHaveLength(0);
    driven.advance(TIMING.frameGapMs);
    expect(driven.sent).toHaveLength(1);

    const babble = client();
    babble.receive(Uint8Array.of(9));
    babble.submit(1, READ);
    for (let ms = 0; ms < 2000 && babble.sent.length === 0; ms += 5) {
      babble.advance(5);
      babble.receive(Uint8Array.of(9));
    }
    expect(babble.sent.length).toBe(1);
    expect((babble.sent[0]?.at ?? 0) - 1000).toBeGreaterThanOrEqual(TIMING.drainLimitMs);
  });

  it('ends a request on time although the line babbles without an end', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    for (let ms = 0; ms < 300; ms += 5) {
      driven.advance(5);
      driven.receive(Uint8Array.of(0x55, 0xaa, 0x55));
    }
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
  });

  it('closes the channel after a timeout where it is told to (RTU over TCP)', () => {
    const driven = client({ afterTimeout: 'close' });
    const read = driven.submit(1, READ);
    const next = driven.submit(1, READ);
    driven.advance(300);
    expect(driven.closedBecause).toBeDefined();
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    expect(next.answer).toMatchObject({ ok: false, failure: { kind: 'closed' } });
    driven.receive(rtuAnswer(1, registers(1, 2)));
    expect([read.answers, next.answers]).toEqual([1, 1]);
  });

  it('gives an exception its name', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    driven.receive(rtuAnswer(1, { functionCode: 3, exception: 6 }));
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'exception', code: 6, name: 'Server device busy' } });
  });
});
