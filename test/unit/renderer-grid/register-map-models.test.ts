import { describe, expect, test } from 'vitest';
import { buildRows, withHeadings } from '../../../renderer/features/register-map/build-rows';
import { applyEdit, editText, readSetting } from '../../../renderer/features/register-map/cell-edit';
import { toTabSeparated } from '../../../renderer/features/register-map/clipboard-text';
import { fillDown } from '../../../renderer/features/register-map/fill-down';
import { countingField, duplicatePoints, makeSeries, seriesProblem } from '../../../renderer/features/register-map/point-series';
import { filterRows, NO_FILTER } from '../../../renderer/features/register-map/row-filter';
import { sortRows } from '../../../renderer/features/register-map/sort-rows';
import { typeText } from '../../../renderer/features/register-map/type-text';
import { field, point, tabled, topical } from './support';

const word = point({ name: 'Status', dataType: 'uint16', address: { table: 'input', address: 18 } });
const burner = point({ name: 'Burner on', dataType: 'boolean', address: { table: 'input', address: 18 } });
const setpoint = point({ name: 'Setpoint', scale: 0.1, address: { table: 'holding', address: 0 }, sensorType: 'temperature' });
const addresses = { [word.id]: ['18', '300019'], [burner.id]: ['18.0', '300019.0'], [setpoint.id]: ['0', '400001'] };
const rows = buildRows([setpoint, burner, word], addresses, tabled);

describe('the rows of a register map', () => {
  test('are grouped by table in the order of the protocol, with bits under their register', () => {
    expect(rows.map((row) => `${row.depth} ${row.point.name}`)).toEqual(['0 Status', '1 Burner on', '0 Setpoint']);
    expect(withHeadings(rows, tabled).map((row) => (row.kind === 'group' ? `# ${row.title} ${row.count}` : row.point.name))).toEqual([
      '# Input registers 2', 'Status', 'Burner on', '# Holding registers 1', 'Setpoint',
    ]);
  });

  test('show a register whose bits are points as a status word', () => {
    expect(rows.filter((row) => row.statusWord).map((row) => row.point.name)).toEqual(['Status']);
  });

  test('have the bits of a word under it wherever the protocol says they lie, with their numbers', () => {
    const wide = point({ name: 'Events', dataType: 'uint32', address: { table: 'input', address: 30 } });
    const high = point({ name: 'Over temperature', dataType: 'boolean', address: { table: 'input', address: 30 } });
    const low = point({ name: 'Ground fault', dataType: 'boolean', address: { table: 'input', address: 31 } });
    const texts = { [wide.id]: ['30'], [high.id]: ['30.1'], [low.id]: ['31.0'] };
    const list = buildRows([high, wide, low], texts, tabled, { [wide.id]: [{ pointId: low.id, bit: 0, count: 1 }, { pointId: high.id, bit: 17, count: 1 }] });
    expect(list.map((row) => `${row.depth} ${row.point.name}`)).toEqual(['0 Events', '1 Ground fault', '1 Over temperature']);
    expect(list[0]).toMatchObject({ statusWord: true, bits: [{ bit: 0, point: low }, { bit: 17, point: high }] });
    expect(buildRows([high, wide, low], texts, tabled).map((row) => row.depth)).toEqual([0, 1, 0]);
  });

  test('have no headings where the protocol has no tables', () => {
    const topics = [point({ address: { topic: 'a/b' } }), point({ address: { topic: 'a/c' } })];
    const list = buildRows(topics, {}, topical);
    expect(withHeadings(list, topical).every((row) => row.kind === 'point')).toBe(true);
    expect(list.map((row) => row.key)).toEqual(topics.map((each) => each.id));
  });

  test('name the type with order and scale', () => {
    const wide = point({ dataType: 'float32', address: { table: 'input', address: 0, byteOrder: 'CDAB' } });
    const [row] = buildRows([wide], {}, tabled);
    expect(row === undefined ? '' : typeText(row, tabled, {})).toBe('float32 CDAB');
    const byDevice = buildRows([{ ...wide, address: { ...wide.address, byteOrder: null } }], {}, tabled)[0];
    expect(byDevice === undefined ? '' : typeText(byDevice, tabled, { byteOrder: 'BADC' })).toBe('float32 BADC');
    expect(rows.map((each) => typeText(each, tabled, {}))).toEqual(['uint16', 'bit 0', 'int16 ×0.1']);
  });

  test('are filtered by words, sensor type and quality, and a bit keeps its register', () => {
    const good = (): 'good' => 'good';
    expect(filterRows(rows, { ...NO_FILTER, text: 'BURN 19' }, good).map((row) => row.point.name)).toEqual(['Status', 'Burner on']);
    expect(filterRows(rows, { ...NO_FILTER, sensorTypes: ['temperature'] }, good).map((row) => row.point.name)).toEqual(['Setpoint']);
    expect(filterRows(rows, { ...NO_FILTER, qualities: ['bad'] }, (id) => (id === setpoint.id ? 'bad' : 'good')).map((row) => row.point.name)).toEqual(['Setpoint']);
  });

  test('are sorted within their tables, bits with their register, empty ones last', () => {
    const more = [point({ name: 'B', address: { table: 'input' } }), point({ name: 'A', address: { table: 'input' } })];
    const list = buildRows([word, burner, ...more, setpoint], addresses, tabled);
    const byName = (descending: boolean) => sortRows(list, (row) => (row.point.name === 'A' ? null : row.point.name), descending).map((row) => row.point.name);
    expect(byName(false)).toEqual(['B', 'Status', 'Burner on', 'A', 'Setpoint']);
    expect(byName(true)).toEqual(['Status', 'Burner on', 'B', 'A', 'Setpoint']);
  });
});

