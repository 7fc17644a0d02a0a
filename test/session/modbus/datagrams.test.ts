import { describe, expect, it } from 'vitest';
import { MbapClientSession, MemoryUnit, serveUnits, type ModbusRequest } from '../../../electron/stacks/modbus';
import { DrivenClient } from '../../support/modbus-driven-client';
import { DrivenServer, requestOctets } from '../../support/modbus-driven-server';
import { mbapAnswer, registers } from '../../support/modbus-frames';

const READ: ModbusRequest = { functionCode: 3, address: 0, quantity: 2 };

function client(settings: { retries?: number; pipelineDepth?: number } = {}): DrivenClient {
  return new DrivenClient(
    (environment) => new MbapClientSession({ timeoutMs: 100, retries: 0, pipelineDepth: 1, queueLimit: 10, closeAfterSilentTimeouts: 3, datagrams: true, ...settings }, environment),
  );
}

describe('a client on datagrams', () => {
  it('takes answers out of order', () => {
    const driven = client({ pipelineDepth: 2 });
    const reads = [driven.submit(1, READ), driven.submit(1, READ)];
    driven.receive(mbapAnswer(2, 1, registers(2, 2)));
    driven.receive(mbapAnswer(1, 1, registers(1, 1)));
    expect(reads.map((read) => read.answer)).toMatchObject([{ value: { registers: Uint16Array.of(1, 1) } }, { value: { registers: Uint16Array.of(2, 2) } }]);
  });

  it('takes the first of a doubled answer and counts the second', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    driven.receive(mbapAnswer(1, 1, registers(1, 1)));
    driven.receive(mbapAnswer(1, 1, registers(9, 9)));
    expect(read).toMatchObject({ answers: 1, answer: { value: { registers: Uint16Array.of(1, 1) } } });
    expect(driven.session.counters()).toMatchObject({ responses: 1, strayAnswers: 1 });
  });

  it('sends a lost read again, and tells the late answer to the first one', () => {
    const driven = client({ retries: 1 });
    const read = driven.submit(1, READ);
    driven.advance(100);
    expect(driven.sent.map(({ octets }) => octets[1])).toEqual([1, 2]);
    driven.receive(mbapAnswer(1, 1, registers(7, 7)));
    expect(read.answer).toBeUndefined();
    driven.receive(mbapAnswer(2, 1, registers(8, 8)));
    expect(read.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(8, 8) }, exchange: { attempts: 2 } });
    expect(driven.session.counters()).toMatchObject({ lateAnswers: 1, timeouts: 1 });
  });

  it('passes over what is no frame or no right answer, and goes on waiting', () => {
    const driven = client();
    const read = driven.submit(1, READ);
    const answer = mbapAnswer(1, 1, registers(1, 1));
    const wrong = [
      new Uint8Array(0),
      answer.subarray(0, 9),
      Buffer.concat([answer, Uint8Array.of(0)]),
      Buffer.concat([answer, answer]),
      mbapAnswer(1, 2, registers(1, 1)),
      mbapAnswer(1, 1, registers(1)),
      mbapAnswer(1, 1, { functionCode: 4, registers: Uint16Array.of(1, 1) }),
    ];
    for (const datagram of wrong) driven.receive(datagram);
    expect(read.answer).toBeUndefined();
    expect(driven.session.counters()).toMatchObject({ badFrames: wrong.length, responses: 0 });
    driven.receive(answer);
    expect(read.answer).toMatchObject({ ok: true });
  });

  it('never closes the channel, however long it is silent or whatever nobody asked for', () => {
    const driven = client();
    for (let i = 0; i < 5; i += 1) {
      driven.submit(1, READ);
      driven.advance(100);
    }
    for (let i = 0; i < 1500; i += 1) driven.receive(mbapAnswer(9999, 1, registers(1, 1)));
    expect(driven.closedBecause).toBeUndefined();
    expect(driven.session.counters()).toMatchObject({ timeouts: 5, strayAnswers: 1500 });
  });
});

describe('a server on datagrams', () => {
  it('answers one frame a datagram, and drops whatever else one holds', () => {
    const server = new DrivenServer('udp', serveUnits(() => new MemoryUnit({ holdingRegisters: 2 })));
    const request = requestOctets('udp', 1, READ, 5);
    for (const wrong of [request.subarray(0, 8), Buffer.concat([request, request]), new Uint8Array(0), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)]) server.receive(wrong);
    expect(server.sent).toEqual([]);
    expect(server.ask(1, READ, 6)).toEqual([Uint8Array.from(mbapAnswer(6, 1, registers(0, 0)))]);
    expect(server.closedBecause).toBeUndefined();
  });
});
