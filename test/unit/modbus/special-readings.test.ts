import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../electron/protocols/protocol';
import { specialCells, specialOf } from '../../../electron/protocols/modbus/special-columns';
import { SpecialReadings } from '../../../electron/protocols/modbus/special-readings';
import { bad, GOOD } from '../../../shared/domain/quality';
import type { Point } from '../../../shared/domain/point';
import { makePoint } from '../../support/domain-fixtures';

const never = new AbortController().signal;
const power = makePoint({ name: 'Power', dataType: 'int16', address: { table: 'holding-register', address: 14, noValue: '8000', scaleFrom: { address: 15, exponent: 1 } }, scale: 10 });
const plain = makePoint({ name: 'Plain', dataType: 'int16', address: { table: 'holding-register', address: 20 } });

/** A device with these registers; what is not there is refused. */
function device(registers: Record<number, number>): { readings: SpecialReadings; asked: string[][] } {
  const asked: string[][] = [];
  const readOne = (point: Point): Reading => {
    const register = registers[Number(point.address['address'])];
    const at = { pointId: point.id, sourceTime: null, receivedTime: 0 };
    if (register === undefined) return { ...at, value: null, raw: null, quality: bad('Exception 2') };
    return { ...at, value: register >= 0x8000 ? register - 0x10000 : register, raw: Uint8Array.of(register >> 8, register & 0xff), quality: GOOD };
  };
  const readings = new SpecialReadings((points) => {
    asked.push(points.map(({ name }) => name));
    return Promise.resolve(points.map(readOne));
  });
  return { readings, asked };
}
const readPower = async (registers: Record<number, number>): Promise<Reading | undefined> => (await device(registers).readings.read([power], false, never))[0];

describe('a value whose scale factor is in a register', () => {
  it('is read along with it, and only the value is given on', async () => {
    const { readings, asked } = device({ 14: 1234, 15: 1, 20: 7 });
    const given = await readings.read([plain, power], false, never);
    expect(given.map(({ pointId, value }) => [pointId, value])).toEqual([[plain.id, 7], [power.id, 1234]]);
    expect(asked).toEqual([['Plain', 'Power', 'Scale factor in register 15']]);
  });

  it('is brought to the exponent of its scale when the factor is another, and says so', async () => {
    expect(await readPower({ 14: 1234, 15: 2 })).toMatchObject({ value: 12_340, quality: { level: 'good', flags: ['Scale factor 2 instead of 1, applied'] } });
    expect(await readPower({ 14: 1234, 15: 0x10000 - 1 })).toMatchObject({ value: 12.34 });
  });

  it('is bad while the factor can not be read, and taken as 10^0 where the device has none', async () => {
    expect(await readPower({ 14: 1234 })).toMatchObject({ value: null, quality: { level: 'bad', reason: 'No scale factor' } });
    expect(await readPower({ 14: 1234, 15: 0x8000 })).toMatchObject({ value: 123.4 });
  });

  it('may be written only by the factor that its scale was made for', async () => {
    expect(await device({ 15: 1 }).readings.whyNotWrite(power, never)).toBeNull();
    expect(await device({ 15: 0 }).readings.whyNotWrite(power, never)).toMatch(/register 15 is 0 now.*made for 1/);
    expect(await device({}).readings.whyNotWrite(power, never)).toMatch(/could not be read \(Exception 2\)/);
    expect(await device({}).readings.whyNotWrite(plain, never)).toBeNull();
  });
});

describe('octets that mean no value', () => {
  it('are bad as not implemented, whatever the factor is', async () => {
    expect(await readPower({ 14: 0x8000, 15: 1 })).toMatchObject({ value: null, quality: { level: 'bad', reason: 'Not implemented' } });
    expect(await readPower({ 14: 0x8001, 15: 1 })).toMatchObject({ value: -32_767 });
  });

  it('leave points without them alone', async () => {
    const { readings, asked } = device({ 20: 0x8000 });
    expect((await readings.read([plain], false, never))[0]).toMatchObject({ value: -32_768, quality: { level: 'good' } });
    expect(asked).toEqual([['Plain']]);
  });
});

describe('the columns of both in a point list', () => {
  it('give back what they were made from', () => {
    const special = { noValue: 'FFFF', scaleFrom: { address: 40_085, exponent: -2 } };
    const problems: { column: string; message: string }[] = [];
    expect(specialOf(specialCells(special), problems)).toEqual(special);
    expect(specialOf(specialCells({}), problems)).toEqual({});
    expect(specialOf({ no_value: '0x8000' }, problems)).toEqual({ noValue: '8000' });
    expect(problems).toEqual([]);
  });

  it('name the column that is wrong', () => {
    const problems: { column: string; message: string }[] = [];
    specialOf({ no_value: 'XYZ' }, problems);
    specialOf({ scale_register: '70000', scale_exponent: '1' }, problems);
    specialOf({ scale_register: '5' }, problems);
    expect(problems.map(({ column }) => column)).toEqual(['no_value', 'scale_register', 'scale_register']);
  });
});
