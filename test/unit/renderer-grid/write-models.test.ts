import { describe, expect, test } from 'vitest';
import type { PreparedWrite } from '../../../shared/contract/points';
import { bad, GOOD } from '../../../shared/domain/quality';
import type { WireSample } from '../../../shared/domain/sample';
import { offReason, oldValueChanged } from '../../../renderer/features/write/write-gate';
import { changeText, permittedRange, rangeText, readTyped, withNow } from '../../../renderer/features/write/write-model';
import { point } from './support';

const setpoint = point({ name: 'Setpoint', scale: 0.1, low: 40, high: 95, unit: '°C' });

describe('a typed value', () => {
  test('is read in the format of the person', () => {
    expect(readTyped('78.5', setpoint, 'comma')).toEqual({ value: 78.5 });
    expect(readTyped('78,5', setpoint, 'point')).toEqual({ value: 78.5 });
    expect(readTyped('78,5', setpoint, 'comma')).toEqual({ problem: '78,5 is not a number.' });
  });

  test('outside the limits is refused, naming the limit', () => {
    expect(readTyped('120', setpoint, 'comma')).toEqual({ problem: '120 is above 95.0, the highest this point takes.' });
    expect(readTyped('39.9', setpoint, 'comma')).toEqual({ problem: '39.9 is below 40.0, the lowest this point takes.' });
  });

  test('outside what the type carries is refused', () => {
    expect(permittedRange(point({ dataType: 'int16', scale: 0.1 }))).toEqual({ low: -3276.8, high: 3276.7 });
    expect(permittedRange(point({ dataType: 'uint16', scale: -1 }))).toEqual({ low: -65535, high: 0 });
    expect(readTyped('65536', point({ dataType: 'uint16' }), 'comma')).toHaveProperty('problem');
    expect(readTyped('-1', point({ dataType: 'uint16' }), 'comma')).toHaveProperty('problem');
    expect(readTyped('1e40', point({ dataType: 'float64' }), 'comma')).toEqual({ value: 1e40 });
  });

  test('of 64 bits is exact to the last digit, and one more is refused', () => {
    const wide = point({ dataType: 'uint64' });
    expect(readTyped('18446744073709551615', wide, 'comma')).toEqual({ value: '18446744073709551615' });
    expect(readTyped('18446744073709551616', wide, 'comma')).toEqual({ problem: '18446744073709551616 does not fit into uint64.' });
    expect(readTyped('42', wide, 'comma')).toEqual({ value: 42 });
  });

  test('with decimals is refused where the point has none', () => {
    expect(readTyped('2.5', point({ name: 'Mode' }), 'comma')).toEqual({ problem: '2.5 is not a whole number, and Mode has no decimals.' });
  });

  test('may be a label, a bit or hexadecimal', () => {
    expect(readTyped('auto', point({ enumeration: [{ value: 2, label: 'Auto' }] }), 'comma')).toEqual({ value: 2 });
    expect(readTyped('off', point({ dataType: 'boolean' }), 'comma')).toEqual({ value: false });
    expect(readTyped('2', point({ dataType: 'boolean' }), 'comma')).toEqual({ problem: '2 is neither 0 nor 1.' });
    expect(readTyped('0x0C53', point({ dataType: 'uint16' }), 'comma')).toEqual({ value: 0x0c53 });
    expect(readTyped('0x0C53', setpoint, 'comma')).toHaveProperty('problem');
  });
});

describe('the range and the change', () => {
  test('are written with the decimals of the point', () => {
    expect(rangeText(permittedRange(setpoint), setpoint, 'comma')).toBe('40.0 to 95.0 °C');
    expect(rangeText(permittedRange(point({ dataType: 'float32' })), point({ dataType: 'float32' }), 'comma')).toBe('');
    expect(changeText(82, 78.5, setpoint, 'comma')).toBe('change −3.5');
    expect(changeText(82, 90, setpoint, 'comma')).toBe('change +8.0');
    expect(changeText(82, 82, setpoint, 'comma')).toBe('no change');
    expect(changeText(null, 82, setpoint, 'comma')).toBe('');
  });

  test('of 64-bit integers are exact', () => {
    const wide = point({ dataType: 'int64' });
    expect(changeText('9223372036854775806', '9223372036854775807', wide, 'comma')).toBe('change +1');
  });

  test('are not told of labels', () => {
    expect(changeText(1, 2, point({ enumeration: [{ value: 2, label: 'Auto' }] }), 'comma')).toBe('');
  });
});

