import { describe, expect, it } from 'vitest';
import { MbapClientSession, type ModbusRequest } from '../../../electron/stacks/modbus';
import { DrivenClient } from '../../support/modbus-driven-client';
import { like } from '../../support/like';
import { mbapAnswer, registers } from '../../support/modbus-frames';

const READ: ModbusRequest = { functionCode: 3, address: 10, quantity: 2 };
const WRITE: ModbusRequest = { functionCode: 6, address: 1, value: 7 };

function client(settings: Partial<{ pipelineDepth: number; queueLimit: number; retries: number; closeAfterSilentTimeouts: number; datagrams: boolean }> = {}): DrivenClient {
  return new DrivenClient((environment) => new MbapClientSession({ timeoutMs: 100, retries: 0, pipelineDepth: 1, queueLimit: 10, closeAfterSilentTimeouts: 0, datagrams: false, ...settings }, environment));
}

describe('the Modbus TCP client session', () => {
  it('sends the octets of the standard and takes the answer, however it is cut into pieces', () => {
    const driven = client();
    const read = driven.submit(17, READ);
    expect([...driven.last]).toEqual([0, 1, 0, 0, 0, 6, 17, 3, 0, 10, 0, 2]);
    for (const octet of mbapAnswer(1, 17, registers(5, 65_535))) {
      expect(read.answer).toBeUndefined();
      driven.now += 1;
      driven.receive(Uint8Array.of(octet));
    }
    expect(read.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(5, 65_535) }, exchange: { unit: 17, roundTripMs: 13, attempts: 1 } });
    expect(driven.session.counters()).toMatchObject({ requests: 1, responses: 1, octetsOut: 12, octetsIn: 13, roundTrip: { count: 1, minMs: 13, maxMs: 13 } });
  });

  it('keeps to one request at a time unless told otherwise, in the order they came', () => {
    const driven = client();
    const reads = [driven.submit(1, READ), driven.submit(2, READ), driven.submit(3, READ)];
    expect(driven.sent).toHaveLength(1);
    driven.receive(mbapAnswer(1, 1, registers(1, 1)));
    driven.receive(mbapAnswer(2, 2, registers(2, 2)));
    driven.receive(mbapAnswer(3, 3, registers(3, 3)));
    expect(reads.map((read) => read.answer?.ok)).toEqual([true, true, true]);
    expect(driven.sent.map(({ octets }) => octets[6])).toEqual([1, 2, 3]);
  });

  it('matches pipelined answers by transaction identifier, in any order', () => {
    const driven = client({ pipelineDepth: 3 });
    const reads = [0, 1, 2, 3].map((i) => driven.submit(1, { ...READ, address: i }));
    expect(driven.sent).toHaveLength(3);
    driven.receive(Buffer.concat([mbapAnswer(3, 1, registers(30, 0)), mbapAnswer(1, 1, registers(10, 0)), mbapAnswer(2, 1, registers(20, 0))]));
    expect(driven.sent).toHaveLength(4);
    driven.receive(mbapAnswer(4, 1, registers(40, 0)));
    expect(reads.map(({ answer }) => (answer?.ok === true && answer.value !== undefined && 'registers' in answer.value ? answer.value.registers[0] : undefined))).toEqual([10, 20, 30, 40]);
  });

  it('lets commands go ahead of polls that wait', () => {
    const driven = client();
    driven.submit(1, READ);
    driven.submit(2, READ);
    driven.submit(3, WRITE);
    driven.receive(mbapAnswer(1, 1, registers(0, 0)));
    expect(driven.last[6]).toBe(3);
  });

  it('ends the connection with a peer that floods it with answers that nobody asked for, not with one that mixes some in', () => {
    const driven = client();
    const strays = (count: number) => Buffer.concat(Array.from({ length: count }, () => mbapAnswer(999, 1, registers(666, 666))));
    for (const transaction of [1, 2]) {
      const read = driven.submit(1, READ);
      driven.receive(strays(999));
      driven.receive(mbapAnswer(transaction, 1, registers(1, 2)));
      expect(read.answer?.ok).toBe(true);
    }
    const read = driven.submit(1, READ);
    driven.receive(strays(2000));
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'bad-frame', message: like.containing('1000 answers in a row that nobody asked for') } });
    expect(driven.session.counters()).toMatchObject({ responses: 2, strayAnswers: 2998 });
  });

  it('never takes a late answer for the answer to a later request, and counts it', () => {
    const driven = client();
    const first = driven.submit(1, READ);
    driven.advance(100);
    expect(first.answer).toMatchObject({ ok: false, failure: { kind: 'timeout', afterMs: 100 } });
    const second = driven.submit(1, READ);
    driven.receive(mbapAnswer(1, 1, registers(111, 111)));
    expect(second.answer).toBeUndefined();
    driven.receive(mbapAnswer(2, 1, registers(222, 222)));
    expect(second.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(222, 222) } });
    driven.receive(mbapAnswer(2, 1, registers(9, 9)));
    driven.receive(mbapAnswer(77, 1, registers(9, 9)));
    expect(driven.session.counters()).toMatchObject({ timeouts: 1, lateAnswers: 1, strayAnswers: 2, responses: 1 });
    expect(driven.frames.map(({ note }) => note)).toEqual([undefined, undefined, 'late', undefined, 'stray', 'stray']);
  });

  it('does not give out a transaction identifier again while its answer may still come', () => {
    const driven = client();
    driven.submit(1, READ);
    driven.advance(100);
    for (let i = 0; i < 65_535; i += 1) {
      driven.submit(1, READ);
      const { last } = driven;
      driven.receive(mbapAnswer(((last[0] ?? 0) << 8) | (last[1] ?? 0), 1, registers(0, 0)));
    }
    driven.submit(1, READ);
    const used = driven.sent.slice(1).map(({ octets }) => ((octets[0] ?? 0) << 8) | (octets[1] ?? 0));
    expect(used).toContain(0);
    expect(used).toContain(65_535);
    expect(used).not.toContain(1);
  });

  it('sends a read again as often as asked, each time under a new identifier', () => {
    const driven = client();
    const read = driven.submit(1, READ, { retries: 2 });
    driven.advance(250);
    expect(driven.sent.map(({ octets, at }) => [octets[1], at])).toEqual([[1, 1000], [2, 1100], [3, 1200]]);
    driven.receive(mbapAnswer(3, 1, registers(1, 2)));
    expect(read.answer).toMatchObject({ ok: true, exchange: { attempts: 3 } });
    expect(driven.session.counters()).toMatchObject({ requests: 3, retries: 2, timeouts: 2 });
  });

  it('never sends a write again by itself, only when the caller says that it may be repeated', () => {
    const driven = client({ retries: 3 });
    const write = driven.submit(1, WRITE, { retries: 3 });
    driven.advance(1000);
    expect(driven.sent).toHaveLength(1);
    expect(write.answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    driven.submit(1, WRITE, { retries: 1, idempotent: true });
    driven.advance(1000);
    expect(driven.sent).toHaveLength(3);
  });

  it('gives an exception its code and name, and counts it', () => {
    const driven = client();
    const read = driven.submit(9, READ);
    driven.receive(mbapAnswer(1, 9, { functionCode: 3, exception: 11 }));
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'exception', code: 11, name: 'Gateway target device failed to respond' } });
    expect(driven.session.counters().exceptions).toEqual({ 11: 1 });
  });

  const broken: [string, Uint8Array][] = [
    ['a length of 0', Uint8Array.of(0, 1, 0, 0, 0, 0, 1, 3, 4)],
    ['a length of 65535', Uint8Array.of(0, 1, 0, 0, 0xff, 0xff, 1, 3, 4)],
    ['another protocol identifier', Uint8Array.of(0, 1, 0, 1, 0, 7, 1, 3, 4, 0, 1, 0, 2)],
    ['another unit identifier', mbapAnswer(1, 2, registers(1, 2))],
    ['another function', mbapAnswer(1, 1, { functionCode: 4, registers: Uint16Array.of(1, 2) })],
    ['too few registers', mbapAnswer(1, 1, registers(1))],
    ['octets behind the registers', Uint8Array.of(0, 1, 0, 0, 0, 8, 1, 3, 4, 0, 1, 0, 2, 99)],
    ['a byte count beyond its length', Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 3, 6, 0, 1, 0)],
  ];
  for (const [what, octets] of broken) {
    it(`closes the connection on ${what} rather than guess, and fails everything that waits`, () => {
      const driven = client();
      const read = driven.submit(1, READ);
      const next = driven.submit(1, READ);
      driven.receive(octets);
      expect(driven.closedBecause).toBeDefined();
      expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'bad-frame' } });
      expect(next.answer).toMatchObject({ ok: false, failure: { kind: 'closed' } });
      expect(driven.session.counters()).toMatchObject({ badFrames: 1, responses: 0 });
      driven.receive(mbapAnswer(1, 1, registers(1, 2)));
      expect([read.answers, next.answers]).toEqual([1, 1]);
      expect(driven.submit(1, READ).answer).toMatchObject({ ok: false, failure: { kind: 'closed' } });
    });
  }

  it('closes the connection when a frame stops midway for the length of a timeout', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    driven.advance(50);
    driven.receive(mbapAnswer(1, 1, registers(1, 2)).subarray(0, 9));
    driven.advance(60);
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    expect(driven.closedBecause).toBeUndefined();
    driven.advance(40);
    expect(driven.closedBecause).toContain('stopped midway');
  });

  it('closes a connection that stays silent through three timeouts, but not one where others answer', () => {
    const silent = client({ closeAfterSilentTimeouts: 3 });
    for (let i = 0; i < 3; i += 1) {
      expect(silent.closedBecause).toBeUndefined();
      silent.submit(1, READ);
      silent.advance(100);
    }
    expect(silent.closedBecause).toContain('3 timeouts in a row');

    const mixed = client({ closeAfterSilentTimeouts: 3 });
    for (let i = 0; i < 8; i += 1) {
      mixed.submit(1, READ);
      mixed.advance(100);
      mixed.submit(2, READ);
      mixed.receive(mbapAnswer(mixed.sent.length, 2, registers(0, 0)));
    }
    expect(mixed.closedBecause).toBeUndefined();
  });

  it('bounds its queue, and says busy beyond it', () => {
    const driven = client({ queueLimit: 2 });
    const reads = [1, 2, 3, 4].map(() => driven.submit(1, READ));
    expect(reads.map((read) => (read.answer?.ok === false ? read.answer.failure.kind : undefined))).toEqual([undefined, undefined, undefined, 'busy']);
  });

  it('fails what waits when the channel is gone, once', () => {
    const driven = client();
    const reads = [driven.submit(1, READ), driven.submit(1, READ)];
    driven.session.closed('The peer closed the connection.');
    driven.session.closed('again');
    expect(reads.map((read) => [read.answers, read.answer?.ok === false ? read.answer.failure.message : ''])).toEqual([
      [1, 'The peer closed the connection.'],
      [1, 'The peer closed the connection.'],
    ]);
  });

  it('says busy, without losing anything, when the channel takes no octets', () => {
    const driven = client();
    driven.channelTakes = false;
    expect(driven.submit(1, READ).answer).toMatchObject({ ok: false, failure: { kind: 'busy' } });
    driven.channelTakes = true;
    const read = driven.submit(1, READ);
    driven.receive(mbapAnswer(driven.last[1] ?? 0, 1, registers(0, 0)));
    expect(read.answer?.ok).toBe(true);
  });

  it('refuses what the protocol cannot carry before anything is sent', () => {
    const driven = client();
    expect(driven.submit(256, READ).answer).toMatchObject({ ok: false, failure: { kind: 'invalid-request' } });
    expect(driven.submit(1, { functionCode: 3, address: 0, quantity: 126 }).answer).toMatchObject({ ok: false, failure: { kind: 'invalid-request' } });
    expect(driven.sent).toHaveLength(0);
  });

  it('closes the connection before a request whose answer would run into octets that belong to none', () => {
    const driven = client();
    driven.submit(1, READ);
    driven.receive(Buffer.concat([mbapAnswer(1, 1, registers(1, 1)), Uint8Array.of(0xff)]));
    const next = driven.submit(1, READ);
    expect(driven.closedBecause).toContain('octets that belong to no answer');
    expect(next.answer).toMatchObject({ ok: false, failure: { kind: 'closed' } });
    expect(driven.sent).toHaveLength(1);
  });

  it('goes on while a late answer comes in pieces', () => {
    const driven = client();
    driven.submit(1, READ);
    driven.advance(100);
    const late = mbapAnswer(1, 1, registers(1, 1));
    driven.receive(late.subarray(0, 5));
    const next = driven.submit(1, READ);
    driven.receive(Buffer.concat([late.subarray(5), mbapAnswer(2, 1, registers(2, 2))]));
    expect(next.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(2, 2) } });
    expect(driven.session.counters()).toMatchObject({ lateAnswers: 1 });
  });
});
