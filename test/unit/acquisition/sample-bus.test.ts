import { describe, expect, it } from 'vitest';
import { SampleBus } from '../../../electron/acquisition/sample-bus';
import { PointCache } from '../../../electron/acquisition/point-cache';
import { GOOD, bad } from '../../../shared/domain/quality';
import type { BusSample } from '../../../electron/acquisition/sample-bus';

const sample: BusSample = { pointId: 'p', value: 1, raw: null, quality: GOOD, sourceTime: null, receivedTime: 1, changed: true, record: true };

function makeBus() {
  const errors: string[] = [];
  return { errors, bus: new SampleBus({ info: () => {}, warn: () => {}, error: (message) => errors.push(message), failure: (what) => what }) };
}

describe('SampleBus', () => {
  it('keeps the error of one listener from the publisher and from the others, and logs it', () => {
    const { bus, errors } = makeBus();
    const got: unknown[] = [];
    bus.subscribe(() => {
      throw new Error('broken screen');
    });
    bus.subscribe((samples) => got.push(...samples));
    bus.publish([sample]);
    expect(got).toEqual([sample]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('broken screen');
  });

  it('ends a subscription alone, also when a function is subscribed twice', () => {
    const { bus } = makeBus();
    let calls = 0;
    const count = () => {
      calls += 1;
    };
    const end = bus.subscribe(count);
    bus.subscribe(count);
    end();
    bus.publish([sample]);
    expect(calls).toBe(1);
    expect(bus.published).toBe(1);
  });
});

describe('PointCache', () => {
  it('keeps the newest and the newest good sample of the points that it holds, and nothing of others', () => {
    const cache = new PointCache();
    cache.hold(['p']);
    cache.put(sample);
    cache.put({ ...sample, value: null, quality: bad('No answer') });
    cache.put({ ...sample, pointId: 'stranger' });
    expect(cache.latest('p')?.quality.reason).toBe('No answer');
    expect(cache.lastGood('p')?.value).toBe(1);
    expect(cache.latest('stranger')).toBeNull();
    cache.forget(['p']);
    expect([cache.latest('p'), cache.size]).toEqual([null, 0]);
  });
});
