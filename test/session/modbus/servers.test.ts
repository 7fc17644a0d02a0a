import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MbapServerSession, MemoryUnit, previewRequest, RtuLine, rtuTiming, sealRtuFrame, SerialServerSession, serveUnits, type ModbusRequest, type ModbusResponse, type ModbusServerModel } from '../../../electron/stacks/modbus';
import { mbapAnswer, registers, rtuAnswer } from '../../support/modbus-frames';

const unit = () => new MemoryUnit({ coils: 10, discreteInputs: 10, holdingRegisters: 10, inputRegisters: 10 });
const READ: ModbusRequest = { functionCode: 3, address: 0, quantity: 2 };
const TIMING = rtuTiming({ baudRate: 19_200 });

function ask(framing: 'mbap' | 'rtu', to: number, request: ModbusRequest, transactionId = 1): Uint8Array {
  const encoded = previewRequest(framing, to, request, transactionId);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

function tcp(model: ModbusServerModel) {
  const sent: number[][] = [];
  const state: { closed: string | undefined } = { closed: undefined };
  const session = new MbapServerSession(model, {
    send: (octets) => sent.push([...octets]) > 0,
    close: (reason) => {
      state.closed = reason;
    },
  });
  return { session, sent, state };
}

/** A serial server whose line is silent after what it received, unless told otherwise. */
function serial(model: ModbusServerModel) {
  const sent: number[][] = [];
  let wakeAt = Number.POSITIVE_INFINITY;
  const session = new SerialServerSession(model, TIMING, new RtuLine(), {
    send: (octets) => sent.push([...octets]) > 0,
    close: () => undefined,
    wake: (at) => {
      wakeAt = Math.min(wakeAt, at);
    },
  });
  const advance = (until: number) => {
    while (wakeAt <= until) {
      const at = wakeAt;
      wakeAt = Number.POSITIVE_INFINITY;
      session.tick(at);
    }
  };
  const receive = (octets: Uint8Array, now: number) => {
    advance(now);
    session.receive(octets, now);
  };
  return { receive, advance, sent };
}

describe('the TCP server session', () => {
  it('answers pipelined requests, however they are cut into pieces', () => {
    const { session, sent } = tcp(serveUnits(() => unit()));
    const stream = Buffer.concat([ask('mbap', 5, READ, 7), ask('mbap', 5, { functionCode: 6, address: 1, value: 9 }, 8)]);
    for (const octet of stream) session.receive(Uint8Array.of(octet));
    expect(sent).toEqual([[...mbapAnswer(7, 5, registers(0, 0))], [...mbapAnswer(8, 5, { functionCode: 6, address: 1, value: 9 })]]);
  });

  it('answers what is wrong with a request with the exception of the standard', () => {
    const { session, sent } = tcp(serveUnits(() => unit()));
    const pdus = [
      [0x2b, 0x0e, 1, 0],
      [3, 0, 0, 0, 0],
      [3, 0, 0, 0, 126],
      [3, 0xff, 0xff, 0, 2],
      [3, 0, 9, 0, 2],
      [5, 0, 0, 0x12, 0x34],
      [16, 0, 0, 0, 2, 3, 0, 0, 0],
      [3, 0, 0, 0, 1, 99],
    ];
    for (const pdu of pdus) session.receive(Uint8Array.of(0, 1, 0, 0, 0, pdu.length + 1, 1, ...pdu));
    expect(sent.map((frame) => frame.slice(7))).toEqual([
      [0xab, 1],
      [0x83, 3],
      [0x83, 3],
      [0x83, 2],
      [0x83, 2],
      [0x85, 3],
      [0x90, 3],
      [0x83, 3],
    ]);
  });

  it('closes the connection on a framing error, and answers nothing more', () => {
    const { session, sent, state } = tcp(serveUnits(() => unit()));
    session.receive(Uint8Array.of(0, 1, 0, 1, 0, 6, 1, 3, 0, 0, 0, 1));
    expect(state.closed).toContain('protocol identifier');
    session.receive(ask('mbap', 1, READ));
    expect(sent).toEqual([]);
  });

  it('keeps silent for absent units, or answers as a gateway where it is told to', () => {
    const silent = tcp(serveUnits(() => undefined));
    silent.session.receive(ask('mbap', 9, READ));
    expect(silent.sent).toEqual([]);
    const gateway = tcp(serveUnits(() => undefined, { absentUnit: 11 }));
    gateway.session.receive(ask('mbap', 9, READ));
    expect(gateway.sent).toEqual([[...mbapAnswer(1, 9, { functionCode: 3, exception: 11 })]]);
  });

  it('takes replies later and in another order, each once, and says busy beyond its bound', () => {
    const replies: ((response: ModbusResponse | undefined) => void)[] = [];
    const { session, sent } = tcp({ serves: () => true, handle: (_unit, _request, reply) => replies.push(reply) });
    for (let i = 1; i <= 257; i += 1) session.receive(ask('mbap', 1, READ, i));
    expect(sent).toEqual([[...mbapAnswer(257, 1, { functionCode: 3, exception: 6 })]]);
    replies[1]?.(registers(2, 2));
    replies[0]?.(registers(1, 1));
    replies[0]?.(registers(9, 9));
    expect(sent.slice(1)).toEqual([[...mbapAnswer(2, 1, registers(2, 2))], [...mbapAnswer(1, 1, registers(1, 1))]]);
    session.closed();
    replies[2]?.(registers(3, 3));
    expect(sent).toHaveLength(3);
  });

  it('answers exception 4 when a model gives what cannot be sent', () => {
    const { session, sent } = tcp({ serves: () => true, handle: (_unit, _request, reply) => reply({ functionCode: 3, registers: new Uint16Array(200) }) });
    session.receive(ask('mbap', 1, READ));
    expect(sent).toEqual([[...mbapAnswer(1, 1, { functionCode: 3, exception: 4 })]]);
  });
});

describe('the serial server session', () => {
  it('answers its own units, and passes over what is asked of others and what they answer', () => {
    const { receive, advance, sent } = serial(serveUnits((id) => (id === 5 ? unit() : undefined)));
    const others = Buffer.concat([ask('rtu', 6, { ...READ, address: 100 }), rtuAnswer(6, registers(1, 2)), ask('rtu', 7, { functionCode: 6, address: 0, value: 1 }), rtuAnswer(7, { functionCode: 6, exception: 2 })]);
    receive(Buffer.concat([others, ask('rtu', 5, READ)]), 0);
    advance(TIMING.silenceMs);
    expect(sent).toEqual([[...rtuAnswer(5, registers(0, 0))]]);
  });

  it('answers after 3.5 characters of silence, not before', () => {
    const { receive, advance, sent } = serial(serveUnits(() => unit()));
    receive(ask('rtu', 5, READ), 10);
    advance(10 + TIMING.silenceMs - 0.01);
    expect(sent).toEqual([]);
    advance(10 + TIMING.silenceMs);
    expect(sent).toHaveLength(1);
  });

  it('carries out a broadcast without an answer', () => {
    const model = unit();
    const { receive, sent } = serial(serveUnits((id) => (id === 5 ? model : undefined), { broadcastTo: () => [model] }));
    receive(ask('rtu', 0, { functionCode: 6, address: 3, value: 77 }), 0);
    expect([model.holdingRegisters[3], sent]).toEqual([77, []]);
  });

  it('drops a damaged request until the line is silent, and answers the next', () => {
    const { receive, advance, sent } = serial(serveUnits(() => unit()));
    const damaged = Uint8Array.from(ask('rtu', 5, READ));
    damaged[3] = 9;
    receive(damaged, 0);
    receive(Uint8Array.of(1, 2), 1);
    expect(sent).toEqual([]);
    receive(ask('rtu', 5, READ), 1 + TIMING.frameGapMs);
    advance(100);
    expect(sent).toEqual([[...rtuAnswer(5, registers(0, 0))]]);
  });

  it('answers a function that it does not know with exception 1 once the line is silent, for its own units only', () => {
    const { receive, advance, sent } = serial(serveUnits((id) => (id === 5 ? unit() : undefined)));
    for (const [to, at] of [
      [5, 0],
      [6, 1000],
    ] as const) {
      const frame = Uint8Array.of(0, 0x2b, 0x0e, 1, 0, 0, 0);
      sealRtuFrame(frame, to);
      receive(frame, at);
      advance(at + 500);
    }
    expect(sent).toEqual([[...rtuAnswer(5, { functionCode: 0x2b, exception: 1 })]]);
  });

  it('drops a reply that comes after its client asked again', () => {
    const replies: ((response: ModbusResponse | undefined) => void)[] = [];
    const { receive, advance, sent } = serial({ serves: () => true, handle: (_unit, _request, reply) => replies.push(reply) });
    receive(ask('rtu', 5, READ), 0);
    receive(ask('rtu', 5, READ), 500);
    replies[0]?.(registers(1, 1));
    replies[1]?.(registers(2, 2));
    advance(600);
    expect(sent).toEqual([[...rtuAnswer(5, registers(2, 2))]]);
  });
});

describe('both server sessions', () => {
  it('take any octets without throwing, and answer the next good request', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }), (chunks) => {
        const one = tcp(serveUnits(() => unit()));
        for (const chunk of chunks) one.session.receive(chunk);
        const after = tcp(serveUnits(() => unit()));
        after.session.receive(ask('mbap', 5, READ, 3));
        expect(after.sent).toEqual([[...mbapAnswer(3, 5, registers(0, 0))]]);

        const line = serial(serveUnits(() => unit()));
        let now = 0;
        for (const chunk of chunks) line.receive(chunk, (now += 1));
        line.receive(ask('rtu', 5, READ), now + TIMING.frameGapMs);
        line.advance(now + 1000);
        expect(line.sent.at(-1)).toEqual([...rtuAnswer(5, registers(0, 0))]);
      }),
      { numRuns: 500 },
    );
  });
});
