import { describe, expect, it } from 'vitest';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import { qualityOf } from '../../../electron/protocols/dnp3/point-quality';
import { commandFields } from '../../../electron/protocols/dnp3/command-octets';
import { commandOf } from '../../../electron/protocols/dnp3/command-of';
import { deviceSettingsSchema } from '../../../electron/protocols/dnp3/device-settings';
import { indicationsOf } from '../../../electron/protocols/dnp3/indication-words';
import { FLAG, IIN } from '../../../electron/stacks/dnp3';
import { makePoint } from '../../support/domain-fixtures';

const protocol = createDnp3Protocol();
const address = (given: Record<string, string | number | null>) => protocol.pointAddress.parse(given);
const settings = deviceSettingsSchema.parse({});

describe('the columns of a DNP3 point list', () => {
  it.each([
    ['Binary Input', 'binary-input'],
    ['DI', 'binary-input'],
    ['AI', 'analog-input'],
    ['g30', 'analog-input'],
    ['Analogue Input', 'analog-input'],
    ['CROB', 'binary-output'],
    ['Double-bit', 'double-bit-input'],
    ['CTR', 'counter'],
    ['frozen counter', 'frozen-counter'],
    ['Octet String', 'octet-string'],
  ])('take %s as %s', (cell, type) => {
    expect(protocol.addressColumns.parse({ point_type: cell, index: '7' })).toMatchObject({ address: { type, index: 7 } });
  });

  it('lose nothing of an address', () => {
    const whole = address({ type: 'binary-output', index: 300, eventClass: 2, control: 'trip-close', count: 2, onTimeMs: 100, offTimeMs: 50, operate: 'direct' });
    const cells = protocol.addressColumns.format(makePoint({ address: whole, dataType: 'boolean' }));
    expect(protocol.addressColumns.parse(cells)).toEqual({ address: whole });
  });

  it('name the column that does not fit', () => {
    expect(protocol.addressColumns.parse({ point_type: 'Thermometer', index: '1' })).toMatchObject({ problems: [{ column: 'point_type' }] });
    expect(protocol.addressColumns.parse({ point_type: 'AI' })).toMatchObject({ problems: [{ column: 'index' }] });
    expect(protocol.addressColumns.parse({ point_type: 'AI', index: '70000' })).toMatchObject({ problems: [{ column: 'index' }] });
    expect(protocol.addressColumns.parse({ point_type: 'AI', index: '1', event_class: '4' })).toMatchObject({ problems: [{ column: 'event_class' }] });
  });
});

describe('a point', () => {
  it('is named by its type and index', () => {
    const point = makePoint({ address: address({ type: 'analog-input', index: 3 }) });
    expect(protocol.addressTexts(point)).toEqual(['AI 3']);
    expect(protocol.addressKey(point)).toBe('analog_input_3');
  });

  it('is refused where its data type or its access do not fit its type', () => {
    const of = (given: Parameters<typeof makePoint>[0]) => protocol.checkPoint(makePoint(given));
    expect(of({ address: address({ type: 'analog-input', index: 3 }) })).toBeNull();
    expect(of({ address: address({ type: 'binary-input', index: 3 }) })).toContain('choose boolean');
    expect(of({ address: address({ type: 'analog-input', index: 3 }), access: 'read-write' })).toContain("can't be written");
    expect(of({ address: { type: 'analog-input', index: -1 } })).toContain('index');
  });
});

describe('settings', () => {
  it('fill themselves in as the standard has them', () => {
    expect(settings).toMatchObject({ masterAddress: 1, integrityIntervalS: 300, responseTimeoutMs: 5000, timeSync: 'lan' });
    expect(protocol.lineSettings.parse({ host: '10.0.0.5' })).toMatchObject({ transport: 'tcp', port: 20_000 });
  });

  it('refuse one address for both stations, a reserved one, and a line without a place', () => {
    expect(deviceSettingsSchema.safeParse({ masterAddress: 5, outstationAddress: 5 }).success).toBe(false);
    expect(deviceSettingsSchema.safeParse({ outstationAddress: 65_532 }).success).toBe(false);
    expect(protocol.lineSettings.safeParse({}).success).toBe(false);
    expect(protocol.lineSettings.safeParse({ transport: 'serial' }).success).toBe(false);
  });

  it('make lines of one place one line, and tell transports apart', () => {
    const key = (given: Record<string, string | number>) => protocol.lineKey(protocol.lineSettings.parse(given));
    expect(key({ host: 'RTU' })).toBe(key({ host: 'rtu' }));
    expect(key({ host: 'rtu', transport: 'tls' })).not.toBe(key({ host: 'rtu' }));
    expect(protocol.lineLabel(protocol.lineSettings.parse({ transport: 'serial', serialPath: 'COM5' }))).toBe('COM5 9600 8N1');
  });
});

