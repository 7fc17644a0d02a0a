import { describe, expect, it } from 'vitest';
import { attributeName, attributeValue, header, Outstation, read, Database } from '../../../electron/stacks/dnp3';
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

  it('that are none are refused when the outstation is made', () => {
    for (const attribute of [
      { variation: 254, value: 'x' },
      { variation: 1, value: 'x'.repeat(256) },
      { variation: 1, value: -1 },
    ]) {
      expect(() => new Outstation(new Database({}), new ScriptedDevice(), { attributes: [attribute] })).toThrow(RangeError);
    }
  });
});
