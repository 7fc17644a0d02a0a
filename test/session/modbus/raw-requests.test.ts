import { describe, expect, it } from 'vitest';
import { MbapClientSession, RtuLine, rtuTiming, SerialClientSession, type ModbusRequest } from '../../../electron/stacks/modbus';
import { DrivenClient } from '../../support/modbus-driven-client';
import { mbapAnswer, registers, rtuAnswer } from '../../support/modbus-frames';

const TIMING = rtuTiming({ baudRate: 9600 });
const RAW: ModbusRequest = { functionCode: 'raw', code: 100, data: Uint8Array.of(1, 2, 3) };
const READ: ModbusRequest = { functionCode: 3, address: 0, quantity: 1 };

const tcp = () => new DrivenClient((environment) => new MbapClientSession({ timeoutMs: 100, retries: 0, pipelineDepth: 1, queueLimit: 10, closeAfterSilentTimeouts: 1, datagrams: false }, environment));
const rtu = () => new DrivenClient((environment) => new SerialClientSession({ line: new RtuLine(), timeoutMs: 200, retries: 2, queueLimit: 10, afterTimeout: 'drain', timing: TIMING }, environment));

describe('a raw request', () => {
  it('gives the octets that came on TCP, as long as the header says', () => {
    const driven = tcp();
    const raw = driven.submit(1, RAW);
    expect([...driven.last.subarray(7)]).toEqual([100, 1, 2, 3]);
    driven.receive(mbapAnswer(1, 1, { functionCode: 'raw', code: 100, data: Uint8Array.of(9, 8, 7, 6, 5) }));
    expect(raw.answer).toMatchObject({ ok: true, value: { functionCode: 'raw', code: 100, data: Uint8Array.of(9, 8, 7, 6, 5) } });
  });

  it('gives the exception of a device that does not know the function', () => {
    const driven = tcp();
    const raw = driven.submit(1, RAW);
    driven.receive(mbapAnswer(1, 1, { functionCode: 100, exception: 1 }));
    expect(raw.answer).toMatchObject({ ok: false, failure: { kind: 'exception', code: 1 } });
  });

  it('ends with the silence behind its answer on a serial line', () => {
    const driven = rtu();
    const raw = driven.submit(1, RAW);
    const answer = rtuAnswer(1, { functionCode: 'raw', code: 100, data: Uint8Array.of(9, 8, 7) });
    driven.advance(20);
    driven.receive(answer.subarray(0, 4));
    driven.advance(10);
    driven.receive(answer.subarray(4));
    expect(raw.answer).toBeUndefined();
    driven.advance(TIMING.frameGapMs);
    expect(raw.answer).toMatchObject({ ok: true, value: { functionCode: 'raw', code: 100, data: Uint8Array.of(9, 8, 7) } });
  });

  it('has its answer when the time is over before the line went silent', () => {
    const driven = rtu();
    const raw = driven.submit(1, RAW);
    driven.advance(190);
    driven.receive(rtuAnswer(1, { functionCode: 'raw', code: 100, data: new Uint8Array(0) }));
    driven.advance(30);
    expect(raw.answer).toMatchObject({ ok: true });
    expect(driven.session.counters()).toMatchObject({ timeouts: 0, responses: 1 });
  });

  it('fails when the checksum of its answer is wrong, and is not sent again by itself', () => {
    const driven = rtu();
    const raw = driven.submit(1, RAW);
    const damaged = rtuAnswer(1, { functionCode: 'raw', code: 100, data: Uint8Array.of(9, 8, 7) });
    damaged[2] = 1;
    driven.receive(damaged);
    driven.advance(1000);
    expect(raw.answer).toMatchObject({ ok: false, failure: { kind: 'bad-frame' } });
    expect(driven.sent).toHaveLength(1);
  });

  it('takes an answer of a known function by its length, without waiting for a silence', () => {
    const driven = rtu();
    const raw = driven.submit(1, { functionCode: 'raw', code: 3, data: Uint8Array.of(0, 0, 0, 2) });
    driven.receive(rtuAnswer(1, registers(1, 2)));
    expect(raw.answer).toMatchObject({ ok: true, value: { functionCode: 'raw', code: 3, data: Uint8Array.of(4, 0, 1, 0, 2) } });
  });

  it('may be a query of more than two octets', () => {
    const driven = rtu();
    const query: ModbusRequest = { functionCode: 8, subFunction: 0, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    const asked = driven.submit(1, query);
    driven.receive(rtuAnswer(1, query));
    driven.advance(TIMING.frameGapMs);
    expect(asked.answer).toMatchObject({ ok: true, value: { functionCode: 8, data: query.data } });
  });
});

describe('a device identification', () => {
  it('that announces the objects of all its answers ends with the silence behind it', () => {
    const driven = rtu();
    const asked = driven.submit(1, { functionCode: 43, access: 1, objectId: 0 });
    const answer = rtuAnswer(1, { functionCode: 'raw', code: 43, data: Uint8Array.of(14, 1, 1, 0xff, 1, 3, 0, 1, 65) });
    driven.receive(answer);
    driven.advance(TIMING.frameGapMs);
    expect(asked.answer).toMatchObject({ ok: true, value: { functionCode: 43, nextObjectId: 1, objects: [{ id: 0 }] } });
  });
});

describe('force listen only mode', () => {
  it('is answered by silence: no timeout, no closed connection', () => {
    for (const driven of [tcp(), rtu()]) {
      const forced = driven.submit(1, { functionCode: 8, subFunction: 4, data: new Uint8Array(2) });
      driven.advance(300);
      expect(forced.answer).toMatchObject({ ok: true, value: undefined, exchange: { response: undefined } });
      expect(driven.session.counters()).toMatchObject({ requests: 1, timeouts: 0 });
      expect(driven.closedBecause).toBeUndefined();
    }
  });

  it('fails with the exception of a device that refuses it', () => {
    const driven = rtu();
    const forced = driven.submit(1, { functionCode: 8, subFunction: 4, data: new Uint8Array(2) });
    driven.receive(rtuAnswer(1, { functionCode: 8, exception: 1 }));
    expect(forced.answer).toMatchObject({ ok: false, failure: { kind: 'exception', code: 1 } });
  });
});

describe('the time that a line is taken', () => {
  it('runs from the first octet of a request to its answer or the end of its time', () => {
    const driven = rtu();
    driven.submit(1, READ, { retries: 0 });
    const sending = 8 * TIMING.characterMs;
    driven.advance(sending + 30);
    driven.receive(rtuAnswer(1, registers(1)));
    driven.advance(1000);
    expect(driven.session.counters().busyMs).toBeCloseTo(sending + 30, 6);
    expect(driven.session.counters().wireMs).toBeCloseTo((8 + 7) * TIMING.characterMs, 6);
    driven.submit(1, READ, { retries: 0 });
    driven.advance(1000);
    expect(driven.session.counters().busyMs).toBeCloseTo(2 * sending + 30 + 200, 6);
  });

  it('counts once while several requests are outstanding', () => {
    const driven = new DrivenClient(
      (environment) => new MbapClientSession({ timeoutMs: 100, retries: 0, pipelineDepth: 2, queueLimit: 10, closeAfterSilentTimeouts: 0, datagrams: false }, environment),
    );
    driven.submit(1, READ);
    driven.advance(10);
    driven.submit(1, READ);
    driven.advance(10);
    driven.receive(mbapAnswer(1, 1, registers(1)));
    driven.advance(5);
    driven.receive(mbapAnswer(2, 1, registers(1)));
    driven.advance(500);
    expect(driven.session.counters()).toMatchObject({ busyMs: 25, wireMs: 0 });
  });
});
