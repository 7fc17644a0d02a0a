import { describe, expect, it } from 'vitest';
import { exportPointList } from '../../../../electron/project/point-list/export-point-list';
import { previewPointList } from '../../../../electron/project/point-list/preview-point-list';
import type { Preview } from '../../../../electron/project/point-list/preview';
import { tableFiles } from '../../../../electron/project/point-list/table-files';
import type { TableFormat } from '../../../../electron/project/point-list/table';
import { writeXlsx } from '../../../../electron/project/point-list/xlsx';
import type { Point, PointInput } from '../../../../shared/domain/point';
import { makeDevice, makePoint } from '../../../support/domain-fixtures';
import { listProtocol } from '../../../support/point-list-fixtures';

function at(address: number, fields: Partial<PointInput> = {}): Point {
  return makePoint({ name: `Point ${address}`, address: { table: 'holding', address, topic: '' }, ...fields });
}

function preview(content: string | Uint8Array, { points = [], format = 'csv', isIdTaken }: { points?: Point[]; format?: TableFormat; isIdTaken?: (id: string) => boolean } = {}): Promise<Preview> {
  const octets = typeof content === 'string' ? Buffer.from(content) : content;
  return previewPointList({ content: octets, format, device: makeDevice(points), protocol: listProtocol, files: tableFiles, ...(isIdTaken ? { isIdTaken } : {}) });
}

const actions = (found: Preview): string[] => found.rows.map(({ row, action }) => `${row} ${action}`);
const problems = (found: Preview): string[] => found.rows.flatMap(({ row, problems: all }) => all.map(({ column, message }) => `${row} ${column}: ${message}`));

