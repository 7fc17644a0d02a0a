import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { faultSchema, type Fault } from '../../../shared/domain/simulator';
import { checkFault } from '../../../electron/protocols/modbus/server/faults/checked-fault';
import { damageAnswer, exceptionOf } from '../../../electron/protocols/modbus/server/faults/damage-answer';
import { metFaultSchema, type MetFault } from '../../../electron/protocols/modbus/server/faults/fault-kinds';
import { FaultPlan } from '../../../electron/protocols/modbus/server/faults/fault-plan';
import { modbusServerDescription } from '../../../electron/protocols/modbus/server/server-description';
import { cutAsciiFrame, decodeMbapFrame, decodeWholeRtuFrame, encodeResponse, sealAsciiFrame, sealMbapFrame, sealRtuFrame, type ModbusFraming } from '../../../electron/stacks/modbus';

const RESPONSE = { functionCode: 3, registers: Uint16Array.of(0x1234, 0x5678) } as const;
const ROOM: Record<ModbusFraming, [number, number]> = { mbap: [7, 0], rtu: [1, 2], ascii: [1, 1] };

function frame(framing: ModbusFraming): Uint8Array {
  const encoded = encodeResponse(RESPONSE, ...ROOM[framing]);
  if (encoded.kind !== 'octets') throw new Error('no frame');
  if (framing === 'ascii') return Uint8Array.from(sealAsciiFrame(encoded.octets, 3));
  if (framing === 'mbap') sealMbapFrame(encoded.octets, 77, 3);
  else sealRtuFrame(encoded.octets, 3);
  return Uint8Array.from(encoded.octets);
}

const met = (kind: string, settings: object = {}): MetFault => metFaultSchema.parse({ kind, settings });
const damage = (framing: ModbusFraming, ...faults: MetFault[]) => damageAnswer(frame(framing), framing, faults, () => 0.5);
const only = (damaged: ReturnType<typeof damage>): Uint8Array => {
  expect(damaged.parts).toHaveLength(1);
  return damaged.parts[0]!.octets;
};
const fault = (kind: string, more: Partial<Fault> = {}): Fault => faultSchema.parse({ id: randomUUID(), kind, ...more });
const read = (address: number, quantity = 1, functionCode: 3 | 4 = 3) => ({ functionCode, address, quantity }) as const;

describe('an answer that meets a fault', () => {
  it('comes later by the sum of delay and jitter', () => {
    expect(damage('mbap', met('delay', { ms: 100 }), met('jitter', { fromMs: 10, toMs: 30 })).parts.map(({ afterMs }) => afterMs)).toEqual([120]);
  });

  it('is lost, or the connection closed in its place', () => {
    expect(damage('mbap', met('delay'), met('no-answer'))).toEqual({ parts: [], close: false });
    expect(damage('mbap', met('hang-up'))).toEqual({ parts: [], close: true });
  });

  it('names another unit in every framing, its checksum right', () => {
    const wrong = met('wrong-unit', { unitId: 9 });
    expect(decodeMbapFrame(only(damage('mbap', wrong)), 0)).toMatchObject({ kind: 'value', value: { unit: 9, transactionId: 77 } });
    expect(decodeWholeRtuFrame(only(damage('rtu', wrong)))).toMatchObject({ kind: 'value', value: { unit: 9 } });
    expect(cutAsciiFrame(only(damage('ascii', wrong)))).toMatchObject({ kind: 'frame', frame: { unit: 9 } });
    expect(decodeWholeRtuFrame(only(damage('rtu', met('wrong-unit'))))).toMatchObject({ value: { unit: 4 } });
  });

  it('has a wrong checksum where its framing has one', () => {
    expect(decodeWholeRtuFrame(only(damage('rtu', met('wrong-crc')))).kind).not.toBe('value');
    expect(cutAsciiFrame(only(damage('ascii', met('wrong-crc'))))).toMatchObject({ kind: 'damaged', checksum: true });
    expect(only(damage('mbap', met('wrong-crc')))).toEqual(frame('mbap'));
  });

  it('names another transaction or length in the header of MBAP, and only there', () => {
    expect(decodeMbapFrame(only(damage('mbap', met('wrong-transaction', { by: 3 }))), 0)).toMatchObject({ value: { transactionId: 80, unit: 3 } });
    expect([...only(damage('mbap', met('wrong-length', { length: 65_535 }))).subarray(4, 6)]).toEqual([255, 255]);
    expect(only(damage('rtu', met('wrong-transaction')))).toEqual(frame('rtu'));
  });

  it('is truncated, followed by garbage, split into octets, and doubled, in that order', () => {
    const whole = frame('rtu');
    expect(only(damage('rtu', met('truncated')))).toEqual(whole.subarray(0, 4));
    expect(only(damage('rtu', met('truncated', { octets: 2 }), met('garbage', { octets: 3 })))).toEqual(Uint8Array.of(whole[0]!, whole[1]!, 128, 128, 128));
    expect(damage('rtu', met('split', { gapMs: 2 }), met('delay', { ms: 10 })).parts).toEqual(Array.from(whole, (octet, at) => ({ afterMs: 10 + 2 * at, octets: Uint8Array.of(octet) })));
    expect(damage('rtu', met('duplicated', { gapMs: 5 })).parts).toEqual([{ afterMs: 0, octets: whole }, { afterMs: 5, octets: whole }]);
    expect(damage('rtu', met('truncated', { octets: 0 })).parts).toEqual([]);
  });

  it('gives way to the exception of the first fault that has one', () => {
    expect(exceptionOf([met('delay'), met('busy'), met('exception', { code: '2' })])).toBe(6);
    expect(exceptionOf([met('exception', { code: '11' })])).toBe(11);
    expect(exceptionOf([met('delay')])).toBeNull();
  });
});

