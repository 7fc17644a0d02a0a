import { describe, expect, it } from 'vitest';
import { exportPointList } from '../../../../electron/project/point-list/export-point-list';
import { previewPointList } from '../../../../electron/project/point-list/preview-point-list';
import { tableFiles } from '../../../../electron/project/point-list/table-files';
import { createModbusProtocol } from '../../../../electron/protocols/modbus';
import { makeDevice, makePoint } from '../../../support/domain-fixtures';

const modbusProtocol = createModbusProtocol();

const points = [
  makePoint({ name: 'Flow', address: { table: 'holding-register', address: 100, byteOrder: 'CDAB', bit: null, bitCount: null, length: null }, dataType: 'float32', sensorType: 'temperature' }),
  makePoint({ name: 'Alarm', address: { table: 'input-register', address: 7, byteOrder: null, bit: 3, bitCount: null, length: null }, dataType: 'boolean', sensorType: 'alarm', enumeration: [{ value: 0, label: 'Normal' }, { value: 1, label: 'Alarm' }] }),
  makePoint({ name: 'Pump', address: { table: 'coil', address: 0, byteOrder: null, bit: null, bitCount: null, length: null }, dataType: 'boolean', access: 'read-write', sensorType: 'pump' }),
  makePoint({ name: 'Serial number', address: { table: 'holding-register', address: 200, byteOrder: null, bit: null, bitCount: null, length: 8 }, dataType: 'string', sensorType: 'text' }),
  makePoint({ name: 'Mode', address: { table: 'holding-register', address: 300, byteOrder: null, bit: 4, bitCount: 3, length: null }, dataType: 'uint16', sensorType: 'mode', enumeration: [{ value: 2, label: 'Auto' }] }),
  makePoint({ name: 'Last reset', address: { table: 'holding-register', address: 310, byteOrder: 'EFABCD', bit: null, bitCount: null, length: null }, dataType: 'date48mdy', sensorType: 'time' }),
  makePoint({ name: 'Gain', address: { table: 'holding-register', address: 320, byteOrder: 'BA', bit: null, bitCount: null, length: null }, dataType: 'q7.8', sensorType: 'gain' }),
  makePoint({ name: 'Energy', address: { table: 'holding-register', address: 330, byteOrder: 'BADCFEHG', bit: null, bitCount: null, length: null }, dataType: 'unix64ms', sensorType: 'time' }),
];

describe('a register map', () => {
  for (const format of ['csv', 'xlsx', 'clipboard'] as const) {
    it(`goes out as ${format} and comes back with its addresses, bits, orders and lengths`, async () => {
      const content = await exportPointList({ points, protocol: modbusProtocol, format, files: tableFiles });
      const preview = await previewPointList({ content, format, device: makeDevice(points), protocol: modbusProtocol, files: tableFiles });
      expect(preview.rows.map(({ action, problems }) => [action, problems])).toEqual(points.map(() => ['same', []]));
      const elsewhere = await previewPointList({ content, format, device: makeDevice([]), protocol: modbusProtocol, files: tableFiles });
      expect(elsewhere.rows.map(({ point }) => point)).toEqual(points);
    });
  }

  it('is read from a list as a manual has it', async () => {
    const text = 'Register\tParameter\tType\tR/W\tFactor\tUnit\n40101\tSupply temperature\tREAL\tR\t1\t°C\n30008\tPressure\tINT\tR\t0.01\tbar\n00001\tPump\t\tR/W\t\t\n';
    const preview = await previewPointList({ content: Buffer.from(text), format: 'clipboard', device: makeDevice([]), protocol: modbusProtocol, files: tableFiles });
    expect(preview.rows.flatMap(({ problems }) => problems)).toEqual([]);
    expect(preview.rows.map(({ point }) => [point?.address['table'], point?.address['address'], point?.dataType, point?.scale])).toEqual([
      ['holding-register', 100, 'float32', 1],
      ['input-register', 7, 'int16', 0.01],
      ['coil', 0, 'boolean', 1],
    ]);
  });
});

describe('an array in a register map', () => {
  const preview = (text: string, device = makeDevice([])) => previewPointList({ content: Buffer.from(text), format: 'clipboard', device, protocol: modbusProtocol, files: tableFiles });

  it('is a row for each element, in a row of registers', async () => {
    const { rows } = await preview('Register\tName\tType\tSensor type\n40101\tZone\tfloat32[3]\tzone\n40201\tStep\tARRAY[1..2] OF INT\tstep\n');
    expect(rows.flatMap(({ problems }) => problems)).toEqual([]);
    expect(rows.map(({ row, point }) => [row, point?.name, point?.address['address'], point?.dataType])).toEqual([
      [2, 'Zone[0]', 100, 'float32'],
      [2, 'Zone[1]', 102, 'float32'],
      [2, 'Zone[2]', 104, 'float32'],
      [3, 'Step[0]', 200, 'int16'],
      [3, 'Step[1]', 201, 'int16'],
    ]);
    const text = 'Register\tName\tType\tSensor type\n40101\tZone\tfloat32[3]\tzone\n';
    const again = await preview(text, makeDevice((await preview(text)).rows.flatMap(({ point }) => (point === null ? [] : [point]))));
    expect(again.rows.map(({ action }) => action)).toEqual(['same', 'same', 'same']);
  });

  it('is refused where it has no element, no end, or elements without a length', async () => {
    const problems = async (cell: string) => (await preview(`Register\tName\tType\n465530\tZone\t${cell}\n`)).rows.flatMap((row) => row.problems.map(({ message }) => message));
    expect(await problems('float32[0]')).toEqual(['an array has 1 to 10000 elements, not 0']);
    expect((await problems('float32[4]')).at(-1)).toContain('past the last one');
    expect((await problems('real32[4]'))[0]).toContain('is no data type');
  });
});
