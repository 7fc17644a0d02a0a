import { describe, expect, it } from 'vitest';
import { attributeContent, attributeName, attributeValue, header, Outstation, read, Database } from '../../../electron/stacks/dnp3';
import { DrivenOutstation, ScriptedDevice } from '../../support/dnp3-driven-outstation';
import { Pair } from '../../support/dnp3-pair';

const ATTRIBUTES = [
  { variation: 252, value: 'ACME' },
  { variation: 239, value: 300 },
];

describe('device attributes', () => {
  it('are read one by one, all, or as a list', () => {
    const driven = new DrivenOutstation({ attributes: ATTRIBUTES });
    expect(driven.ask('C0 01 00 FC 00 00 00')).toEqual(['C0 81 80 00 00 FC 00 00 00 01 04 41 43 4D 45']);
    expect(driven.ask('C1 01 00 FE 06')).toEqual(['C1 81 80 00 00 FC 00 00 00 01 04 41 43 4D 45 00 EF 00 00 00 02 02 2C 01']);
    expect(driven.ask('C2 01 00 FF 06')).toEqual(['C2 81 80 00 00 FF 00 00 00 FE 04 FC 00 EF 00']);
    expect(driven.ask('C3 01 00 F8 00 00 00')).toEqual(['C3 81 80 02']);
    expect(driven.ask('C4 01 00 FC 00 01 01')).toEqual(['C4 81 80 04']);
    expect(driven.ask('C5 02 00 FC 00 00 00 01 01 41')).toEqual(['C5 81 80 01']);
  });

  it('come to the master with name and value', () => {
    const pair = new Pair({ points: {}, attributes: ATTRIBUTES });
    pair.open();
    pair.run(50);
    pair.submit((done) => read([header(0, 254)], done));
    pair.run(50);
    expect(pair.handler.reports.map(({ variation, value }) => [attributeName(variation), attributeValue(value)])).toEqual([
      ['manufacturer', 'ACME'],
      ['attribute 239', 300],
    ]);
  });

  it('of other types are read, and left as octets where their length does not fit', () => {
    const value = (attributeType: number, ...octets: number[]) => attributeValue({ attributeType, octets: Uint8Array.from(octets) });
    expect([value(3, 0xff), value(3, 0xfe, 0xff), value(4, 0, 0, 0xc8, 0x42), value(4, 0, 0, 0, 0, 0, 0, 0x59, 0x40), value(7, 1, 0, 0, 0, 0, 0)]).toEqual([-1, -2, 100, 100, 1]);
    expect([value(2, 1, 2, 3), value(4, 1), value(7, 1), value(5, 9), attributeValue({})]).toEqual([Uint8Array.of(1, 2, 3), Uint8Array.of(1), Uint8Array.of(1), Uint8Array.of(9), new Uint8Array(0)]);
  });

  it.each([
    ['text', { type: 'text', text: 'Zähler' }, '01 07 5A C3 A4 68 6C 65 72'],
    ['unsigned of one octet', { type: 'unsigned', value: 255 }, '02 01 FF'],
    ['unsigned of four octets', { type: 'unsigned', value: 65_536 }, '02 04 00 00 01 00'],
    ['signed of one octet', { type: 'signed', value: -128 }, '03 01 80'],
    ['signed of two octets', { type: 'signed', value: 128 }, '03 02 80 00'],
    ['signed of four octets', { type: 'signed', value: -32_769 }, '03 04 FF 7F FF FF'],
    ['single precision', { type: 'float', value: 99.5 }, '04 04 00 00 C7 42'],
    ['double precision', { type: 'float', value: 0.1 }, '04 08 9A 99 99 99 99 99 B9 3F'],
    ['an octet string', { type: 'octets', octets: Uint8Array.of(0, 255) }, '05 02 00 FF'],
    ['a bit string', { type: 'bits', octets: Uint8Array.of(5) }, '06 01 05'],
    ['time', { type: 'time', time: 0x0102_0304_0506 }, '07 06 06 05 04 03 02 01'],
    ['a list', { type: 'list', entries: [{ variation: 252, writable: false }, { variation: 247, writable: true }] }, 'FE 04 FC 00 F7 01'],
  ] as const)('of type %s are given in its octets, and read back', (_, value, octets) => {
    const driven = new DrivenOutstation({ attributes: [{ variation: 17, value }] });
    expect(driven.ask('C0 01 00 11 00 00 00')).toEqual([`C0 81 80 00 00 11 00 00 00 ${octets}`]);
    const pair = new Pair({ points: {}, attributes: [{ variation: 17, value }] });
    pair.open();
    pair.run(50);
    pair.submit((done) => read([header(0, 17, { kind: 'range', size: 1, start: 0, stop: 0 })], done));
    pair.run(50);
    expect(pair.handler.reports.map((report) => attributeContent(report.value))).toEqual([value]);
  });

  it('more than 127 are listed by an extended list, whose length counts from 256', () => {
    const attributes = Array.from({ length: 200 }, (_, i) => ({ variation: i + 1, value: i }));
    const [answer = ''] = new DrivenOutstation({ attributes }).ask('C0 01 00 FF 06');
    expect(answer).toMatch(/^C0 81 80 00 00 FF 00 00 00 FF 90 01 00 02 00/);
    expect(answer.split(' ')).toHaveLength(11 + 400);
    const pair = new Pair({ points: {}, attributes });
    pair.open();
    pair.run(50);
    pair.submit((done) => read([header(0, 255)], done));
    pair.run(50);
    expect(pair.handler.reports.map((report) => attributeContent(report.value))).toEqual([{ type: 'list', entries: attributes.map(({ variation }) => ({ variation, writable: false })) }]);
  });

  it('whose length does not fit their type have no content', () => {
    const content = (attributeType: number, length: number) => attributeContent({ attributeType, octets: new Uint8Array(length) });
    expect([content(2, 3), content(3, 8), content(4, 2), content(7, 4), content(254, 3), content(9, 1)]).toEqual(Array.from({ length: 6 }, () => undefined));
  });

  it('that are none are refused when the outstation is made', () => {
    for (const attribute of [
      { variation: 254, value: 'x' },
      { variation: 1, value: 'x'.repeat(256) },
      { variation: 1, value: -1 },
      { variation: 1, value: { type: 'signed', value: 0x8000_0000 } },
      { variation: 1, value: { type: 'signed', value: 0.5 } },
      { variation: 1, value: { type: 'octets', octets: new Uint8Array(256) } },
      { variation: 1, value: { type: 'time', time: 2 ** 48 } },
      { variation: 1, value: { type: 'list', entries: Array.from({ length: 256 }, () => ({ variation: 1, writable: false })) } },
    ] as const) {
      expect(() => new Outstation(new Database({}), new ScriptedDevice(), { attributes: [attribute] })).toThrow(RangeError);
    }
  });
});