describe('a plan of faults', () => {
  const plan = (faults: Fault[], seed = 1): FaultPlan => {
    const made = new FaultPlan();
    made.set(faults, seed);
    return made;
  };
  const kinds = (all: readonly MetFault[]) => all.map(({ kind }) => kind);

  it('meets who is in scope: unit, function, table, and any address of a stretch', () => {
    const made = plan([fault('busy', { scope: { unitId: 3, function: 3, table: 'holding-register', from: 100, to: 109 } })]);
    expect(kinds(made.forAnswer(3, read(95, 6)))).toEqual(['busy']);
    expect(kinds(made.forAnswer(3, read(109)))).toEqual(['busy']);
    for (const [unit, request] of [[4, read(100)], [3, read(99)], [3, read(110)], [3, read(100, 1, 4)], [3, { functionCode: 6, address: 100, value: 1 }], [3, { functionCode: 7 }], [3, undefined]] as const) {
      expect(made.forAnswer(unit, request), JSON.stringify([unit, request])).toEqual([]);
    }
    expect(kinds(plan([fault('busy', { scope: { from: 10, to: 10 } })]).forAnswer(1, { functionCode: 23, address: 0, quantity: 1, writeAddress: 10, values: [1] }))).toEqual(['busy']);
    expect(kinds(plan([fault('busy', { scope: { unitId: 3 } })]).forAnswer(3, undefined))).toEqual(['busy']);
  });

  it('meets by chance, as often as said, and the same way for the same seed', () => {
    const some = fault('no-answer', { probability: 0.3 });
    const row = (seed: number) => {
      const made = plan([some], seed);
      return Array.from({ length: 2000 }, () => made.forAnswer(1, read(0)).length);
    };
    const first = row(5);
    expect(row(5)).toEqual(first);
    expect(row(6)).not.toEqual(first);
    const share = first.filter((count) => count > 0).length / first.length;
    expect(share).toBeGreaterThan(0.26);
    expect(share).toBeLessThan(0.34);
    const made = plan([some, fault('busy', { enabled: false })], 5);
    for (let at = 0; at < 2000; at += 1) made.forAnswer(1, read(0));
    expect(made.met()).toEqual({ [some.id]: first.filter((count) => count > 0).length });
  });

  it('goes on with its chance when faults change, and begins anew with another seed', () => {
    const some = fault('no-answer', { probability: 0.5 });
    const made = plan([some], 5);
    const row = () => Array.from({ length: 40 }, () => made.forAnswer(1, read(0)).length);
    const first = row();
    made.set([some], 5);
    const second = row();
    made.set([some], 6);
    made.set([some], 5);
    expect(row()).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('meets a fault that was ordered once, and no more', () => {
    const made = plan([]);
    const ordered = checkFault({ kind: 'exception', settings: { code: 2 }, scope: { unitId: 7 } });
    if ('problem' in ordered) throw new Error(ordered.problem);
    made.once(ordered);
    expect(made.forAnswer(1, read(0))).toEqual([]);
    expect(made.forAnswer(7, read(0))).toEqual([{ kind: 'exception', settings: { code: 2 } }]);
    expect(made.forAnswer(7, read(0))).toEqual([]);
  });

  it('keeps connections and answers apart', () => {
    const made = plan([fault('stuck'), fault('busy')]);
    expect(kinds(made.forAnswer(1, read(0)))).toEqual(['busy']);
    expect(made.forConnection()).toBe(true);
    expect(plan([fault('busy')]).forConnection()).toBe(false);
  });
});

describe('faults as the screens know them', () => {
  it('are each one that the server knows, with the defaults that it takes', () => {
    for (const { id, fields } of modbusServerDescription.faultKinds) {
      const given = Object.fromEntries(fields.map(({ key, defaultValue }) => [key, defaultValue]));
      expect(checkFault({ kind: id, settings: given, scope: {} }), id).toMatchObject({ fault: { kind: id, settings: given } });
    }
    expect(modbusServerDescription.faultKinds).toHaveLength(metFaultSchema.options.length);
  });

  it('are refused in plain words', () => {
    expect(checkFault({ kind: 'fire', settings: {}, scope: {} })).toEqual({ problem: 'There is no fault "fire" for Modbus' });
    expect(checkFault({ kind: 'delay', settings: { ms: -1 }, scope: {} })).toMatchObject({ problem: expect.stringContaining('settings.ms') as string });
    expect(checkFault({ kind: 'delay', settings: {}, scope: { from: 9, to: 3 } })).toEqual({ problem: 'to: is before the first address' });
  });
});
