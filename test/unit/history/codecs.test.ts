import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChunk, decodeGaps, decodeSummary, encodeChunk } from '../../../electron/history/chunk-codec';
import { BLOCK, BLOCK_FIELDS } from '../../../electron/history/chunk-summary';
import { decodeJournal, encodeJournal } from '../../../electron/history/journal-codec';
import { OpenSeries } from '../../../electron/history/open-series';
import { cellText, KIND, makeCells, storeValue } from '../../../electron/history/value-kind';
import { NO_VALUE } from '../../../electron/history/series-columns';
import type { EncodedChunk } from '../../../electron/history/chunk-codec';
import type { SeriesColumns } from '../../../electron/history/series-columns';
import type { Quality } from '../../../shared/domain/quality';
import type { Value } from '../../../shared/domain/value';

const QUALITIES: Quality[] = [
  { level: 'good', reason: '', flags: [] },
  { level: 'bad', reason: 'No answer', flags: [] },
  { level: 'uncertain', reason: 'Out of range', flags: [] },
  { level: 'bad', reason: '', flags: [] },
];
const lookup = (key: number): Quality => QUALITIES[key]!;

interface Given {
  time: number;
  value: Value;
  quality: number;
  source: number | null;
}

function seriesOf(samples: readonly Given[]): SeriesColumns {
  const series = new OpenSeries(0);
  for (const { time, value, quality, source } of samples) {
    const cells = makeCells(1);
    const texts: string[] = [];
    const kind = storeValue(value, cells, 0, texts);
    series.add(time, source ?? Number.NaN, kind, cells, 0, quality, texts[0] ?? '');
  }
  return series.snapshot();
}

const read = (columns: SeriesColumns) =>
  Array.from({ length: columns.count }, (_, at) => ({
    time: columns.times[at],
    value: (columns.qualities[at]! & NO_VALUE) === 0 ? cellText(columns.kind, columns.cells, at, columns.texts) : null,
    quality: columns.qualities[at]! & ~NO_VALUE,
    source: columns.sourceTimes === null || Number.isNaN(columns.sourceTimes[at]) ? null : columns.sourceTimes[at],
  }));

const reread = (chunk: EncodedChunk) => decodeChunk(chunk);

const micros = fc.integer({ min: 1_700_000_000_000_000, max: 1_700_000_000_000_000 + 10_000_000_000 });
const valuesOf = (value: fc.Arbitrary<Value>) =>
  fc.array(fc.record({ time: micros, value: fc.oneof({ weight: 5, arbitrary: value }, fc.constant(null)), quality: fc.nat(3), source: fc.option(micros) }), { minLength: 1, maxLength: 200 });

