import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { best, fit, pointsOf, wordsOf } from '../../../renderer/features/palette/find-entries';
import { filterLog, logText } from '../../../renderer/features/log/log-filter';
import type { LogEntry } from '../../../shared/contract/common';
import { makeDevice, makePoint, makeProject } from './make-project';

describe('the palette', () => {
  it('wants every word, anywhere and in any order', () => {
    expect(fit('BLR-01 Supply temperature', wordsOf('temp blr'))).not.toBeNull();
    expect(fit('BLR-01 Supply temperature', wordsOf('temp hm'))).toBeNull();
  });

  it('prefers the start of words', () => {
    const start = fit('HM-01 Power', wordsOf('pow'));
    const middle = fit('HM-01 Manpower', wordsOf('pow'));
    expect(start).not.toBeNull();
    expect(start ?? 0).toBeLessThan(middle ?? 0);
  });

  it('keeps the best and counts the rest', () => {
    expect(best([5, 1, 4, 2, 3], (value) => (value === 4 ? null : value), 2)).toEqual({ items: [1, 2], total: 4 });
  });

  it('keeps the same as sorting everything would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 })), fc.integer({ min: 1, max: 8 }), (values, most) => {
        expect(best(values, (value) => value, most).items).toEqual([...values].sort((a, b) => a - b).slice(0, most));
      }),
    );
  });

  it('goes through the points of every device', () => {
    const project = makeProject([makeDevice(1, 'A', { points: [makePoint(10, 'x'), makePoint(11, 'y')] }), makeDevice(2, 'B', { points: [makePoint(12, 'z')] })]);
    expect([...pointsOf(project)].map(({ device, point }) => `${device.deviceId} ${point.name}`)).toEqual(['A x', 'A y', 'B z']);
  });
});

describe('the log', () => {
  const entry = (seq: number, level: LogEntry['level'], source: string, message: string): LogEntry => ({ seq, time: 1_000_000, level, source, message, deviceId: null, errorId: level === 'error' ? 'E-1' : null });
  const entries = [entry(1, 'info', 'BLR-01', 'Connected.'), entry(2, 'warning', 'HM-03', 'No answer.'), entry(3, 'error', 'Engine', 'A driver failed.')];

  it('is filtered by level, a level and what is worse', () => {
    expect(filterLog(entries, 'warning', '').map((one) => one.seq)).toEqual([2, 3]);
    expect(filterLog(entries, 'error', '').map((one) => one.seq)).toEqual([3]);
  });

  it('is filtered by every word in source, text or error id', () => {
    expect(filterLog(entries, 'all', 'hm answer').map((one) => one.seq)).toEqual([2]);
    expect(filterLog(entries, 'all', 'e-1').map((one) => one.seq)).toEqual([3]);
  });

  it('is copied as lines with tabs, times in UTC', () => {
    expect(logText(entries.slice(2))).toBe('1970-01-01T00:00:01.000Z\terror\tEngine\tA driver failed. (E-1)');
  });
});
