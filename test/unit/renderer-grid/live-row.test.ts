import { describe, expect, test } from 'vitest';
import { bad, GOOD, uncertain } from '../../../shared/domain/quality';
import type { WireSample } from '../../../shared/domain/sample';
import { rowTexts } from '../../../renderer/features/register-map/live-row';
import { columnsToShow, mapColumns, roomFor } from '../../../renderer/features/register-map/map-columns';
import { ReadingChanges } from '../../../renderer/client/reading-changes';
import { SessionFigures } from '../../../renderer/features/register-map/session-figures';
import type { PointRow } from '../../../renderer/features/register-map/point-row';
import { point, tabled, topical } from './support';

const now = 1_000_000_000_000;
const temperature = point({ scale: 0.1, unit: '°C' });
const row: PointRow = { kind: 'point', key: temperature.id, point: temperature, addresses: ['0'], depth: 0, statusWord: false, bits: [], group: 'holding' };

function sample(fields: Partial<WireSample> = {}): WireSample {
  return { pointId: temperature.id, value: 81.4, raw: '032E', quality: GOOD, sourceTime: null, receivedTime: now - 400_000, ...fields };
}

/** An engine that knows nothing; figures come from samples alone. */
function context(intervalMs: number | null = 1000) {
  const figures = new SessionFigures(nobody(), 0, new ReadingChanges(), () => undefined);
  return { sample: () => undefined, figures, numbers: 'comma' as const, engineNow: () => now, intervalOf: () => intervalMs, reducedMotion: () => false };
}

function nobody() {
  return { call: () => Promise.reject(new Error('no engine')) } as unknown as ConstructorParameters<typeof SessionFigures>[0];
}

describe('a live row', () => {
  test('shows value, octets, quality and age', () => {
    expect(rowTexts(row, sample(), context())).toMatchObject({ value: '81.4', raw: '032E', quality: 'Good', mark: 'good', age: '0.4 s' });
  });

  test('says late after two intervals, stale after five, and keeps the value', () => {
    const late = rowTexts(row, sample({ receivedTime: now - 2_100_000 }), context());
    expect(late).toMatchObject({ value: '81.4', quality: 'Good', age: 'Late 2.1 s', ageMark: 'late' });
    expect(rowTexts(row, sample({ receivedTime: now - 5_100_000 }), context())).toMatchObject({ value: '81.4', quality: 'Stale', mark: 'stale', age: '5.1 s' });
  });

  test('of a device that pushes is not stale by itself', () => {
    expect(rowTexts(row, sample({ receivedTime: now - 3_600_000_000 }), context(null))).toMatchObject({ quality: 'Good', age: '1 h 0 m' });
  });

  test('that is bad shows a dash, the reason, and the age since it was last good', () => {
    const world = context();
    world.figures.take(sample({ receivedTime: now - 134_000_000 }));
    const lost = sample({ value: null, raw: null, quality: bad('Exception 2') });
    world.figures.take(lost);
    expect(rowTexts(row, lost, world)).toMatchObject({ value: '—', raw: '', quality: 'Exception 2', mark: 'bad', age: '2 m 14 s' });
    expect(rowTexts(row, lost, context())).toMatchObject({ age: '' });
  });

  test('that is uncertain keeps its value beside the reason; stale goes before it, bad before all', () => {
    expect(rowTexts(row, sample({ quality: uncertain('Out of range') }), context())).toMatchObject({ value: '81.4', quality: 'Out of range', mark: 'uncertain' });
    expect(rowTexts(row, sample({ quality: uncertain('Out of range'), receivedTime: now - 9_000_000 }), context()).mark).toBe('stale');
    expect(rowTexts(row, sample({ quality: bad('No answer'), receivedTime: now - 9_000_000 }), context()).mark).toBe('bad');
  });

  test('keeps the lowest and highest of good values only', () => {
    const world = context();
    for (const value of [81.4, 79.2, 84]) world.figures.take(sample({ value }));
    world.figures.take(sample({ value: 0, quality: bad('No answer') }));
    expect(rowTexts(row, sample(), world)).toMatchObject({ min: '79.2', max: '84.0' });
    expect(rowTexts({ ...row, statusWord: true }, sample(), world)).toMatchObject({ min: '', max: '' });
  });

  test('of a word says which of its bits are 1, by name where they have one, and a line a bit for the tip', () => {
    const word = point({ dataType: 'uint16' });
    const bit = (name: string, labels: string[] = []) => point({ name, dataType: 'boolean', enumeration: labels.map((label, value) => ({ value, label })) });
    const mode = point({ name: 'Mode', dataType: 'uint16', enumeration: [{ value: 2, label: 'Auto' }] });
    const bits = [{ bit: 0, count: 1, point: bit('Burner on') }, { bit: 4, count: 2, point: mode }, { bit: 6, count: 1, point: bit('Flame', ['No', 'Yes']) }, { bit: 15, count: 1, point: bit('Fault') }];
    const status: PointRow = { ...row, point: word, statusWord: true, bits };
    expect(rowTexts(status, sample({ value: 0x0c61 }), context())).toMatchObject({
      value: '0x0C61',
      bits: 'Burner on, Mode 2 Auto, Flame + bits 10, 11',
      bitLines: '0  Burner on: 1 On\n4-5  Mode: 2 Auto\n6  Flame: 1 Yes\n10  no name: 1\n11  no name: 1\n15  Fault: 0 Off',
    });
    expect(rowTexts(status, sample({ value: 0 }), context())).toMatchObject({ bits: '' });
    expect(rowTexts({ ...status, point: point({ dataType: 'int16' }) }, sample({ value: -32_768 }), context())).toMatchObject({ bits: 'Fault' });
    expect(rowTexts(status, sample({ value: 1, quality: bad('No answer') }), context())).toMatchObject({ bits: '', bitLines: '' });
    expect(rowTexts(row, sample(), context())).toMatchObject({ bits: '' });
  });

  test('shows nothing before the first value', () => {
    expect(rowTexts(row, undefined, context())).toMatchObject({ value: '', age: '', mark: 'none' });
  });
});