describe('flags', () => {
  it.each([
    [FLAG.online, 'good', '', ['ONLINE']],
    [0, 'bad', 'Offline', []],
    [FLAG.online | FLAG.commLost, 'bad', 'Communication lost behind the outstation', ['ONLINE', 'COMM_LOST']],
    [FLAG.online | FLAG.restart, 'uncertain', 'Not updated since a restart', ['ONLINE', 'RESTART']],
    [FLAG.online | FLAG.localForced, 'uncertain', 'Forced locally', ['ONLINE', 'LOCAL_FORCED']],
    [FLAG.online | FLAG.overRange, 'uncertain', 'Over range', ['ONLINE', 'OVER_RANGE']],
  ])('0x%s of an analog input are %s', (octet, level, reason, flags) => {
    expect(qualityOf('analog', octet)).toEqual({ level, reason, flags });
  });

  it('have other names for other types, and none in packed variations', () => {
    expect(qualityOf('binary', FLAG.online | 0x20).flags).toContain('CHATTER_FILTER');
    expect(qualityOf('counter', FLAG.online | 0x20)).toEqual({ level: 'good', reason: '', flags: ['ONLINE', 'ROLLOVER'] });
    expect(qualityOf('binary', undefined)).toEqual({ level: 'good', reason: '', flags: [] });
  });
});

describe('a command', () => {
  const output = (more: Record<string, string | number>) => makePoint({ dataType: 'boolean', access: 'read-write', address: address({ type: 'binary-output', index: 3, ...more }) });
  const made = (point: ReturnType<typeof makePoint>, value: boolean | number) => {
    const command = commandOf(point, value, settings);
    if ('problem' in command) throw new Error(command.problem);
    return command;
  };

  it.each([
    ['latch', true, 'Latch on', 0x03],
    ['latch', false, 'Latch off', 0x04],
    ['pulse', true, 'Pulse on', 0x01],
    ['pulse', false, 'Pulse off', 0x02],
    ['trip-close', true, 'Close (pulse on)', 0x41],
    ['trip-close', false, 'Trip (pulse on)', 0x81],
  ])('of the kind %s for %s is %s', (control, value, title, code) => {
    expect(made(output({ control }), value)).toMatchObject({ title, mode: 'select', command: { group: 12, variation: 1, index: 3, value: { controlCode: code } } });
  });

  it('shows every octet that will be sent', () => {
    const shown = commandFields(made(output({ control: 'trip-close', onTimeMs: 1000, offTimeMs: 0, operate: 'direct' }), false));
    if ('problem' in shown) throw new Error(shown.problem);
    expect(shown.fields.map(({ octets }) => octets.replaceAll(' ', '')).join('')).toBe('C0050C011701038101E80300000000000000');
  });

  it('of an analog output takes the variation of its data type, and refuses what does not fit it', () => {
    const analog = (dataType: 'int16' | 'float64') => makePoint({ dataType, access: 'read-write', address: address({ type: 'analog-output', index: 1 }) });
    expect(made(analog('int16'), 5).command).toMatchObject({ group: 41, variation: 2, value: { value: 5 } });
    expect(made(analog('float64'), 5.5).command).toMatchObject({ variation: 4 });
    expect(commandOf(analog('int16'), 40_000, settings)).toHaveProperty('problem');
    expect(commandOf(makePoint({ dataType: 'boolean', address: address({ type: 'binary-output', index: 1 }) }), true, settings)).toEqual({ problem: 'T is read only' });
  });
});

it('says internal indications with what to do next', () => {
  expect(indicationsOf(IIN.eventBufferOverflow | IIN.class1Events, settings)).toMatchObject([{ title: 'Events of class 1 are waiting', trouble: false }, { trouble: true }]);
  expect(indicationsOf(IIN.needTime, { ...settings, timeSync: 'none' })).toMatchObject([{ trouble: true }]);
  expect(indicationsOf(0, settings)).toEqual([]);
});
