import { describe, expect, it } from 'vitest';
import { LoadMeter } from '../../../electron/protocols/modbus/load-meter';
import { RoundTrips } from '../../../electron/protocols/round-trips';

describe('round trips', () => {
  it('give least, mean, 95th percentile, greatest and last of late, and a histogram of all', () => {
    const trips = new RoundTrips();
    expect(trips.summary()).toBeNull();
    for (let each = 1; each <= 100; each += 1) trips.add(each);
    expect(trips.summary()).toEqual({ min: 1, mean: 50.5, p95: 96, p99: 100, max: 100, last: 100 });
    expect(trips.histogram().reduce((sum, { count }) => sum + count, 0)).toBe(100);
    expect(trips.histogram().find(({ upToMs }) => upToMs === 10)?.count).toBe(5);
  });

  it('forget what is long ago, so that a slow start does not stay for ever', () => {
    const trips = new RoundTrips();
    trips.add(5000);
    for (let each = 0; each < 300; each += 1) trips.add(10);
    expect(trips.longest()).toBe(10);
  });

  it('count what is longer than the last bin', () => {
    const trips = new RoundTrips();
    trips.add(60_000);
    expect(trips.histogram().at(-1)).toEqual({ upToMs: null, count: 1 });
  });
});

describe('the load of a line', () => {
  it('is the share of the last minute with a request on the wire', () => {
    const meter = new LoadMeter(0);
    for (let second = 0; second < 120; second += 1) {
      meter.begin(second * 1000);
      meter.end(second * 1000 + 250);
    }
    expect(meter.load(120_000)).toBeCloseTo(0.25, 2);
    expect(meter.load(180_000)).toBeCloseTo(0, 2);
  });

  it('counts requests that overlap once', () => {
    const meter = new LoadMeter(0);
    meter.begin(0);
    meter.begin(100);
    meter.end(400);
    meter.end(500);
    expect(meter.load(1000)).toBeCloseTo(0.5, 5);
  });

  it('is full while one request hangs', () => {
    const meter = new LoadMeter(0);
    meter.begin(0);
    expect(meter.load(90_000)).toBeCloseTo(1, 1);
    expect(meter.load(95_000)).toBeCloseTo(1, 1);
  });
});