describe('figures of a session', () => {
  test('take in what the history knows', async () => {
    const client = { call: () => Promise.resolve([{ pointId: temperature.id, raw: false, times: [1, 2], min: [70, null], max: [90, null], mean: [80, null], gaps: [] }]) };
    const told: string[] = [];
    const figures = new SessionFigures(client as unknown as ConstructorParameters<typeof SessionFigures>[0], 0, new ReadingChanges(), (ids) => told.push(...ids));
    figures.take(sample({ value: 81 }));
    await figures.catchUp([temperature.id], now);
    expect(figures.of(temperature.id)).toMatchObject({ min: 70, max: 90 });
    expect(told).toEqual([temperature.id]);
  });
});

describe('the columns', () => {
  const columns = mapColumns({ description: tabled, deviceSettings: {}, notation: 1, simulated: false, defaultIntervalMs: 1000 });
  const ids = (chosen: Record<string, boolean>, width: number) => columnsToShow(columns, chosen, width).map((column) => column.id);

  test('go by themselves where there is no room: first the sensor type, then min and max, then raw, then type', () => {
    const always = ['mark', 'address', 'name', 'value', 'unit', 'quality', 'age'];
    expect(ids({}, 844)).toEqual(['mark', 'address', 'name', 'value', 'unit', 'raw', 'type', 'quality', 'age', 'min', 'max']);
    expect(ids({}, 814)).toEqual(['mark', 'address', 'name', 'value', 'unit', 'raw', 'type', 'quality', 'age']);
    expect(ids({}, 700)).toEqual(['mark', 'address', 'name', 'value', 'unit', 'type', 'quality', 'age']);
    expect(ids({}, 600)).toEqual(always);
    expect(ids({}, 300)).toEqual(always);
    expect(ids({}, 1200)).toContain('sensorType');
  });

  test('of low rank wait for room where words name their bits', () => {
    expect(columnsToShow(columns, {}, 844, 250).map((column) => column.id)).not.toContain('min');
    expect(columnsToShow(columns, {}, 964, 250).map((column) => column.id)).toContain('min');
  });

  test('stay or go when the person chose so, but never name and value', () => {
    expect(ids({ raw: true, sensorType: true, age: false, name: false, value: false, type: false }, 660)).toEqual(['mark', 'address', 'name', 'value', 'unit', 'raw', 'sensorType', 'quality']);
  });

  test('offer each part of the address for editing', () => {
    expect(columns.filter((column) => column.field?.startsWith('address:')).map((column) => column.field)).toEqual(['address:address', 'address:table', 'address:address', 'address:byteOrder']);
  });

  test('show the topic where there are no tables', () => {
    const topics = mapColumns({ description: topical, deviceSettings: {}, notation: 0, simulated: true, defaultIntervalMs: null });
    expect(topics.find((column) => column.id === 'address')?.title).toBe('Topic');
  });
});

test('gives values the room of their longest state, up to a limit', () => {
  const states = (label: string): PointRow => ({ ...row, point: { ...row.point, enumeration: [{ value: 0, label }] } });
  expect(roomFor([row]).value).toBe(roomFor([row, states('Off')]).value);
  expect(roomFor([states('Intermediate')]).value).toBeGreaterThan(roomFor([row]).value);
  expect(roomFor([states('x'.repeat(100))]).value).toBe(160);
});
