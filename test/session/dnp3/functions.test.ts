import { describe, expect, it } from 'vitest';
import { freezeAtTime, header, writeStrings, type ManageAction, type OutstationHandler } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { DrivenOutstation, points } from '../../support/dnp3-driven-outstation';

const TIME_AT = (ms: number): string => {
  const octets = Buffer.alloc(6);
  octets.writeUIntLE(1_700_000_000_000 + ms, 0, 6);
  return octets.toString('hex').toUpperCase().match(/../g)!.join(' ');
};
const COUNTERS = { counter: points(2), 'frozen-counter': points(2) };
const frozen = (driven: DrivenOutstation): number | undefined => driven.database.point('frozen-counter', 0)?.state.value;

describe('freeze at a time', () => {
  it('freezes once at its time, not before', () => {
    const driven = new DrivenOutstation({ points: COUNTERS });
    driven.update('counter', 0, 7);
    expect(driven.ask(`C1 0B 32 02 07 01 ${TIME_AT(5000)} 00 00 00 00 14 00 06`)).toEqual(['C1 81 82 00']);
    driven.advance(4999);
    expect(frozen(driven)).toBe(0);
    driven.advance(1);
    expect(frozen(driven)).toBe(7);
    driven.update('counter', 0, 8);
    driven.advance(100_000);
    expect(frozen(driven)).toBe(7);
  });

  it('freezes again and again where an interval is given, and at once where the time is 0', () => {
    const driven = new DrivenOutstation({ points: COUNTERS });
    driven.update('counter', 0, 1);
    expect(driven.ask('C1 0B 32 02 07 01 00 00 00 00 00 00 E8 03 00 00 14 00 06')[0]).toMatch(/^C1 81 .. 00$/);
    expect(frozen(driven)).toBe(1);
    for (const value of [2, 3, 4]) {
      driven.update('counter', 0, value);
      driven.advance(1000);
      expect(frozen(driven)).toBe(value);
    }
  });

  it('without acknowledgement does the same and answers nothing', () => {
    const driven = new DrivenOutstation({ points: COUNTERS });
    driven.update('counter', 0, 9);
    expect(driven.ask('C1 0C 32 02 07 01 00 00 00 00 00 00 00 00 00 00 14 00 06')).toEqual([]);
    expect(frozen(driven)).toBe(9);
  });

  it('is refused without time, without points, with other points, in the past, and more than sixteen', () => {
    const driven = new DrivenOutstation({ points: COUNTERS });
    expect(driven.ask('C1 0B 14 00 06')).toEqual(['C1 81 80 04']);
    expect(driven.ask(`C2 0B 32 02 07 01 ${TIME_AT(5000)} 00 00 00 00`)).toEqual(['C2 81 80 04']);
    expect(driven.ask(`C3 0B 32 02 07 01 ${TIME_AT(5000)} 00 00 00 00 01 00 06`)).toEqual(['C3 81 80 02']);
    expect(driven.ask(`C4 0B 32 02 07 01 ${TIME_AT(-1)} 00 00 00 00 14 00 06`)).toEqual(['C4 81 80 04']);
    for (let i = 0; i < 16; i += 1) expect(driven.ask(`C${(i % 10).toString()} 0B 32 02 07 01 ${TIME_AT(5000 + i)} 00 00 00 00 14 00 06`)[0]).toMatch(/81 80 00$/);
    expect(driven.ask(`CB 0B 32 02 07 01 ${TIME_AT(9000)} 00 00 00 00 14 00 06`)).toEqual(['CB 81 80 04']);
  });

  it('is asked for by a master once, not repeated', () => {
    const driven = DrivenMaster.ready();
    const held = driven.submit((done) => freezeAtTime([header(20, 0)], 1_700_000_005_000, 0, done));
    expect(driven.take()[0]).toMatch(/^C1 0B 32 02 07 01 (.. ){6}00 00 00 00 14 00 06$/);
    driven.advance(60_000);
    expect(held.outcome).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
  });
});

describe('functions that a device carries out itself', () => {
  const CASES: readonly (readonly [number, ManageAction])[] = [[15, 'initialize-data'], [16, 'initialize-application'], [17, 'start-application'], [18, 'stop-application'], [19, 'save-configuration'], [31, 'activate-configuration']];

  it.each(CASES)('%i (%s) goes to the device with its objects; the answer tells how long it takes', (functionCode, action) => {
    const driven = new DrivenOutstation();
    const asked: unknown[] = [];
    const device: OutstationHandler = driven.device;
    device.manage = (own, what) => {
      asked.push([own, Buffer.from(what).toString('hex')]);
      return 2500;
    };
    const code = functionCode.toString(16).padStart(2, '0').toUpperCase();
    expect(driven.ask(`C1 ${code} 5A 01 5B 01 01 00 07`)).toEqual(['C1 81 80 00 34 02 07 01 C4 09']);
    expect(asked).toEqual([[action, '5a015b01010007']]);
    device.manage = () => 0;
    expect(driven.ask(`C2 ${code}`)).toEqual(['C2 81 80 00']);
    device.manage = () => undefined;
    expect(driven.ask(`C3 ${code}`)).toEqual(['C3 81 80 01']);
  });
});

describe('writing octet strings', () => {
  it('goes to the device, then to the point', () => {
    const driven = new DrivenOutstation({ points: { 'octet-string': points(2) } });
    const device: OutstationHandler = driven.device;
    const written: unknown[] = [];
    device.writeString = (index, octets) => {
      written.push([index, Buffer.from(octets).toString()]);
      return index === 0;
    };
    expect(driven.ask('C1 02 6E 03 00 00 00 61 62 63')[0]).toMatch(/^C1 81 .. 00$/);
    expect(Buffer.from(driven.database.point('octet-string', 0)?.state.octets ?? []).toString()).toBe('abc');
    expect(driven.ask('C2 02 6E 01 00 01 01 78')[0]).toMatch(/^C2 81 .. 04$/);
    expect(driven.ask('C3 02 6E 01 00 07 07 78')[0]).toMatch(/^C3 81 .. 04$/);
    expect(written).toEqual([[0, 'abc'], [1, 'x']]);
  });

  it('is not supported where the device has nothing to write', () => {
    const driven = new DrivenOutstation({ points: { 'octet-string': points(1) } });
    expect(driven.ask('C1 02 6E 01 00 00 00 78')).toEqual(['C1 81 80 01']);
  });

  it('is asked for by a master with a header for each', () => {
    const driven = DrivenMaster.ready();
    driven.submit((done) => writeStrings([{ index: 3, octets: Uint8Array.of(0x61, 0x62) }, { index: 4, octets: Uint8Array.of(0x63) }], done));
    expect(driven.take()).toEqual(['C1 02 6E 02 01 03 00 03 00 61 62 6E 01 01 04 00 04 00 63']);
  });
});

describe('a response with objects that are not known', () => {
  it('is taken up to them, confirmed and counted', () => {
    const driven = DrivenMaster.ready();
    const confirm = driven.answer('F0 82 00 00 02 01 17 01 05 81 56 01 17 01 00 AA BB');
    expect(confirm).toEqual(['D0 00']);
    expect(driven.handler.reports).toMatchObject([{ type: 'binary', index: 5 }]);
    expect([driven.session.counters.unknownObjects, driven.session.counters.malformed]).toEqual([1, 0]);
  });
});