describe('the write button', () => {
  const sample = (raw: string, value: number): WireSample => ({ pointId: setpoint.id, value, raw, quality: GOOD, sourceTime: null, receivedTime: 0 });
  const prepared: PreparedWrite = { operation: '06', connection: '', address: '', octets: [], newRaw: '0311', current: null, consequences: [], lastWrite: null, problem: '' };
  const gate = { armed: true, typed: { value: 78.5 }, prepared, seen: sample('0334', 82), now: sample('0334', 82) };

  test('is on for a valid value that differs', () => {
    expect(offReason(gate)).toBe('');
  });

  test('is off while nothing would change, comparing octets', () => {
    expect(offReason({ ...gate, prepared: { ...prepared, newRaw: '03 34' } })).toBe('The new value equals the old one.');
  });

  test('is off while read-only is on, the value is invalid, or the engine objects', () => {
    expect(offReason({ ...gate, armed: false })).toContain('Read-only is on');
    expect(offReason({ ...gate, typed: { problem: 'No.' } })).toBe('No.');
    expect(offReason({ ...gate, prepared: null })).not.toBe('');
    expect(offReason({ ...gate, prepared: { ...prepared, problem: 'Input registers cannot be written.' } })).toBe('Input registers cannot be written.');
  });

  test('asks again when the old value changes while the dialog is open', () => {
    expect(offReason({ ...gate, now: sample('0335', 82.1) })).toContain('old value has changed');
    expect(oldValueChanged(sample('0334', 82), { ...sample('', 0), raw: null, value: null, quality: bad('No answer') })).toBe(false);
    expect(oldValueChanged(undefined, sample('0334', 82))).toBe(true);
  });

  test('may write where no old value can be read', () => {
    expect(offReason({ ...gate, seen: undefined, now: undefined })).toBe('');
  });
});

describe('values of times and fixed point', () => {
  test('are typed as dates, spans and numbers, and refused with an example', () => {
    expect(readTyped('2026-03-17 14:32:06Z', point({ dataType: 'unix32' }), 'comma')).toEqual({ value: Date.parse('2026-03-17T14:32:06Z') / 1000 });
    expect(readTyped('2026-03-17 14:32:06', point({ dataType: 'unix32' }), 'comma')).toEqual({ value: new Date(2026, 2, 17, 14, 32, 6).getTime() / 1000 });
    expect(readTyped('90s', point({ dataType: 'time32' }), 'comma')).toEqual({ value: 90_000 });
    expect(readTyped('1773757926', point({ dataType: 'unix32' }), 'comma')).toEqual({ value: 1_773_757_926 });
    expect(readTyped('soon', point({ dataType: 'date48mdy' }), 'comma')).toEqual({ problem: 'soon is no time: 2026-03-17 14:32:06, or now.' });
    const now = new Date(2026, 2, 17, 14, 32, 6);
    expect(withNow('Now', point({ dataType: 'unix32' }), now)).toBe('2026-03-17 14:32:06');
    expect(withNow('now', point({ dataType: 'string' }), now)).toBe('now');
    expect(withNow('now', point({ dataType: 'time32' }), now)).toBe('now');
  });

  test('have a range where there is one to be told', () => {
    expect(permittedRange(point({ dataType: 'q7.8' }))).toEqual({ low: -128, high: 127.99609375 });
    expect(permittedRange(point({ dataType: 'bcd16', scale: 0.1 }))).toEqual({ low: 0, high: 999.9 });
    expect(permittedRange(point({ dataType: 'unix64' }))).toEqual({ low: null, high: null });
    expect(changeText(1000, 4000, point({ dataType: 'unix32' }), 'comma')).toBe('change +T#50m');
  });
});
