import { describe, expect, it, vi } from 'vitest';
import { KeyedTopic } from '../../../electron/engine/events/keyed-topic';
import { LogTopic } from '../../../electron/engine/events/log-topic';
import { SamplesTopic } from '../../../electron/engine/events/samples-topic';
import { StateTopic } from '../../../electron/engine/events/state-topic';
import type { LogEntry } from '../../../shared/contract/common';
import { GOOD } from '../../../shared/domain/quality';
import type { Sample } from '../../../shared/domain/sample';

const sample = (pointId: string, value: number): Sample => ({ pointId, value, raw: Uint8Array.of(0, value), quality: GOOD, sourceTime: null, receivedTime: value });

describe('samples', () => {
  it('gives the present state first, then the newest sample of each point that changed, however many came', () => {
    const topic = new SamplesTopic((id) => (id === 'a' ? sample('a', 1) : null));
    const wake = vi.fn<() => void>();
    const { take } = topic.subscribe(['a', 'b'], wake);
    expect(wake).toHaveBeenCalledTimes(1);
    expect(take()).toMatchObject([{ pointId: 'a', value: 1, raw: '0001' }]);
    expect(take()).toBeUndefined();
    for (let at = 2; at < 1000; at += 1) topic.publish([sample('a', at % 250), sample('c', at % 250)]);
    topic.publish([sample('b', 7)]);
    expect(take()).toMatchObject([{ pointId: 'a', value: 999 % 250 }, { pointId: 'b', value: 7 }]);
    expect(take()).toBeUndefined();
  });

  it('says that there is nothing yet, once', () => {
    const { take } = new SamplesTopic(() => null).subscribe(['a'], () => undefined);
    expect(take()).toEqual([]);
    expect(take()).toBeUndefined();
  });

  it('goes on for others when one reader ends', () => {
    const topic = new SamplesTopic(() => null);
    const first = topic.subscribe(['a'], () => undefined);
    const second = topic.subscribe(['a'], () => undefined);
    for (const reader of [first, second]) reader.take();
    first.close();
    topic.publish([sample('a', 3)]);
    expect(first.take()).toBeUndefined();
    expect(second.take()).toMatchObject([{ value: 3 }]);
  });
});

describe('things with a state each', () => {
  it('reads the state when it is taken, and leaves out what has gone', () => {
    const states = new Map([['a', 1], ['b', 1]]);
    const topic = new KeyedTopic(() => states.keys(), (key) => states.get(key) ?? null);
    const { take } = topic.subscribe(() => undefined);
    expect(take()).toEqual([1, 1]);
    topic.changed('a');
    states.set('a', 2);
    topic.changed('a');
    states.set('a', 3);
    topic.changed('b');
    states.delete('b');
    expect(take()).toEqual([3]);
    topic.changed('b');
    expect(take()).toBeUndefined();
  });
});

describe('one state', () => {
  it('comes at once, and again after changes, as it is then', () => {
    let state = 1;
    const topic = new StateTopic(() => state);
    const { take, close } = topic.subscribe(() => undefined);
    expect(take()).toBe(1);
    expect(take()).toBeUndefined();
    topic.changed();
    state = 5;
    topic.changed();
    expect(take()).toBe(5);
    expect(topic.hasReaders).toBe(true);
    close();
    expect(topic.hasReaders).toBe(false);
  });
});

describe('the log', () => {
  it('keeps the order, and the newest thousand for a reader that does not read', () => {
    const entry = (seq: number): LogEntry => ({ seq, time: seq, level: 'info', source: 's', message: 'm', deviceId: null, errorId: null });
    const topic = new LogTopic(() => [entry(0)]);
    const { take } = topic.subscribe(() => undefined);
    expect(take()).toEqual([entry(0)]);
    for (let seq = 1; seq <= 2500; seq += 1) topic.publish(entry(seq));
    const taken = take() as LogEntry[];
    expect(taken).toHaveLength(1000);
    expect([taken[0]?.seq, taken.at(-1)?.seq]).toEqual([1501, 2500]);
    expect(take()).toBeUndefined();
  });
});
