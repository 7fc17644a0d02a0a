import { describe, expect, it } from 'vitest';
import { WriteIndex } from '../../../electron/security/write-index';
import { OUTCOME_NOT_RECORDED, type AuditRecord } from '../../../electron/security/audit-record';

const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];

function write(pointId: string, time: number): AuditRecord {
  return { sequence: 1, time, user: 'Eva', door: 'desktop', procedure: 'point.write', target: '', input: {}, outcome: 'ok', message: '', write: { pointId, oldValue: 1, newValue: time, outcome: 'verified' }, previousHash: '', hash: '' };
}

describe('the index of writes', () => {
  it('answers the writes of the points asked for between two times, both included, in order', () => {
    const index = new WriteIndex();
    for (const [pointId, time] of [[first, 10], [second, 20], [first, 30], [first, 40]] as const) index.add(write(pointId, time));
    index.add({ ...write(first, 35), write: null });
    expect(index.between([first], 10, 30).map(({ time }) => time)).toEqual([10, 30]);
    expect(index.between([], 20, 40).map(({ time }) => time)).toEqual([20, 30, 40]);
    expect(index.last(first)).toMatchObject({ time: 40, newValue: 40, user: 'Eva' });
    expect(index.last(crypto.randomUUID())).toBeNull();
  });

  it('counts a write once, by its outcome, and by what was announced where the outcome was lost', () => {
    const index = new WriteIndex();
    const [answered, lost] = [crypto.randomUUID(), crypto.randomUUID()];
    const of = (command: string, pointId: string, time: number, outcome: string): AuditRecord => ({ ...write(pointId, time), write: { command, pointId, oldValue: 1, newValue: 2, outcome } });
    index.add(of(answered, first, 10, OUTCOME_NOT_RECORDED));
    expect(index.last(first)?.outcome).toBe('outcome not recorded');
    index.add(of(lost, second, 11, OUTCOME_NOT_RECORDED));
    index.add(of(answered, first, 12, 'verified'));
    expect(index.between([], 0, 100)).toEqual([
      { pointId: second, time: 11, user: 'Eva', oldValue: 1, newValue: 2, outcome: 'outcome not recorded' },
      { pointId: first, time: 12, user: 'Eva', oldValue: 1, newValue: 2, outcome: 'verified' },
    ]);
    expect(index.last(first)).toMatchObject({ time: 12, outcome: 'verified' });
  });

  it('is bounded: the oldest writes go, the newest stay', () => {
    const index = new WriteIndex();
    for (let at = 0; at < 70_000; at += 1) index.add(write(first, at));
    const found = index.between([first], 0, 70_000);
    expect(found).toHaveLength(5000);
    expect(found.at(-1)?.time).toBe(69_999);
    expect(index.between([first], 0, 5000)).toEqual([]);
  });
});
