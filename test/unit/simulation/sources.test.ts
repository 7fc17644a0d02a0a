import { describe, expect, it } from 'vitest';
import type { ValueSource } from '../../../shared/domain/simulator';
import { makeSource } from '../../../electron/simulation/make-source';
import { readRecording } from '../../../electron/simulation/recording';
import type { SourceValue } from '../../../electron/simulation/running-source';

const ID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
type Surroundings = Parameters<typeof makeSource>[2];

function run(source: ValueSource, more: Partial<Surroundings> = {}, dataType: Parameters<typeof makeSource>[1]['dataType'] = 'float64') {
  const made = makeSource(source, { dataType, scale: 1, offset: 0 }, { typeOf: () => 'float64', recording: () => ({ problem: 'none' }), point: () => ({ problem: 'none' }), live: () => null, ...more });
  return (...times: number[]) => times.map((ms) => valueOf(made.at(ms)));
}

function valueOf(said: SourceValue): unknown {
  return 'problem' in said ? said.problem : said.value;
}

describe('values over time', () => {
  it('ramp from one value to the other and restart, come back, or stay', () => {
    const ramp = (atEnd: 'restart' | 'back' | 'stay') => run({ kind: 'ramp', from: 10, to: 20, durationMs: 1000, atEnd })(0, 500, 1000, 1250, 2000, 2500);
    expect(ramp('restart')).toEqual([10, 15, 10, 12.5, 10, 15]);
    expect(ramp('back')).toEqual([10, 15, 20, 17.5, 10, 15]);
    expect(ramp('stay')).toEqual([10, 15, 20, 20, 20, 20]);
  });

  it('swing as a sine around its mean, from its phase on', () => {
    const [start, quarter, half] = run({ kind: 'sine', mean: 70, amplitude: 5, periodMs: 4000, phaseDegrees: 90 })(0, 1000, 2000);
    expect(start).toBeCloseTo(75, 9);
    expect(quarter).toBeCloseTo(70, 9);
    expect(half).toBeCloseTo(65, 9);
  });

  it('are high for their share of a square period', () => {
    expect(run({ kind: 'square', low: 0, high: 1, periodMs: 1000, dutyPercent: 25 })(0, 249, 250, 999, 1000)).toEqual([1, 1, 0, 0, 1]);
  });

  it('walk by chance within their limits, the same way for the same seed', () => {
    const source: ValueSource = { kind: 'random-walk', start: 5, step: 2, low: 0, high: 10, everyMs: 100, seed: 7 };
    const times = Array.from({ length: 200 }, (_, at) => at * 100);
    const walk = run(source)(...times);
    expect(run(source)(...times)).toEqual(walk);
    expect(run({ ...source, seed: 8 })(...times)).not.toEqual(walk);
    expect(walk.every((value) => typeof value === 'number' && value >= 0 && value <= 10)).toBe(true);
    expect(new Set(walk).size).toBeGreaterThan(150);
    // One look after a minute has gone the same steps as many looks.
    expect(run(source)(19_900)).toEqual([walk[199]]);
  });

  it('count in steps and begin again behind the most, or where the type ends', () => {
    expect(run({ kind: 'counter', start: 1, step: 2, everyMs: 1000, most: 6 })(0, 1999, 2000, 3000, 4000)).toEqual([1, 3, 5, 1, 3]);
    expect(run({ kind: 'counter', start: 65_534, step: 1, everyMs: 1000, most: null }, {}, 'uint16')(1000, 2000)).toEqual([65_535, 65_534]);
    expect(run({ kind: 'counter', start: 0, step: -10, everyMs: 100, most: -20 })(0, 100, 200, 300)).toEqual([0, -10, -20, 0]);
  });

  it('follow another point as a first-order lag: 63 % of a step after the time constant', () => {
    let input = 20;
    const at = run({ kind: 'lag', pointId: ID, timeConstantMs: 10_000, start: null }, { point: () => ({ value: input }) });
    expect(at(0)).toEqual([20]);
    input = 120;
    for (let ms = 100; ms < 10_000; ms += 100) at(ms);
    expect(at(10_000)[0]).toBeCloseTo(20 + 100 * (1 - Math.exp(-1)), 6);
    expect(at(1_000_000)[0]).toBeCloseTo(120, 6);
  });

  it('copy a live value, and hold the last good one or refuse while it is bad', () => {
    let live: { value: number; good: boolean } | null = null;
    const hold = run({ kind: 'live', pointId: ID, whenBad: 'hold' }, { live: () => live });
    const refuse = run({ kind: 'live', pointId: ID, whenBad: 'refuse' }, { live: () => live });
    expect(hold(0)).toEqual(['The point that it copies has no value yet, or is no longer in the project']);
    live = { value: 42, good: true };
    expect([hold(100), refuse(100)]).toEqual([[42], [42]]);
    live = { value: 99, good: false };
    expect([hold(200), refuse(200)]).toEqual([[42], ['The value that it copies is bad']]);
  });

  it('play a column of a recording, held or in a line, again or no further', () => {
    const table = readRecording('time;a;b\n0;10;1,5\n1;20;2,5\n3;40;\n');
    const recording = (column: number, between: 'hold' | 'line', atEnd: 'restart' | 'stay') => run({ kind: 'recording', recordingId: ID, column, between, atEnd }, { recording: () => table });
    expect(recording(2, 'hold', 'restart')(0, 500, 1000, 2999, 3000, 4999, 5000)).toEqual([10, 10, 20, 20, 40, 40, 10]);
    expect(recording(2, 'line', 'stay')(500, 2000, 99_000)).toEqual([15, 30, 40]);
    expect(recording(3, 'hold', 'restart')(0, 1000, 3000)).toEqual([1.5, 2.5, 'The recording has no number here']);
    expect(recording(9, 'hold', 'stay')(0)).toEqual(['The recording has 3 columns, no column 9']);
  });
});

describe('recordings', () => {
  it('take ISO 8601 and say what is wrong by row', () => {
    expect(readRecording('2026-01-01T00:00:00Z,1\n2026-01-01T00:00:10Z,2\n')).toMatchObject({ timesMs: [0, 10_000], durationMs: 20_000, headers: ['Column 1', 'Column 2'] });
    expect(readRecording('t,v\n0,1\n0,2\n')).toEqual({ problem: 'Row 3: its time is not after that of the row before' });
    expect(readRecording('t,v\n0,1\nsoon,2\n')).toEqual({ problem: 'Row 3: "soon" is no time; seconds or ISO 8601 are' });
    expect(readRecording('')).toEqual({ problem: 'The file is empty' });
    expect(readRecording('0\n1\n')).toMatchObject({ problem: expect.stringContaining('a column of times') as string });
  });
});
