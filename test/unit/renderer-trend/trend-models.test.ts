import { describe, expect, test } from 'vitest';
import { PenBuffer, LIVE_LIMIT } from '../../../renderer/features/trend/pen-buffer';
import { axesFor, axisRange, axisText, scaleOf } from '../../../renderer/features/trend/trend-axes';
import { behind, edges, liveWindow, pan, show, zoom, backToLive } from '../../../renderer/features/trend/trend-window';
import { holdsValues } from '../../../renderer/features/trend/trend-pens';
import { makeDevice } from '../../support/domain-fixtures';
import { nextPen } from '../../../renderer/features/trend/pen-style';
import type { WireSample } from '../../../shared/domain/sample';

const POINT = '6f1c1b1e-0000-4000-8000-000000000001';
const S = 1_000_000;

function sample(seconds: number, value: number | null, reason = ''): WireSample {
  return {
    pointId: POINT,
    value,
    raw: null,
    quality: { level: value === null ? 'bad' : 'good', reason, flags: [] },
    sourceTime: null,
    receivedTime: seconds * S,
  };
}

describe('a pen buffer', () => {
  test('draws live samples in order and ignores one that is not newer', () => {
    const pen = new PenBuffer();
    pen.append(sample(1, 10));
    pen.append(sample(2, 11));
    pen.append(sample(2, 99));
    expect(pen.table(0, 3 * S)).toEqual({ times: [1, 2], values: [10, 11] });
  });

  test('breaks the line where the value was bad and says why', () => {
    const pen = new PenBuffer();
    pen.append(sample(1, 10));
    pen.append(sample(2, null, 'No answer'));
    pen.append(sample(3, null, 'No answer'));
    pen.append(sample(4, 12));
    expect(pen.table(0, 5 * S).values).toEqual([10, null, null, 12]);
    expect(pen.gaps).toEqual([{ from: 2 * S, to: 4 * S, reason: 'No answer' }]);
    expect(pen.valueAt(2.5 * S)).toBeNull();
    expect(pen.valueAt(4.5 * S)).toBe(12);
  });

  test('goes on with the newest value of a device that tells changes alone, until it is bad', () => {
    const pen = new PenBuffer();
    pen.append(sample(1, 10));
    expect(pen.table(0, 4 * S, true)).toEqual({ times: [1, 4], values: [10, 10] });
    expect(pen.table(0, 4 * S)).toEqual({ times: [1], values: [10] });
    pen.append(sample(5, null, 'No answer'));
    expect(pen.table(0, 9 * S, true).values).toEqual([10, null]);
  });

  test('holds the values of devices that bring them by themselves, not of those that are polled alone', () => {
    const protocols = [{ name: 'events', capabilities: ['poll' as const, 'subscribe' as const] }, { name: 'polls', capabilities: ['poll' as const] }];
    expect(holdsValues(makeDevice([], { protocol: 'events' }), protocols)).toBe(true);
    expect(holdsValues(makeDevice([], { protocol: 'polls' }), protocols)).toBe(false);
  });

  test('keeps the peaks of a bucket as two points', () => {
    const pen = new PenBuffer();
    pen.load({ pointId: POINT, raw: false, times: [1 * S, 2 * S], min: [1, 2], max: [9, 2], mean: [5, 2], gaps: [] });
    expect(pen.table(0, 3 * S).values).toEqual([1, 9, 2]);
    expect(pen.extremes(0, 3 * S)).toEqual({ min: 1, max: 9 });
  });

  test('keeps live samples that are newer than what the history answered', () => {
    const pen = new PenBuffer();
    pen.append(sample(5, 50));
    pen.append(sample(6, 60));
    pen.load({ pointId: POINT, raw: true, times: [4 * S, 5 * S], min: [40, 50], max: [40, 50], mean: [40, 50], gaps: [] });
    expect(pen.table(0, 9 * S)).toEqual({ times: [4, 5, 6], values: [40, 50, 60] });
  });

  test('draws no line across a gap that the history names between two samples', () => {
    const pen = new PenBuffer();
    pen.load({
      pointId: POINT, raw: true, times: [1 * S, 9 * S], min: [1, 2], max: [1, 2], mean: [1, 2],
      gaps: [{ from: 2 * S, to: 8 * S, reason: 'Not recorded' }],
    });
    expect(pen.table(0, 10 * S).values).toEqual([1, null, 2]);
  });

  test('stays bounded and asks for the history when live samples had to go', () => {
    const pen = new PenBuffer();
    for (let at = 1; at <= LIVE_LIMIT + 1; at += 1) pen.append(sample(at, at));
    expect(pen.isThin).toBe(true);
    expect(pen.table(0, 1e6 * S).times.length).toBeLessThanOrEqual(LIVE_LIMIT);
    expect(pen.newest).toBe((LIVE_LIMIT + 1) * S);
  });
});

describe('the trend window', () => {
  test('follows the time while live and stands while paused', () => {
    const live = liveWindow(60 * S);
    expect(edges(live, 100 * S)).toEqual({ from: 40 * S, to: 100 * S });
    const paused = pan(live, -0.5, 100 * S);
    expect(edges(paused, 200 * S)).toEqual({ from: 10 * S, to: 70 * S });
    expect(behind(paused, 200 * S)).toBe(130 * S);
    expect(behind(backToLive(paused), 200 * S)).toBe(0);
  });

  test('never pans past now', () => {
    expect(edges(pan(liveWindow(60 * S), 3, 100 * S), 100 * S).to).toBe(100 * S);
  });

  test('zooms about the pointer', () => {
    const zoomed = zoom(show(0, 100 * S), 0.5, 0.25, 1000 * S);
    expect(edges(zoomed, 1000 * S)).toEqual({ from: 12.5 * S, to: 62.5 * S });
  });

  test('stays live when zoomed at its live edge', () => {
    expect(zoom(liveWindow(60 * S), 2, 1, 100 * S)).toEqual({ live: true, spanMicros: 120 * S, end: 0 });
  });
});

describe('axes', () => {
  test('are one a unit, the first left and the others right', () => {
    const axes = axesFor(['°C', '°C', 'kW', '%']);
    expect(axes.map((axis) => axis.side)).toEqual(['left', 'right', 'right']);
    expect(scaleOf(axes, 'kW')).toBe('unit1');
  });

  test('show the decimals of their steps', () => {
    expect([237.5, 240, 242.5].map((value) => axisText(value, 2.5))).toEqual(['237.5', '240.0', '242.5']);
    expect(axisText(-20, 10)).toBe('−20');
    expect(axisText(0.25, 0.05)).toBe('0.25');
    expect(axisText(1e-7, 1e-8)).toBe('0.000000');
  });

  test('give a flat line a band and a moving one a tenth of room', () => {
    expect(axisRange(80, 80)).toEqual([79.2, 80.8]);
    expect(axisRange(248.08, 248.12).map((edge) => Math.round(edge * 10) / 10)).toEqual([245.6, 250.6]);
    expect(axisRange(0, 0)).toEqual([-0.5, 0.5]);
    expect(axisRange(0, 10)).toEqual([-1, 11]);
    expect(axisRange(Infinity, -Infinity)).toEqual([0, 1]);
  });
});

test('the next pen is the least used one', () => {
  expect(nextPen([])).toBe(1);
  expect(nextPen([1, 2])).toBe(3);
  expect(nextPen([1, 2, 3, 4, 5, 6, 1])).toBe(2);
});