const anySeries: fc.Arbitrary<Given[]> = fc.oneof(
  valuesOf(fc.double()),
  valuesOf(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  valuesOf(fc.bigInt({ min: 2n ** 63n, max: 2n ** 64n - 1n })),
  valuesOf(fc.boolean()),
  valuesOf(fc.string()),
  valuesOf(fc.uint8Array({ maxLength: 20 })),
);

describe('chunk codec', () => {
  it('gives back every sample of every kind, whatever the order of their times', () => {
    fc.assert(
      fc.property(anySeries, (samples) => {
        const columns = seriesOf(samples);
        const decoded = reread(encodeChunk(columns, lookup));
        expect(read(decoded!)).toEqual(read(columns));
        expect(read(columns).map(({ time }) => time)).toEqual(samples.map(({ time }) => time).sort((one, other) => one - other));
      }),
    );
  });

  it('keeps times exactly where a step is longer than 71 minutes', () => {
    const samples = [0, 1, 4_294_967_295, 4_294_967_297 * 2].map((offset) => ({ time: 1_790_000_000_000_001 + offset, value: 1, quality: 0, source: null }));
    expect(read(reread(encodeChunk(seriesOf(samples), lookup))!).map(({ time }) => time)).toEqual(samples.map(({ time }) => time));
  });

  it('has the count, min, max and sum of its good and uncertain values in its columns and in its summary', () => {
    fc.assert(
      fc.property(valuesOf(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })), (others) => {
        const samples: Given[] = [{ time: 1_700_000_000_000_000, value: 3, quality: 0, source: null }, ...others];
        const chunk = encodeChunk(seriesOf(samples), lookup);
        const drawn = samples.filter(({ value, quality }) => value !== null && QUALITIES[quality]!.level !== 'bad').map(({ value }) => Number(value));
        expect(chunk.span.drawable).toBe(drawn.length);
        const summary = decodeSummary(chunk.summary ?? new Uint8Array())!;
        expect(summary.length).toBe(Math.ceil(samples.length / BLOCK) * BLOCK_FIELDS);
        let [count, min, max, sum] = [0, Infinity, -Infinity, 0];
        for (let at = 0; at < summary.length; at += BLOCK_FIELDS) {
          count += summary[at + 2]!;
          min = Math.min(min, summary[at + 3]!);
          max = Math.max(max, summary[at + 4]!);
          sum += summary[at + 5]!;
        }
        expect(count).toBe(drawn.length);
        expect([chunk.span.min, chunk.span.max]).toEqual([Math.min(...drawn), Math.max(...drawn)]);
        expect([min, max]).toEqual([chunk.span.min, chunk.span.max]);
        expect(sum).toBeCloseTo(chunk.span.sum, 3);
      }),
    );
  });

  it('names the spans without good values, each until the next good one', () => {
    const samples: Given[] = [0, 1, 1, 3, 0, 1].map((quality, at) => ({ time: 1000 + at * 10, value: quality === 0 ? 1 : null, quality, source: null }));
    expect(decodeGaps(encodeChunk(seriesOf(samples), lookup).gaps)).toEqual([
      { from: 1010, to: 1030, reason: 'No answer' },
      { from: 1030, to: 1040, reason: 'No value' },
      { from: 1050, to: null, reason: 'No answer' },
    ]);
  });

  it('bounds the gaps of a flapping point and keeps the longest', () => {
    const samples: Given[] = Array.from({ length: 1000 }, (_, at) => ({ time: at < 500 ? at * 10 : at * 1000, value: 1, quality: at % 2, source: null }));
    const gaps = decodeGaps(encodeChunk(seriesOf(samples), lookup).gaps);
    expect(gaps).toHaveLength(64);
    expect(gaps.every((gap) => (gap.to ?? Infinity) - gap.from >= 1000)).toBe(true);
  });

  it('does not decode a chunk whose parts were cut or changed in length', () => {
    const chunk = encodeChunk(seriesOf([1, 2, 3].map((value) => ({ time: value, value, quality: value % 2, source: 5 }))), lookup);
    for (const part of ['times', 'cells', 'qualities', 'sourceTimes'] as const) {
      expect(reread({ ...chunk, [part]: chunk[part]!.slice(0, -1) })).toBeNull();
      expect(reread({ ...chunk, [part]: new Uint8Array(0) })).toBeNull();
    }
    expect(decodeChunk({ ...chunk, kind: 77 })).toBeNull();
    expect(decodeChunk({ ...chunk, texts: '{broken' })).toBeNull();
  });
});

describe('journal codec', () => {
  const columns = (count: number, withSource: boolean) => {
    const cells = makeCells(count);
    for (let at = 0; at < count; at += 1) cells.ints[at] = -BigInt(at) * 1_234_567_890_123n;
    return {
      points: Uint32Array.from({ length: count }, (_, at) => at),
      times: Float64Array.from({ length: count }, (_, at) => 1_790_000_000_000_000 + at),
      sourceTimes: withSource ? Float64Array.from({ length: count }, (_, at) => (at % 2 === 0 ? at : Number.NaN)) : null,
      kinds: Uint8Array.from({ length: count }, () => KIND.int64),
      cells: cells.floats,
      qualities: Uint32Array.from({ length: count }, (_, at) => at % 3),
    };
  };

  it('gives back what it was given, from any place in a larger buffer', () => {
    for (const withSource of [true, false]) {
      const given = columns(57, withSource);
      const row = encodeJournal(given);
      const shifted = new Uint8Array(row.length + 3);
      shifted.set(row, 3);
      const decoded = decodeJournal(shifted.subarray(3))!;
      expect({ ...decoded, cells: new BigInt64Array(decoded.cells.buffer, decoded.cells.byteOffset, 57) }).toEqual({ ...given, cells: new BigInt64Array(given.cells.buffer) });
    }
  });

  it('does not decode a row that was cut, lengthened, or written by another version', () => {
    const row = encodeJournal(columns(5, true));
    for (let length = 0; length < row.length; length += 1) expect(decodeJournal(row.slice(0, length))).toBeNull();
    expect(decodeJournal(new Uint8Array([...row, 0]))).toBeNull();
    expect(decodeJournal(new Uint8Array([2, ...row.slice(1)]))).toBeNull();
  });
});
