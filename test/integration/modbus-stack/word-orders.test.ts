import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeValue, encodeValue, MODBUS_BYTE_ORDERS, type ModbusValue, type ModbusValueType } from '../../../electron/stacks/modbus';
import { requireDebian } from '../../support/debian';
import { temporaryFolder } from '../../support/modbus-peers';

const SUPPORT = join(process.cwd(), 'test', 'support');
const folder = temporaryFolder();
afterAll(() => folder.close());

type Plain = Extract<ModbusValueType, { type: string }>['type'] & ('int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64');

const FLOATS = [0, 1, -1, 0.1, 81.42, -273.15, 123_456, 3.4e38, 1.2e-38].map(Math.fround);
const VALUES: readonly (readonly [Plain, readonly ModbusValue[]])[] = [
  ['int16', [0, -2, 0x1234, -32_768]],
  ['uint16', [0, 0xfffe, 0x1234]],
  ['int32', [0, -2, 0x0102_0304, -(2 ** 31)]],
  ['uint32', [0xfffe_fdfc, 0x0102_0304]],
  ['int64', [-2n, 0x0102_0304_0506_0708n, -(2n ** 63n)]],
  ['uint64', [2n ** 64n - 2n, 0x0102_0304_0506_0708n]],
  ['float32', FLOATS],
  ['float64', [0.1, 81.42, -273.15, 1e300]],
];

/** Registers as they go out, hex. */
function encoded(value: ModbusValue, type: ModbusValueType, order: string): string {
  const registers = encodeValue(value, type, order);
  return registers.ok ? [...registers.registers].map((register) => register.toString(16).padStart(4, '0')).join('') : registers.reason;
}

function decoded(hex: string, type: ModbusValueType, order: string): unknown {
  const value = decodeValue((hex.match(/..../g) ?? []).map((word) => Number.parseInt(word, 16)), type, order);
  return value.ok ? value.value : value.reason;
}

describe('word orders', () => {
  it('are those of pymodbus, for every type that it has, in both directions', () => {
    requireDebian(['python3-pymodbus']);
    const cases = VALUES.flatMap(([type, values]) => values.map((value) => ({ type, value })));
    const asked = JSON.stringify(cases.map(({ type, value }) => ({ type, value: typeof value === 'bigint' ? value.toString() : value })));
    const theirs: unknown = JSON.parse(execFileSync('/usr/bin/python3', [join(SUPPORT, 'pymodbus-values.py'), asked], { encoding: 'utf8' }));
    expect(theirs).toEqual(cases.map(({ type, value }) => MODBUS_BYTE_ORDERS.map((order) => encoded(value, { type }, order))));
    expect(cases.length).toBe(31);
    for (const { type, value } of cases) for (const order of MODBUS_BYTE_ORDERS) expect(decoded(encoded(value, { type }, order), { type }, order)).toBe(value);
  });

  it('are those of libmodbus, which names them after its memory: on this processor its abcd is BADC on the wire', () => {
    requireDebian(['libmodbus-dev', 'gcc', 'libc6-dev', 'pkg-config']);
    const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'libmodbus'], { encoding: 'utf8' }).trim().split(/\s+/);
    const program = join(folder.path, 'values');
    execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', join(SUPPORT, 'libmodbus', 'values.c'), '-o', program, ...flags]);
    const lines = (kind: string, values: readonly ModbusValue[]): string[] => execFileSync(program, [kind, ...values.map(String)], { encoding: 'utf8' }).trim().split('\n');
    // abcd, cdab, badc, dcba: in memory; each register goes out with its octets the other way round.
    const onTheWire = ['BADC', 'DCBA', 'ABCD', 'CDAB'];
    const floats = lines('float', FLOATS);
    expect(floats).toEqual(FLOATS.map((value) => onTheWire.map((order) => encoded(value, { type: 'float32' }, order)).join(' ')));
    for (const [at, line] of floats.entries()) for (const [place, hex] of line.split(' ').entries()) expect(decoded(hex, { type: 'float32' }, onTheWire[place] ?? '')).toBe(FLOATS[at]);
    expect(lines('int32', [-2, 0x0102_0304])).toEqual([-2, 0x0102_0304].map((value) => encoded(value, { type: 'int32' }, 'ABCD')));
    expect(lines('int64', [-2n, 0x0102_0304_0506_0708n])).toEqual([-2n, 0x0102_0304_0506_0708n].map((value) => encoded(value, { type: 'int64' }, 'ABCD')));
  });
});
