import { expect } from 'vitest';
import type { ModbusClient, ModbusCounters } from '../../electron/stacks/modbus';

const BITS = (count: number) => Array.from({ length: count }, (_, i) => (i * 7) % 5 < 2);
const WORDS = (count: number) => Array.from({ length: count }, (_, i) => (i * 521) & 0xffff);

/** What the counters say when `exchangeAll` went through. */
export const ALL_ANSWERED = { requests: 15, responses: 15, exceptions: { 2: 1 }, timeouts: 0, crcErrors: 0, badFrames: 0, strayAnswers: 0 };

/** Reads and writes of the four tables at their least and their greatest count, and an exception; the counters in the end. */
export async function exchangeAll(client: ModbusClient, unit: number): Promise<ModbusCounters> {
  expect(await client.writeSingleCoil(unit, 5, true)).toMatchObject({ ok: true });
  expect(await client.readCoils(unit, 5, 1)).toMatchObject({ ok: true, value: [true] });
  expect(await client.writeMultipleCoils(unit, 0, BITS(1968))).toMatchObject({ ok: true });
  const coils = await client.readCoils(unit, 0, 2000);
  expect(coils.ok && coils.value.slice(0, 1968)).toEqual(BITS(1968));
  expect(await client.writeMultipleCoils(unit, 3, [true])).toMatchObject({ ok: true });
  expect(await client.readDiscreteInputs(unit, 3, 1)).toMatchObject({ ok: true, value: [true] });
  const inputs = await client.readDiscreteInputs(unit, 0, 2000);
  expect(inputs.ok && inputs.value).toEqual(Array.from({ length: 2000 }, (_, i) => i % 3 === 0));
  expect(await client.writeSingleRegister(unit, 7, 65_535)).toMatchObject({ ok: true });
  expect(await client.readHoldingRegisters(unit, 7, 1)).toMatchObject({ ok: true, value: Uint16Array.of(65_535) });
  expect(await client.writeMultipleRegisters(unit, 0, WORDS(123))).toMatchObject({ ok: true });
  const words = await client.readHoldingRegisters(unit, 0, 125);
  expect(words.ok && Array.from(words.value.subarray(0, 123))).toEqual(WORDS(123));
  expect(await client.writeMultipleRegisters(unit, 9, [4711])).toMatchObject({ ok: true });
  expect(await client.readInputRegisters(unit, 2, 1)).toMatchObject({ ok: true, value: Uint16Array.of(15) });
  expect(await client.readInputRegisters(unit, 0, 125)).toMatchObject({ ok: true, value: Uint16Array.from({ length: 125 }, (_, i) => i * 7 + 1) });
  expect(await client.readHoldingRegisters(unit, 65_000, 2)).toMatchObject({ ok: false, failure: { kind: 'exception', code: 2 } });
  return client.counters();
}

/** Functions 22 and 23, which libmodbus and pymodbus both serve, at the least and the greatest count. */
export async function exchangeMasks(client: ModbusClient, unit: number): Promise<void> {
  expect(await client.writeSingleRegister(unit, 4, 0x12)).toMatchObject({ ok: true });
  expect(await client.maskWriteRegister(unit, 4, 0xf2, 0x25)).toMatchObject({ ok: true });
  expect(await client.readHoldingRegisters(unit, 4, 1)).toMatchObject({ ok: true, value: Uint16Array.of(0x17) });
  expect(await client.readWriteMultipleRegisters(unit, 3, 1, 3, [77])).toMatchObject({ ok: true, value: Uint16Array.of(77) });
  const both = await client.readWriteMultipleRegisters(unit, 0, 125, 2, WORDS(121));
  expect(both.ok && Array.from(both.value.subarray(2, 123))).toEqual(WORDS(121));
}
