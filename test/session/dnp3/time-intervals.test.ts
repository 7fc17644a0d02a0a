import { describe, expect, it } from 'vitest';
import { header, read, writeTimeIntervals, type TaskOutcome, type TimeInterval } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { DrivenOutstation } from '../../support/dnp3-driven-outstation';
import { Pair } from '../../support/dnp3-pair';

const ALL: readonly TimeInterval[] = [
  { index: 1, time: 0x4571, interval: 15, units: 3 },
  { index: 2, time: 0x0102_0304_0506, interval: 0xffff_ffff, units: 0 },
  { index: 300, time: 0, interval: 1, units: 255 },
];
const FIRST = '71 45 00 00 00 00 0F 00 00 00 03';
const SECOND = '06 05 04 03 02 01 FF FF FF FF 00';

/** A device with those intervals that takes new ones, but not of index 9. */
function withIntervals<T extends DrivenOutstation | Pair>(peer: T): { readonly peer: T; readonly written: TimeInterval[] } {
  const written: TimeInterval[] = [];
  const writeTimeInterval = (interval: TimeInterval): boolean => {
    if (interval.index !== 9) written.push(interval);
    return interval.index !== 9;
  };
  Object.assign(peer.device, { timeIntervals: () => ALL, writeTimeInterval });
  return { peer, written };
}

describe('times and intervals by index', () => {
  it('are read all, by range and by index; one that is not there is told', () => {
    const { peer: driven } = withIntervals(new DrivenOutstation());
    expect(driven.ask('C0 01 32 04 06')).toEqual([`C0 81 80 00 32 04 00 01 02 ${FIRST} ${SECOND} 32 04 01 2C 01 2C 01 00 00 00 00 00 00 01 00 00 00 FF`]);
    expect(driven.ask('C1 01 32 04 00 02 02')).toEqual([`C1 81 80 00 32 04 00 02 02 ${SECOND}`]);
    expect(driven.ask('C2 01 32 04 17 02 01 07')).toEqual([`C2 81 80 04 32 04 00 01 01 ${FIRST}`]);
    expect(driven.ask('C3 01 32 04 07 01')).toEqual([`C3 81 80 00 32 04 00 01 01 ${FIRST}`]);
  });

  it('are written by range and by index where the device takes them', () => {
    const { peer: driven, written } = withIntervals(new DrivenOutstation());
    expect(driven.ask(`C0 02 32 04 17 01 01 ${FIRST}`)).toEqual(['C0 81 80 00']);
    expect(driven.ask(`C1 02 32 04 00 02 02 ${SECOND}`)).toEqual(['C1 81 80 00']);
    expect(written).toEqual(ALL.slice(0, 2));
    expect(driven.ask(`C2 02 32 04 17 01 09 ${FIRST}`)).toEqual(['C2 81 80 04']);
    expect(driven.ask(`C3 02 32 04 07 01 ${FIRST}`)).toEqual(['C3 81 80 04']);
    expect(written).toHaveLength(2);
    expect(driven.device.times).toEqual([]);
  });

  it('are unknown to a device that has none', () => {
    const driven = new DrivenOutstation();
    expect(driven.ask('C0 01 32 04 06')).toEqual(['C0 81 80 02']);
    expect(driven.ask(`C1 02 32 04 17 01 01 ${FIRST}`)).toEqual(['C1 81 80 01']);
  });

  it('come to a master with time, interval and its unit, and are written by it', () => {
    const { peer: pair, written } = withIntervals(new Pair({ points: {} }));
    pair.open();
    pair.run(50);
    const tasks = [pair.submit<TaskOutcome>((done) => read([header(50, 4)], done)), pair.submit<TaskOutcome>((done) => writeTimeIntervals(ALL, done))];
    pair.run(50);
    expect(tasks.map(({ outcome }) => outcome?.ok)).toEqual([true, true]);
    expect(pair.handler.reports.map(({ group, variation, index, value }) => [group, variation, index, value])).toEqual(ALL.map(({ index, time, interval, units }) => [50, 4, index, { time, interval, intervalUnits: units }]));
    expect(written).toEqual(ALL);
  });

  it('are put on the wire behind indexes of two octets', () => {
    const driven = DrivenMaster.ready();
    driven.submit((done) => writeTimeIntervals(ALL.slice(0, 1), done));
    expect(driven.take()).toEqual([`C1 02 32 04 28 01 00 01 00 ${FIRST}`]);
  });
});
