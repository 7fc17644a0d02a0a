import { describe, expect, it } from 'vitest';
import { AskedRecord } from '../../../electron/protocols/modbus/server/asked-record';
import { learnedUnits } from '../../../electron/protocols/modbus/server/learned-map';
import type { ModbusRequest } from '../../../electron/stacks/modbus';

function learn(requests: readonly (readonly [unit: number, request: ModbusRequest])[], has: (unit: number, table: string, address: number) => boolean = () => false) {
  const record = new AskedRecord();
  for (const [unit, request] of requests) record.note(unit, request, null, 0);
  return learnedUnits(record.kinds(), has).map(({ settings, points, reasons }) => {
    expect(points.every(({ id }) => reasons[id] !== undefined)).toBe(true);
    return { unitId: settings['unitId'], points: points.map(({ name, dataType, access }) => `${name} ${dataType} ${access}`) };
  });
}

const holding = (address: number, quantity: number) => ({ functionCode: 3, address, quantity }) as const;

describe('a map learned from what a master asks', () => {
  it('takes the width of a request for the width of its value', () => {
    expect(learn([[1, holding(0, 1)], [1, holding(10, 2)], [1, holding(20, 4)], [1, { functionCode: 4, address: 5, quantity: 2 }]])).toEqual([
      { unitId: 1, points: ['Input register 5 float32 read', 'Holding register 0 uint16 read', 'Holding register 10 float32 read', 'Holding register 20 float64 read'] },
    ]);
  });

  it('cuts a block where other requests begin and end, and leaves the rest single', () => {
    expect(learn([[1, holding(100, 6)], [1, holding(100, 2)], [1, holding(104, 1)]])[0]!.points).toEqual([
      'Holding register 100 float32 read',
      'Holding register 102 float32 read',
      'Holding register 104 uint16 read',
      'Holding register 105 uint16 read',
    ]);
    expect(learn([[1, holding(0, 3)]])[0]!.points).toEqual(['Holding register 0 uint16 read', 'Holding register 1 uint16 read', 'Holding register 2 uint16 read']);
  });

  it('makes what was written writable, and bits booleans', () => {
    expect(learn([[9, { functionCode: 1, address: 3, quantity: 2 }], [9, { functionCode: 5, address: 4, value: true }], [9, { functionCode: 16, address: 7, values: [1, 2] }]])).toEqual([
      { unitId: 9, points: ['Coil 3 boolean read', 'Coil 4 boolean read-write', 'Holding register 7 float32 read-write'] },
    ]);
    expect(learn([[1, { functionCode: 23, address: 0, quantity: 1, writeAddress: 5, values: [1] }]])[0]!.points).toEqual(['Holding register 0 uint16 read', 'Holding register 5 uint16 read-write']);
  });

  it('has nothing for what the simulator has already, and one unit for each that was asked', () => {
    expect(learn([[2, holding(0, 1)], [5, holding(1, 1)]], (unit) => unit === 2)).toEqual([{ unitId: 5, points: ['Holding register 1 uint16 read'] }]);
    expect(learn([[1, { functionCode: 17 }]])).toEqual([]);
  });
});

describe('the record of what was asked', () => {
  it('counts kinds of requests with their refusals and their usual interval', () => {
    const record = new AskedRecord();
    for (let at = 0; at < 5; at += 1) record.note(1, holding(0, 10), at === 3 ? 2 : null, at * 500_000);
    record.note(3, 99, 1, 7);
    expect(record.entries()).toEqual([
      { unit: '1', operation: '03 Read holding registers', addresses: '0-9', count: 5, refused: 1, refusal: 'Exception 2, illegal data address', firstAt: 0, lastAt: 2_000_000, everyMs: 500 },
      { unit: '3', operation: '99 Function 99', addresses: '', count: 1, refused: 1, refusal: 'Exception 1, illegal function', firstAt: 7, lastAt: 7, everyMs: null },
    ]);
    expect([record.requests, record.refused]).toEqual([6, 2]);
  });

  it('keeps five thousand kinds apart and counts the others', () => {
    const record = new AskedRecord();
    for (let address = 0; address < 5100; address += 1) record.note(1, holding(address, 1), null, 0);
    expect([record.entries().length, record.notKept, record.requests]).toEqual([5000, 100, 5100]);
    record.clear();
    expect([record.entries().length, record.notKept]).toEqual([0, 0]);
  });
});
