import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchBuilder } from '../../../electron/history/batch-builder';
import { BucketGrid } from '../../../electron/history/bucket-grid';
import { GapLine } from '../../../electron/history/gap-line';
import { GOOD, bad } from '../../../shared/domain/quality';

describe('BucketGrid', () => {
  it('has in each bucket exactly the min, max and mean of the samples whose time is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9999), fc.integer({ min: -1000, max: 1000 })), { minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (samples, buckets) => {
        const grid = new BucketGrid(0, 10_000, buckets);
        for (const [time, value] of samples) grid.addSpan(time, time, 1, value, value, value);
        const byBucket = new Map<number, number[]>();
        for (const [time, value] of [...samples].sort(([one], [other]) => one - other)) {
          const at = Math.floor(time / (10_000 / buckets));
          byBucket.set(at, [...(byBucket.get(at) ?? []), value]);
        }
        const { min, max, mean, times } = grid.result([]);
        const expected = [...byBucket.values()];
        expect(min).toEqual(expected.map((values) => Math.min(...values)));
        expect(max).toEqual(expected.map((values) => Math.max(...values)));
        mean.forEach((value, at) => {
          expect(value).toBeCloseTo(expected[at]!.reduce((sum, one) => sum + one, 0) / expected[at]!.length, 9);
        });
        expect(times).toEqual([...times].sort((one, other) => one - other));
      }),
    );
  });

  it('breaks the line in a gap that is wide enough for a bucket, and in no narrower one', () => {
    const grid = new BucketGrid(0, 100, 10);
    for (const time of [5, 15, 75]) grid.addSpan(time, time, 1, 1, 1, 1);
    expect(grid.result([{ from: 16, to: 75 }, { from: 5, to: 9 }]).min).toEqual([1, 1, Number.NaN, 1]);
  });
});

describe('GapLine', () => {
  it('makes one gap of a bad spell over several pieces', () => {
    const line = new GapLine([]);
    line.add(0, 10, [{ from: 8, to: null, reason: 'No answer' }]);
    line.add(20, 30, [{ from: 20, to: null, reason: 'No answer' }]);
    line.add(40, 50, [{ from: 40, to: 45, reason: 'No answer' }]);
    expect(line.between(0, 100)).toEqual([{ from: 8, to: 45, reason: 'No answer' }]);
  });

  it('ends a gap where the next piece is good, and where the reason changes', () => {
    const line = new GapLine([]);
    line.add(0, 10, [{ from: 8, to: null, reason: 'No answer' }]);
    line.add(20, 30, [{ from: 20, to: 25, reason: 'Exception 2' }]);
    expect(line.between(0, 100)).toEqual([{ from: 8, to: 20, reason: 'No answer' }, { from: 20, to: 25, reason: 'Exception 2' }]);
  });

  it('names a pause of the product, and ends a bad spell with it', () => {
    const line = new GapLine([{ from: 12, to: 90 }]);
    line.add(0, 10, [{ from: 8, to: null, reason: 'No answer' }]);
    line.add(95, 99, []);
    expect(line.between(0, 100)).toEqual([{ from: 8, to: 12, reason: 'No answer' }, { from: 12, to: 95, reason: 'Not recorded' }]);
  });

  it('cuts gaps to the span that is asked for', () => {
    const line = new GapLine([]);
    line.add(0, 10, [{ from: 2, to: 4, reason: 'a' }, { from: 8, to: null, reason: 'b' }]);
    expect(line.between(3, 50)).toEqual([{ from: 3, to: 4, reason: 'a' }, { from: 8, to: 50, reason: 'b' }]);
    expect(line.between(5, 7)).toEqual([]);
  });
});

describe('BatchBuilder', () => {
  const sample = (pointId: string, quality = GOOD) => ({ pointId, value: 1, raw: null, quality, sourceTime: null, receivedTime: 1 });

  it('sends each point and each quality once, and says where in the list they belong', () => {
    const builder = new BatchBuilder();
    builder.add(sample('a'));
    builder.add(sample('b', bad('No answer')));
    expect(builder.take(1)).toMatchObject({ seq: 1, pointsFrom: 0, newPoints: ['a', 'b'], points: Uint32Array.of(0, 1), qualities: Uint32Array.of(0, 1), sourceTimes: null });
    builder.add(sample('c', bad('No answer')));
    expect(builder.take(2)).toMatchObject({ pointsFrom: 2, newPoints: ['c'], qualitiesFrom: 2, newQualities: [], points: Uint32Array.of(2), qualities: Uint32Array.of(1) });
    expect(builder.count).toBe(0);
  });

  it('bounds the list of qualities: what comes after keeps its level', () => {
    const builder = new BatchBuilder();
    for (let at = 0; at < 12_000; at += 1) builder.add(sample('a', bad(`Reason ${String(at)}`)));
    const batch = builder.take(1);
    expect(batch.newQualities.length).toBeLessThanOrEqual(10_001);
    expect(batch.newQualities[batch.qualities.at(-1)!]).toEqual({ level: 'bad', reason: '', flags: [] });
  });
});