describe('what a table says', () => {
  it('takes access as the screens write it', async () => {
    const found = await preview('name,address,data_type,access\nOne,1,uint16,Read and write\nTwo,2,uint16,Read\nThree,3,uint16,Write only\n');
    expect(found.rows.map(({ point }) => point?.access)).toEqual(['read-write', 'read', 'write']);
  });

  it('says of a name that is too long how long one may be', async () => {
    const found = await preview(`name,address,data_type\n${'A'.repeat(300)},1,uint16\n`);
    expect(problems(found)).toEqual(['2 name: is longer than 200 characters']);
  });

  it('names every bad row and column with what is wrong, and keeps the good rows', async () => {
    const found = await preview('name,address,data_type,scale,access\nGood,1,uint16,1,read\nBad scale,2,uint16,x,read\n,3,uint16,0,rw\nBad type,four,uint17,1,maybe\nGood too,5,float32,,\n');
    expect(actions(found)).toEqual(['2 add', '3 bad', '4 bad', '5 bad', '6 add']);
    expect(problems(found)).toEqual([
      '3 scale: "x" is no number',
      '4 name: is missing',
      '5 data_type: "uint17" is no data type: boolean, int16, uint16, int32, uint32, int48, uint48, int64, uint64, float32, float64, bcd16, bcd32, unix32, unix64, unix64ms, time32, utime32, date48ymd, date48mdy, date64, string, or fixed point such as q7.8',
      '5 access: "maybe" is no access: read, write or read-write',
      '5 address: "four" is no address',
    ]);
  });

  it('tells what the schema and the protocol refuse', async () => {
    const found = await preview('name,address,table,data_type,scale,poll interval (ms)\nA,1,,uint16,0,1000\nB,2,coil,uint16,1,5\nC,3,coil,uint16,1,1000\n');
    expect(problems(found)).toEqual(['2 scale: a scale of 0 would lose the value', expect.stringMatching(/^3 poll_interval_ms: /), '4 address: a coil is boolean, not uint16']);
  });

  it('understands other spellings of headers, types and access, and lists columns that it does not know', async () => {
    const found = await preview('Tag Name;Register;Data Type;Scale Factor;R/W;Units;Register Type;Room\nFlow;100;REAL;0,5;R/W;°C;holding;B12\nPump;7;;;ro;;coil;B12\n');
    expect(problems(found)).toEqual([]);
    expect(found.unknownColumns).toEqual(['Room']);
    expect(found.rows.map(({ point }) => point)).toMatchObject([
      { name: 'Flow', address: { address: 100 }, dataType: 'float32', scale: 0.5, access: 'read-write', unit: '°C' },
      { name: 'Pump', address: { table: 'coil' }, dataType: 'boolean', scale: 1, access: 'read' },
    ]);
  });

  it('reads semicolons, tabs, other encodings and line ends, quotes, and empty rows', async () => {
    const semicolons = 'name;address;data_type;unit\r\nA;1;uint16;°C\r\n\r\nB;2;uint16;"a;b"\r\n';
    const expected = ['2 add', '4 add'];
    for (const content of [
      Buffer.from(semicolons),
      Buffer.from(`\ufeff${semicolons}`),
      Buffer.from(`\ufeff${semicolons}`, 'utf16le'),
      Buffer.from(semicolons, 'latin1'),
      Buffer.from(semicolons.replaceAll('\r\n', '\r')),
      Buffer.from(semicolons.replaceAll('a;b', 'ab').replaceAll(';', '\t')),
    ]) {
      const found = await preview(content);
      expect(actions(found)).toEqual(expected);
      expect(found.rows[0]?.point?.unit).toBe('°C');
    }
    const found = await preview('name,address,data_type\n5" pipe,1,uint16\n');
    expect(found.rows[0]?.point?.name).toBe('5" pipe');
  });

  it('takes a decimal comma where it is clear and asks where it is not', async () => {
    const clear = await preview('name;address;data_type;scale\nA;1;uint16;1,250\n');
    expect(clear.rows[0]?.point?.scale).toBe(1.25);
    const unclear = await preview('name,address,data_type,scale\nA,1,uint16,"1,250"\nB,2,uint16,"0,125"\nC,3,uint16,"1.234,5"\n');
    expect(problems(unclear)).toEqual(['2 scale: "1,250" may be 1.250 or 1250: write it with a decimal point and without thousands separators', '4 scale: "1.234,5" is no number']);
    expect(unclear.rows[1]?.point?.scale).toBe(0.125);
  });

  it('refuses what is no table in words that help', async () => {
    const cases: [string | Uint8Array, TableFormat, RegExp][] = [
      ['', 'csv', /There is nothing in the table/],
      ['1,2,3\n4,5,6\n', 'csv', /The first row must name the columns. Known are: id, name, description, table, address, topic, data_type/],
      ['name,address\n"A,1\nB,2\n', 'csv', /never closed/],
      ['name,Register,address\n', 'csv', /The columns "Register" and "address" both mean address/],
      [Buffer.from('no workbook'), 'xlsx', /no XLSX workbook/],
      [Buffer.from('PK\u0003\u0004 broken'), 'xlsx', /The workbook can't be read/],
    ];
    for (const [content, format, message] of cases) await expect(preview(content, { format })).rejects.toThrowError(message);
  });

  it('reads a workbook as people make it: numbers, empty cells, a title row above', async () => {
    const content = await writeXlsx([['', ''], ['Name', 'Register', 'Type', 'Factor'], ['A', '1', 'WORD', '0.1'], ['', '', '', ''], ['B', '2', 'int', '']], new Set([1, 3]));
    const found = await preview(content, { format: 'xlsx' });
    expect(actions(found)).toEqual(['3 add', '5 add']);
    expect(found.rows.map(({ point }) => point?.scale)).toEqual([0.1, 1]);
  });
});

describe('which point a row means', () => {
  const flow = at(1, { name: 'Flow', unit: '°C', tags: ['keep'], sensorType: 'temperature' });
  const pump = at(2, { name: 'Pump', sensorType: 'speed' });

  it('is told by the id, whatever else changed', async () => {
    const found = await preview(`id,name,address\n${flow.id},Flow of boiler 1,77\n`, { points: [flow, pump] });
    expect(found.rows[0]).toMatchObject({ action: 'update', point: { ...flow, name: 'Flow of boiler 1', address: { address: 77, table: 'holding' } } });
  });

  it('is told by address and sensor type without an id, and columns that the table lacks stay as they are', async () => {
    const found = await preview('address,sensor_type,unit\n1,temperature,K\n2,speed,\n1,pressure,bar\n', { points: [flow, pump] });
    expect(found.rows[0]).toMatchObject({ action: 'update', point: { ...flow, unit: 'K' } });
    expect(found.rows[1]).toMatchObject({ action: 'same', point: pump });
    expect(found.rows[2]).toMatchObject({ action: 'bad', problems: [{ column: 'name', message: 'is missing' }, { column: 'data_type', message: 'is missing' }], cells: { name: '', address: '1', dataType: '', unit: 'bar', sensorType: 'pressure' } });
    expect(found.rows[0]).not.toHaveProperty('cells');
  });

  it('is told by the address alone where the table has no sensor types and only one point is there', async () => {
    const found = await preview('address,unit\n1,K\n', { points: [flow, pump] });
    expect(found.rows[0]).toMatchObject({ action: 'update', point: { id: flow.id, unit: 'K', sensorType: 'temperature' } });
  });

  it('is refused where two rows mean one point, or a row would answer to the key of another', async () => {
    const found = await preview(
      `id,name,address,data_type,sensor_type\n${flow.id},A,1,uint16,temperature\n${flow.id},B,9,uint16,temperature\n,C,2,uint16,x\n,D,2,uint16,x\n,E,2,uint16,speed\n`,
      { points: [flow, pump] },
    );
    expect(actions(found)).toEqual(['2 update', '3 bad', '4 add', '5 bad', '6 update']);
    expect(problems(found)).toEqual(['3 id: row 2 means the same point', '5 sensor_type: would answer to the key x_holding2, as row 4 does: give it another sensor type or address']);
  });

  it('is a new one where its id belongs to another device, as when a list is taken to a second device', async () => {
    const found = await preview(`id,name,address,data_type\n${flow.id},A,1,uint16\n`, { isIdTaken: (id) => id === flow.id });
    expect(found.rows[0]?.action).toBe('add');
    expect(found.rows[0]?.point?.id).not.toBe(flow.id);
  });
});

describe('a cell that a spreadsheet would run', () => {
  it('has an apostrophe before it in the file and none in the project', async () => {
    const point = at(1, { name: '=HYPERLINK("http://x")', description: "'quoted'", unit: '-', address: { table: 'holding', address: 1, topic: '+/flow' }, offset: -5 });
    const csv = Buffer.from(await exportPointList({ points: [point], protocol: listProtocol, format: 'csv', files: tableFiles })).toString();
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")",'quoted',holding,1,'+/flow,float32,read,1,-5,'-,`);
    expect((await preview(csv, { points: [point] })).rows[0]?.action).toBe('same');
  });
});
