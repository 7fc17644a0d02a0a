import { describe, expect, it } from 'vitest';
import { AsciiLine, asciiTiming, SerialClientSession, type ModbusRequest } from '../../../electron/stacks/modbus';
import { DrivenClient } from '../../support/modbus-driven-client';
import { asciiAnswer, registers } from '../../support/modbus-frames';

const READ: ModbusRequest = { functionCode: 3, address: 10, quantity: 2 };
const WRITE: ModbusRequest = { functionCode: 6, address: 1, value: 7 };
const TIMING = asciiTiming({ baudRate: 9600 });

function client(retries = 0): DrivenClient {
  return new DrivenClient((environment) => new SerialClientSession({ line: new AsciiLine(), timeoutMs: 3000, retries, queueLimit: 10, afterTimeout: 'drain', timing: TIMING }, environment));
}

const text = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');

describe('the ASCII client session', () => {
  it('sends characters and takes the answer, however it is cut into pieces', () => {
    const driven = client();
    const read = driven.submit(17, READ);
    expect(text(driven.last)).toBe(':1103000A0002E0\r\n');
    for (const octet of asciiAnswer(17, registers(5, 6))) {
      expect(read.answer).toBeUndefined();
      driven.advance(100);
      driven.receive(Uint8Array.of(octet));
    }
    expect(read.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(5, 6) } });
  });

  it('needs no silence ahead of a request', () => {
    const driven = client();
    driven.submit(1, READ);
    const second = driven.submit(1, READ);
    driven.advance(30);
    driven.receive(asciiAnswer(1, registers(1, 1)));
    expect(driven.sent).toHaveLength(2);
    driven.receive(asciiAnswer(1, registers(2, 2)));
    expect(second.answer).toMatchObject({ ok: true });
  });

  it('waits up to a second between two characters, and holds what stops for longer to be damaged', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    const answer = asciiAnswer(1, registers(1, 2));
    driven.receive(answer.subarray(0, 6));
    driven.advance(999);
    expect(read.answer).toBeUndefined();
    driven.receive(answer.subarray(6, 9));
    driven.advance(1000);
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'bad-frame' } });
    expect(driven.session.counters()).toMatchObject({ badFrames: 1, crcErrors: 0 });
  });

  it('fails at once on a wrong checksum, and counts it', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    const damaged = asciiAnswer(1, registers(1, 2));
    damaged[8] = 0x39;
    driven.receive(damaged);
    expect(read.answer).toMatchObject({ ok: false, failure: { kind: 'bad-frame' } });
    expect(driven.session.counters()).toMatchObject({ badFrames: 0, crcErrors: 1 });
    driven.advance(TIMING.quietMs);
    const next = driven.submit(1, READ);
    driven.receive(asciiAnswer(1, registers(3, 4)));
    expect(next.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(3, 4) } });
  });

  it('begins anew at a colon, passes over noise and answers of others', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    driven.receive(Buffer.concat([Buffer.from('\0\xff', 'latin1'), asciiAnswer(2, registers(9, 9)), asciiAnswer(1, { functionCode: 4, registers: Uint16Array.of(1, 2) })]));
    expect(read.answer).toBeUndefined();
    driven.receive(asciiAnswer(1, registers(1, 2)));
    expect(read.answer).toMatchObject({ ok: true });
    expect(driven.session.counters()).toMatchObject({ strayAnswers: 2 });

    driven.advance(30);
    const second = driven.submit(1, READ, { retries: 1 });
    driven.receive(Buffer.from(':0103'));
    driven.receive(asciiAnswer(1, registers(5, 6)));
    driven.advance(100);
    expect(driven.sent).toHaveLength(3);
    driven.receive(asciiAnswer(1, registers(7, 8)));
    expect(second.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(7, 8) } });
  });

  it('ends frames by the delimiter that it told the device', () => {
    const driven = client();
    const told = driven.submit(1, { functionCode: 8, subFunction: 3, data: Uint8Array.of(0x21, 0) });
    driven.advance(30);
    driven.receive(asciiAnswer(1, { functionCode: 8, subFunction: 3, data: Uint8Array.of(0x21, 0) }));
    expect(told.answer).toMatchObject({ ok: true });
    const read = driven.submit(1, READ);
    expect(text(driven.last)).toBe(':0103000A0002F0\r!');
    driven.receive(asciiAnswer(1, registers(1, 2), 0x21));
    expect(read.answer).toMatchObject({ ok: true });
  });

  it('broadcasts writes only, and lets the turnaround delay pass', () => {
    const driven = client();
    expect(driven.submit(0, READ).answer).toMatchObject({ ok: false, failure: { kind: 'invalid-request' } });
    const write = driven.submit(0, WRITE);
    driven.advance(TIMING.turnaroundMs);
    expect(write.answer).toBeUndefined();
    driven.advance(driven.last.length * TIMING.characterMs + 0.01);
    expect(write.answer).toMatchObject({ ok: true, value: undefined });
  });
});
