import { describe, expect, it } from 'vitest';
import { DeviceUnderTest, registerPoint } from '../../support/modbus-line';
import { answering, countingUnit, drive, goBy, refusedConnection, scriptedLines } from '../../support/scripted-line';
import type { ScriptedLine } from '../../support/scripted-line';

const scripted = scriptedLines();
const POINTS = [registerPoint(0), registerPoint(300)];

/** A peer that ends each connection `afterMs` after it got a request; its answer leaves after 5 ms. */
function closingPeer(afterMs: number, settings: Record<string, string | number> = {}): ScriptedLine {
  const answer = answering({ 1: countingUnit(), 2: countingUnit() });
  const peer: ScriptedLine = scripted(
    'tcp',
    (unit, request) => {
      const mine = peer.opens.length;
      setTimeout(() => {
        if (peer.opens.length === mine) peer.dropConnection();
      }, afterMs);
      return answer(unit, request);
    },
    settings,
  );
  return peer;
}

describe('a device that ends each connection after its answer', () => {
  it.each([6, 7, 20])('gives every value, and is never shown as lost, when it ends it %i ms after the request', async (afterMs) => {
    const peer = closingPeer(afterMs);
    const device = new DeviceUnderTest(peer.line, { unitId: 1, timeoutMs: 500 }, POINTS);
    device.driver.connect();
    await goBy(500);
    for (let turn = 0; turn < 20; turn += 1) {
      expect(await drive(device.values())).toEqual([0, 300]);
      await goBy(1000);
    }
    expect(new Set(device.states.map(({ state }) => state))).toEqual(new Set(['connecting', 'connected']));
  });

  it('is asked over one connection for each request once that is known', async () => {
    const peer = closingPeer(6);
    const device = new DeviceUnderTest(peer.line, { unitId: 1, pipelineDepth: 4 }, POINTS);
    device.driver.connect();
    await goBy(500);
    for (let turn = 0; turn < 4; turn += 1) await drive(device.values());
    const before = { opens: peer.opens.length, requests: peer.requests.length };
    await drive(device.values());
    expect({ opens: peer.opens.length - before.opens, requests: peer.requests.length - before.requests }).toEqual({ opens: 2, requests: 2 });
  });

  it('lets its neighbours behind the same gateway have their values too', async () => {
    const peer = closingPeer(6);
    const devices = [1, 2].map((unitId) => new DeviceUnderTest(peer.line, { unitId }, POINTS));
    for (const device of devices) device.driver.connect();
    await goBy(1000);
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await drive(Promise.all(devices.map((device) => device.values())))).toEqual([[0, 300], [0, 300]]);
    }
  });

  it('shows as lost when it is gone, within 10 s', async () => {
    const peer = closingPeer(6);
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, POINTS);
    device.driver.connect();
    await goBy(500);
    for (let turn = 0; turn < 5; turn += 1) await drive(device.values());
    peer.refuseWith = refusedConnection();
    await goBy(10_000);
    expect(device.state.state).toBe('lost');
    peer.refuseWith = null;
    await goBy(31_000);
    expect(device.state.state).toBe('connected');
    expect(await drive(device.values())).toEqual([0, 300]);
  });

  it('is asked so from the first request on where the settings say it', async () => {
    const peer = closingPeer(6, { connectionLife: 'per-request' });
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, POINTS);
    device.driver.connect();
    await goBy(500);
    await drive(device.values());
    expect(peer.opens.length).toBe(peer.requests.length);
  });
});

describe('a connection that carries one request, as the settings say', () => {
  it('goes on after a request that was not answered', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }), { connectionLife: 'per-request' });
    const device = new DeviceUnderTest(peer.line, { unitId: 1, timeoutMs: 200, retries: 1 }, [registerPoint(0)]);
    device.driver.connect();
    await goBy(500);
    const answer = peer.script;
    let asked = 0;
    peer.script = (unit, request) => {
      asked += 1;
      return asked === 1 ? 'silence' : answer(unit, request);
    };
    expect(await drive(device.values())).toEqual([0]);
    expect(asked).toBe(2);
  });

  it('is not opened without end for a peer that ends every one before it is asked', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }), { connectionLife: 'per-request', afterConnectDelayMs: 50 });
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    const refusing = setInterval(() => peer.dropConnection(), 5);
    device.driver.connect();
    await goBy(20_000);
    clearInterval(refusing);
    expect(peer.opens.length).toBeLessThan(30);
    expect(device.state.state).toBe('lost');
    await goBy(31_000);
    expect(await drive(device.values())).toEqual([0]);
  });
});

describe('pauses', () => {
  it('are kept after connecting, between requests of the line and between requests to a device', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit(), 2: countingUnit() }), { afterConnectDelayMs: 300, interRequestDelayMs: 20 });
    const slow = new DeviceUnderTest(peer.line, { unitId: 1, requestDelayMs: 200 }, POINTS);
    const quick = new DeviceUnderTest(peer.line, { unitId: 2 }, [0, 300, 600, 900].map((address) => registerPoint(address)));
    slow.driver.connect();
    quick.driver.connect();
    await goBy(2000);
    expect((peer.requests[0]?.at ?? 0) - (peer.opens[0] ?? 0)).toBeGreaterThanOrEqual(300);
    peer.requests.length = 0;
    await drive(Promise.all([slow.read(), quick.read()]));
    const times = peer.requests.map(({ at }) => at);
    // An answer takes 5 ms, then the line rests.
    for (let at = 1; at < times.length; at += 1) expect((times[at] ?? 0) - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(25);
    const ofSlow = peer.requests.filter(({ unit }) => unit === 1).map(({ at }) => at);
    expect((ofSlow[1] ?? 0) - (ofSlow[0] ?? 0)).toBeGreaterThanOrEqual(205);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(300);
  });
});