describe('editing a cell', () => {
  const edit = (name: Parameters<typeof applyEdit>[1], text: string) => applyEdit(setpoint, name, text, 'comma', tabled.addressFields);

  test('changes one field and leaves the others', () => {
    expect(edit('scale', '0.01')).toEqual({ point: { ...setpoint, scale: 0.01 } });
    expect(edit('pollIntervalMs', '')).toEqual({ point: { ...setpoint, pollIntervalMs: null } });
    expect(edit('address:address', '12')).toEqual({ point: { ...setpoint, address: { table: 'holding', address: 12 } } });
    expect(edit('tags', 'a, b;c')).toEqual({ point: { ...setpoint, tags: ['a', 'b', 'c'] } });
  });

  test('names the limit that a bad text breaks', () => {
    expect(edit('scale', '0')).toEqual({ problem: '0 does not fit: a scale of 0 would lose the value.' });
    expect(edit('scale', 'x')).toEqual({ problem: 'x is not a number.' });
    expect(edit('pollIntervalMs', '5')).toEqual({ problem: '5 does not fit: an interval is 10 ms to 86,400,000 ms (one day), in whole milliseconds.' });
    expect(edit('address:address', '70000')).toEqual({ problem: '70000 is above 65535, the highest here.' });
    expect(edit('name', '  ')).toEqual({ problem: 'A point needs a name.' });
    expect(edit('dataType', 'float16')).toHaveProperty('problem');
  });

  test('begins with the text of the field', () => {
    expect(editText(setpoint, 'scale', 'point')).toBe('0,1');
    expect(editText(setpoint, 'address:address', 'comma')).toBe('0');
    expect(editText(setpoint, 'pollIntervalMs', 'comma')).toBe('');
  });

  test('takes choices by value or label', () => {
    const choice = field({ key: 'parity', kind: 'choice', choices: [{ value: 'even', label: 'Even' }] });
    expect(readSetting('EVEN', choice, 'comma')).toEqual({ value: 'even' });
    expect(readSetting('mark', choice, 'comma')).toEqual({ problem: 'mark is none of Even.' });
  });
});

describe('making rows', () => {
  const counting = countingField(tabled.addressFields);
  let made = 0;
  const newId = (): string => `id-${(made += 1)}`;
  const { id: _, ...first } = point({ name: 'Meter ## power', dataType: 'float32', address: { table: 'input', address: 100 } });

  test('counts names and addresses on', () => {
    const series = makeSeries({ first, count: 3, step: 2, counting }, newId);
    expect(series.map((each) => [each.name, each.address['address']])).toEqual([['Meter 01 power', 100], ['Meter 02 power', 102], ['Meter 03 power', 104]]);
    expect(new Set(series.map((each) => each.id)).size).toBe(3);
  });

  test('says when a series would leave the table', () => {
    expect(seriesProblem({ first, count: 40_000, step: 2, counting })).toContain('1 to 10,000');
    expect(seriesProblem({ first, count: 10_000, step: 8, counting })).toBe('The last address would be 80092, above 65535, the highest here.');
    expect(seriesProblem({ first, count: 10, step: 2, counting })).toBeNull();
  });

  test('duplicates behind the originals under free names', () => {
    const a = point({ name: 'A', dataType: 'float32', address: { table: 'input', address: 10 } });
    const b = point({ name: 'B', address: { table: 'input', address: 12 } });
    const copies = duplicatePoints([a, b], [a, b, point({ name: 'A 2' })], counting, newId);
    expect(copies.map((copy) => [copy.name, copy.address['address']])).toEqual([['A 3', 13], ['B 2', 15]]);
  });

  test('fills the value of the first row down, only where it differs', () => {
    const a = point({ unit: '°C' });
    const b = point({ unit: 'K' });
    const c = point({ unit: '°C' });
    expect(fillDown([a, b, c], 'unit')).toEqual([{ ...b, unit: '°C' }]);
    expect(fillDown([a, b], 'address:table')).toEqual([]);
  });
});

test('copied cells with tabs, breaks and quotes are quoted as spreadsheets do', () => {
  expect(toTabSeparated([['a', 'b\tc'], ['d "e"', '']])).toBe('a\t"b\tc"\r\n"d ""e"""\t');
});
