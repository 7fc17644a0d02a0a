import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePayload, encodePayload, microsOf } from '../../../electron/protocols/mqtt/payload';
import { pointAddressSchema } from '../../../electron/protocols/mqtt/point-address';
import type { DataType } from '../../../shared/domain/data-type';
import type { Opaque } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';

const address = (fields: Opaque = {}) => pointAddressSchema.parse({ topic: 't', ...fields });
const octets = (text: string) => new TextEncoder().encode(text);
const decode = (text: string, fields: Opaque, dataType: DataType) => {
  const { value, quality } = decodePayload(octets(text), address(fields), dataType);
  return quality.level === 'good' ? value : quality.reason;
};

describe('decodePayload', () => {
  it.each<[string, Opaque, DataType, Value]>([
    [' 78.5\n', {}, 'float64', 78.5],
    ['-1.5e3', {}, 'float32', -1500],
    ['65535', {}, 'uint16', 65_535],
    ['18446744073709551615', {}, 'uint64', 2n ** 64n - 1n],
    ['-9223372036854775808', {}, 'int64', -(2n ** 63n)],
    ['off', { payload: 'boolean' }, 'boolean', false],
    ['1', { payload: 'boolean' }, 'boolean', true],
    ['78.5', { payload: 'text' }, 'string', '78.5'],
    ['{"a":{"b":[0,7]}}', { payload: 'json', field: 'a.b[1]' }, 'int16', 7],
    ['7', { payload: 'json' }, 'int16', 7],
    ['{"n":"9007199254740993"}', { payload: 'json', field: 'n' }, 'int64', 9_007_199_254_740_993n],
    ['{"on":1}', { payload: 'json', field: 'on' }, 'boolean', true],
    ['{"o":{"x":1}}', { payload: 'json', field: 'o' }, 'string', '{"x":1}'],
  ])('reads %j', (text, fields, dataType, expected) => {
    expect(decode(text, fields, dataType)).toBe(expected);
  });

  it.each<[string, Opaque, DataType, string]>([
    ['78,5', {}, 'float64', 'Payload is no number'],
    ['', {}, 'float64', 'Payload is no number'],
    ['0x10', {}, 'int16', 'Payload is no number'],
    ['Infinity', {}, 'float64', 'Payload is no number'],
    ['1e999', {}, 'float64', 'Does not fit float64'],
    ['1e39', {}, 'float32', 'Does not fit float32'],
    ['{"v":-1e999}', { payload: 'json', field: 'v' }, 'float64', 'Does not fit float64'],
    [`{"v":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, { payload: 'json', field: 'v' }, 'string', 'Nested too deep'],
    [`{"v":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, { payload: 'json', field: 'v' }, 'boolean', 'Nested too deep'],
    ['12.5', {}, 'int16', 'Not a whole number'],
    ['65536', {}, 'uint16', 'Does not fit uint16'],
    ['-1', {}, 'uint64', 'Does not fit uint64'],
    ['maybe', { payload: 'boolean' }, 'boolean', 'Payload is not on or off'],
    ['{', { payload: 'json', field: 'a' }, 'float64', 'Payload is not JSON'],
    ['{"a":1}', { payload: 'json', field: 'b' }, 'float64', 'No field b'],
    ['{"a":1}', { payload: 'json', field: 'constructor' }, 'float64', 'No field constructor'],
    ['{"a":null}', { payload: 'json', field: 'a' }, 'float64', 'Value is null'],
    ['{"a":{}}', { payload: 'json', field: 'a' }, 'float64', 'Value is no number'],
    ['{"a":9007199254740993}', { payload: 'json', field: 'a' }, 'int64', 'Number beyond 2^53: send it as text'],
  ])('takes %j as bad with its reason', (text, fields, dataType, reason) => {
    expect(decode(text, fields, dataType)).toBe(reason);
  });

  it('takes octets that are no UTF-8 as bad', () => {
    expect(decodePayload(Uint8Array.of(0xff, 0xfe), address({ payload: 'text' }), 'string').quality.reason).toBe('Payload is not UTF-8');
  });

  it('never throws, whatever comes', () => {
    const fields = fc.constantFrom<Opaque>({}, { payload: 'json', field: 'a.b[0]', timeField: 't' }, { payload: 'json' }, { payload: 'text' }, { payload: 'boolean' });
    const types = fc.constantFrom<DataType>('float64', 'int16', 'uint64', 'boolean', 'string');
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(octets)), fields, types, (payload, given, dataType) => {
        const { value, quality } = decodePayload(payload, address(given), dataType);
        expect(quality.level === 'good' || (value === null && quality.reason !== '')).toBe(true);
      }),
    );
  });
});

describe('encodePayload', () => {
  it('puts the value where the address says', () => {
    const text = (value: Value, fields: Opaque) => new TextDecoder().decode(encodePayload(value, address(fields)));
    expect(text(78.5, {})).toBe('78.5');
    expect(text(true, { payload: 'boolean' })).toBe('true');
    expect(text('run', { payload: 'text' })).toBe('run');
    expect(text(1, { payload: 'json', field: 'a.b[1]' })).toBe('{"a":{"b":[null,1]}}');
    expect(text('say "x"', { payload: 'json', publishTemplate: '{"cmd":{value}}' })).toBe('{"cmd":"say \\"x\\""}');
    expect(text(5, { publishTemplate: 'SET {value};' })).toBe('SET 5;');
    expect(text('$&', { payload: 'text', publishTemplate: '<{value}>' })).toBe('<$&>');
  });

  it('is read back as the same value by decodePayload', () => {
    const cases = fc.oneof(
      fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): Value => value + 0), fc.constant<DataType>('float64'), fc.constantFrom('number', 'json')),
      fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constant<DataType>('uint64'), fc.constantFrom('number', 'json')),
      fc.tuple(fc.boolean(), fc.constant<DataType>('boolean'), fc.constantFrom('boolean', 'json')),
      fc.tuple(fc.string(), fc.constant<DataType>('string'), fc.constantFrom('text', 'json')),
    );
    fc.assert(
      fc.property(cases, fc.constantFrom('', 'value', 'a.b.c'), ([value, dataType, payload], field) => {
        const given = address({ payload, field });
        expect(decodePayload(encodePayload(value, given), given, dataType).value).toEqual(value);
      }),
    );
  });
});

describe('microsOf', () => {
  it('reads ISO 8601 with its zone and numbers since 1970 by their size', () => {
    const expected = 1_790_000_000_123_456;
    expect(microsOf('2026-09-21T14:13:20.123456Z')).toBe(expected);
    expect(microsOf('2026-09-21T16:13:20.123456+02:00')).toBe(expected);
    expect(microsOf(1_790_000_000)).toBe(1_790_000_000_000_000);
    expect(microsOf(1_790_000_000_123)).toBe(1_790_000_000_123_000);
    expect(microsOf(1_790_000_000_123_456)).toBe(expected);
    expect(microsOf(1_790_000_000_123_456_000)).toBe(expected);
  });

  it('takes anything else, a local time too, as no time', () => {
    for (const time of ['2026-09-21T14:13:20', 'yesterday', '', null, undefined, {}, -1, Number.NaN, 9e10, 1e30, '9999-01-01T00:00:00Z']) expect(microsOf(time)).toBeNull();
  });
});
