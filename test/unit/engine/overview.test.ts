import { describe, expect, it } from 'vitest';
import { advise, type AdvisedDevice } from '../../../electron/engine/overview/advice';
import { healthScore, worstFirst } from '../../../electron/engine/overview/overview';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { DeviceStatus } from '../../../shared/domain/device';
import { makeDevice } from '../../support/domain-fixtures';
import { like } from '../../support/like';

const status = (more: Partial<DeviceStatus> = {}): DeviceStatus => ({
  deviceId: '', state: 'connected', since: 0, reason: '', errorId: null, roundTripMs: 5, nextTryAt: null, lastAnswerAt: null, pointsGood: 10, pointsBad: 0, latePolls: 0, ...more,
});
const diagnostics = (more: Partial<Diagnostics> = {}): Diagnostics => ({
  requests: 1000, responses: 1000, timeouts: 0, bytesSent: 0, bytesReceived: 0, roundTripMs: { min: 1, mean: 5, p95: 8, p99: 12, max: 20, last: 5 }, histogram: [], load: 0.1, counters: [], lastError: null, ...more,
});
const known = (deviceId: string, more: Partial<AdvisedDevice> = {}): AdvisedDevice => ({ device: makeDevice([], { deviceId }), status: status(), diagnostics: diagnostics(), pollIntervalMs: 1000, lineLabel: 'COM5', ...more });

describe('The order of devices', () => {
  it('is the worst first: in error, lost, connecting, connected with bad values, the slower, off', () => {
    const devices = [
      status({ deviceId: 'off', state: 'off' }),
      status({ deviceId: 'fast', roundTripMs: 1 }),
      status({ deviceId: 'slow', roundTripMs: 90 }),
      status({ deviceId: 'bad', pointsBad: 3 }),
      status({ deviceId: 'connecting', state: 'connecting' }),
      status({ deviceId: 'lost', state: 'lost' }),
      status({ deviceId: 'error', state: 'error' }),
    ];
    expect(devices.toSorted(worstFirst).map(({ deviceId }) => deviceId)).toEqual(['error', 'lost', 'connecting', 'bad', 'slow', 'fast', 'off']);
  });
});

describe('Health', () => {
  it('is the share of good values of what is wanted, nothing for what is lost, 100 where nothing is wanted', () => {
    expect(healthScore([])).toBe(100);
    expect(healthScore([status()])).toBe(100);
    expect(healthScore([status(), status({ state: 'lost' })])).toBe(50);
    expect(healthScore([status({ pointsGood: 9, pointsBad: 1 })])).toBe(90);
    expect(healthScore([status({ pointsGood: 0, pointsBad: 0 })])).toBe(100);
  });
});

describe('Advice', () => {
  it('is none where all is well', () => {
    expect(advise([known('a')], [{ lineId: 'l', label: 'COM5', load: 0.3, devices: 1 }])).toEqual([]);
  });

  it('names the device, the figure, and what to do, the most useful first', () => {
    const advice = advise(
      [
        known('slow', { diagnostics: diagnostics({ roundTripMs: { min: 1, mean: 400, p95: 700, p99: 800, max: 900, last: 500 } }) }),
        known('refuses', { device: makeDevice([], { deviceId: 'refuses', findings: [{ kind: 'refused', key: '1', message: 'Holding register 40021 is refused', seenAt: 0 }] }) }),
        known('silent', { diagnostics: diagnostics({ timeouts: 55 }) }),
        known('late', { status: status({ latePolls: 12 }) }),
        known('gone', { status: status({ state: 'lost', reason: 'No answer from unit 3' }) }),
        known('broken', { status: status({ state: 'error', reason: 'The driver failed' }) }),
      ],
      [{ lineId: 'l', label: 'COM5', load: 0.93, devices: 6 }],
    );
    expect(advice.map(({ title }) => title)).toEqual([
      'broken is in error',
      'gone does not answer',
      'late is polled faster than it answers',
      'COM5 is in use 93 % of the time',
      'silent leaves 5.5 % of requests unanswered',
      'refuses refuses an address',
      'slow answers slowly',
    ]);
    expect(advice.map(({ severity }) => severity)).toEqual(['failure', 'failure', 'warning', 'warning', 'warning', 'warning', 'hint']);
    expect(advice[2]).toMatchObject({ detail: like.containing('12 polls at 1 s'), lineId: null });
    expect(advice[3]).toMatchObject({ lineId: 'l', deviceId: null });
    expect(advice[5]?.detail).toContain('40021');
  });

  it('says nothing from a handful of requests, and twenty things at most', () => {
    expect(advise([known('new', { diagnostics: diagnostics({ requests: 10, timeouts: 5 }) })], [])).toEqual([]);
    expect(advise(Array.from({ length: 50 }, (_, at) => known(`d${at}`, { status: status({ state: 'lost' }) })), [])).toHaveLength(20);
  });
});
