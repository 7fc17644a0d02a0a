import { describe, expect, it } from 'vitest';
import { addressOf, answering, countingUnit, drive, goBy, refusedConnection, scriptedLines } from '../../support/scripted-line';
import { like } from '../../support/like';
import { DeviceUnderTest, registerPoint } from '../../support/modbus-line';

const scripted = scriptedLines();

/** Polls like acquisition: each interval, unless the last read is not back. */
function poll(device: DeviceUnderTest, everyMs: number): { good: number; bad: number; stop: () => void } {
  const count = { good: 0, bad: 0, stop: () => clearInterval(timer) };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void device.read().then((readings) => {
      busy = false;
      for (const { quality } of readings) count[quality.level === 'good' ? 'good' : 'bad'] += 1;
    });
  }, everyMs);
  return count;
}

describe('a device that is connected', () => {
  it('is connected with its first answer, not with the open line', async () => {
    const peer = scripted('tcp', () => 'silence');
    const device = new DeviceUnderTest(peer.line, { unitId: 1, timeoutMs: 1000 }, [registerPoint(0)]);
    device.driver.connect();
    await goBy(500);
    expect(device.state.state).toBe('connecting');
    peer.script = answering({ 1: countingUnit() });
    await goBy(1500);
    expect(device.state.state).toBe('connected');
  });

  it('counts an exception as an answer', async () => {
    const peer = scripted('tcp', (_unit, { functionCode }) => ({ functionCode, exception: 1 }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    device.driver.connect();
    await goBy(100);
    expect(device.state.state).toBe('connected');
    expect(await drive(device.values())).toEqual(['Exception 1']);
  });

  it('lets a read wait while it is still connecting', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(7)]);
    device.driver.connect();
    expect(await drive(device.values())).toEqual([7]);
  });

  it('gives bad values at once when it is off', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(7)]);
    expect(await device.values()).toEqual(['Not connected']);
    expect(peer.opens).toEqual([]);
  });

  it('closes the line with its last device', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const devices = [1, 1].map((unitId) => new DeviceUnderTest(peer.line, { unitId }, [registerPoint(7)]));
    for (const device of devices) device.driver.connect();
    await goBy(100);
    await devices[0]!.driver.disconnect();
    expect(peer.line.state.state).toBe('open');
    await devices[1]!.driver.disconnect();
    expect(peer.line.state.state).toBe('closed');
  });
});

describe('a device that falls silent', () => {
  it('is lost within 10 s with the default settings and a poll a second', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    device.driver.connect();
    poll(device, 1000);
    await goBy(5000);
    peer.script = () => 'silence';
    await goBy(10_000);
    expect(device.state.state).toBe('lost');
    expect(device.state.reason).toMatch(/^No answer from unit 1 within 5 s, 4 tries\./);
    expect(device.state.nextTryAt).not.toBeNull();
  });

  it('is lost within 10 s even when nothing is polled', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, []);
    device.driver.connect();
    await goBy(5000);
    expect(device.state.state).toBe('connected');
    peer.script = () => 'silence';
    await goBy(10_000);
    expect(device.state.state).toBe('lost');
  });

  it('loses no value when one answer is lost on the way', async () => {
    const unit = answering({ 1: countingUnit() });
    const peer = scripted('rtu', unit);
    const device = new DeviceUnderTest(peer.line, { unitId: 1, timeoutMs: 200 }, [registerPoint(5)]);
    device.driver.connect();
    await goBy(2000);
    let asked = 0;
    peer.script = (id, request) => ((asked += 1) === 1 ? 'silence' : unit(id, request));
    expect(await drive(device.values())).toEqual([5]);
    expect(asked).toBe(2);
    expect(device.states.map(({ state }) => state)).toEqual(['connecting', 'connected']);
  });

  it('is asked no more than probes, at intervals that grow to 30 s, and is back with the first answer', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1, timeoutMs: 500, retries: 1 }, [registerPoint(0)]);
    device.driver.connect();
    const polls = poll(device, 200);
    await goBy(2000);
    peer.script = () => 'silence';
    await goBy(300_000);
    const during = peer.requests.filter(({ at }) => at > performance.now() - 290_000);
    const gaps = during.slice(1).map(({ at }, index) => at - during[index]!.at);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(31_000);
    expect(Math.max(...gaps)).toBeGreaterThan(28_000);
    expect(during.length).toBeLessThan(20);
    const goodBefore = polls.good;
    peer.script = answering({ 1: countingUnit() });
    await goBy(31_000);
    expect(device.state.state).toBe('connected');
    expect(polls.good).toBeGreaterThan(goodBefore);
  });

  it('is lost at once when the gateway says that it does not answer', async () => {
    const unit = answering({ 1: countingUnit() });
    const peer = scripted('tcp', unit);
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    device.driver.connect();
    await goBy(1000);
    peer.script = (_unit, { functionCode }) => ({ functionCode, exception: 11 });
    expect(await drive(device.values())).toEqual(['Exception 11']);
    expect(device.state.state).toBe('lost');
    expect(device.state.reason).toContain('gateway');
    peer.script = unit;
    await goBy(5000);
    expect(device.state.state).toBe('connected');
  });

  it('stays connected when it only leaves one block unanswered, and that block costs a timeout now and then only', async () => {
    const unit = answering({ 1: countingUnit() });
    const peer = scripted('tcp', (id, request) => (addressOf(request) === 500 ? 'silence' : unit(id, request)));
    const device = new DeviceUnderTest(peer.line, { unitId: 1, timeoutMs: 300, retries: 1 }, [registerPoint(0), registerPoint(500)]);
    device.driver.connect();
    const polls = poll(device, 200);
    await goBy(60_000);
    expect(device.state.state).toBe('connected');
    expect(device.states.map(({ state }) => state)).toEqual(['connecting', 'connected']);
    expect(await drive(device.values())).toEqual([0, 'No answer']);
    expect(peer.requests.filter(({ request }) => addressOf(request) === 500).length).toBeLessThan(20);
    expect(polls.good).toBeGreaterThan(200);
  });
});

describe('a silent unit among live ones', () => {
  for (const transport of ['rtu', 'tcp', 'rtu-over-tcp'] as const) {
    it(`does not slow its neighbours on ${transport}`, async () => {
      const peer = scripted(transport, answering({ 1: countingUnit(), 2: countingUnit() }));
      const live = [1, 2].map((unitId) => new DeviceUnderTest(peer.line, { unitId }, [registerPoint(0), registerPoint(400)]));
      const silent = [7, 8, 9].map((unitId) => new DeviceUnderTest(peer.line, { unitId }, [registerPoint(0)]));
      for (const device of [...live, ...silent]) device.driver.connect();
      await goBy(120_000);
      const polls = live.map((device) => poll(device, 1000));
      for (const device of silent) poll(device, 1000);
      await goBy(60_000);
      for (const device of silent) expect(device.state.state).toBe('lost');
      for (const { good, bad } of polls) {
        expect(bad).toBe(0);
        expect(good).toBeGreaterThanOrEqual(2 * 56);
      }
    });
  }

  it('is probed one at a time', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const live = new DeviceUnderTest(peer.line, { unitId: 1, pipelineDepth: 8 }, [registerPoint(0)]);
    const silent = [7, 8, 9].map((unitId) => new DeviceUnderTest(peer.line, { unitId, timeoutMs: 1000, retries: 0, pipelineDepth: 8 }, [registerPoint(0)]));
    for (const device of [live, ...silent]) device.driver.connect();
    await goBy(60_000);
    const probes = peer.requests.filter(({ unit, at }) => unit > 1 && at > 3000).map(({ at }) => at).sort((a, b) => a - b);
    expect(probes.length).toBeGreaterThan(5);
    const gaps = probes.slice(1).map((at, index) => at - probes[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  });

  it('comes back by itself although it answers slowly', async () => {
    const quick = answering({ 1: countingUnit() });
    const peer = scripted('rtu', (unit, request) => {
      if (unit === 1) return quick(unit, request);
      return request.functionCode === 3 ? { afterMs: 900, answer: { functionCode: 3, registers: new Uint16Array(request.quantity) } } : 'silence';
    });
    const live = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    live.driver.connect();
    poll(live, 500);
    await goBy(5000);
    const unit9 = peer.script;
    peer.script = (unit, request) => (unit === 9 ? 'silence' : unit9(unit, request));
    const slow = new DeviceUnderTest(peer.line, { unitId: 9, timeoutMs: 2000 }, [registerPoint(0)]);
    slow.driver.connect();
    await goBy(60_000);
    expect(slow.state.state).toBe('lost');
    peer.script = unit9;
    await goBy(300_000);
    expect(slow.state.state).toBe('connected');
  });
});

describe('a connection that ends', () => {
  it('shows its devices lost at once, and is opened again at growing intervals of at most 30 s', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    device.driver.connect();
    await goBy(1000);
    peer.refuseWith = refusedConnection();
    peer.dropConnection();
    await goBy(1);
    expect(device.state.state).toBe('lost');
    expect(await device.values()).toEqual(['No answer']);
    await goBy(200_000);
    expect(device.state.reason).toContain('refuses the connection');
    const gaps = peer.opens.slice(2).map((at, index) => at - peer.opens[index + 1]!);
    expect(gaps[0]).toBeLessThanOrEqual(600);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30_100);
    peer.refuseWith = null;
    await goBy(31_000);
    expect(device.state.state).toBe('connected');
    expect(await drive(device.values())).toEqual([0]);
  });

  it('is tried at once when somebody asks for it', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    peer.refuseWith = refusedConnection();
    const first = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    first.driver.connect();
    await goBy(60_000);
    peer.refuseWith = null;
    const second = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    second.driver.connect();
    await goBy(100);
    expect([first.state.state, second.state.state]).toEqual(['connected', 'connected']);
  });

  it('is one for all units, or one for each up to the limit', async () => {
    for (const [settings, connections] of [[{}, 1], [{ connectionUse: 'per-unit', maxConnections: 2 }, 2], [{ connectionUse: 'per-unit' }, 3]] as const) {
      const peer = scripted('tcp', answering({ 1: countingUnit(), 2: countingUnit(), 3: countingUnit() }), settings);
      const devices = [1, 2, 3].map((unitId) => new DeviceUnderTest(peer.line, { unitId }, [registerPoint(0)]));
      for (const device of devices) device.driver.connect();
      await goBy(100);
      expect(peer.opens).toHaveLength(connections);
      for (const device of devices) expect(await drive(device.values())).toEqual([0]);
    }
  });

  it('is not opened anew for ever when a peer closes it after each request', async () => {
    const peer = scripted('tcp', () => {
      peer.dropConnection();
      return 'silence';
    });
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    device.driver.connect();
    poll(device, 100);
    await goBy(60_000);
    expect(peer.opens.length).toBeLessThan(20);
    expect(device.state.state).toBe('lost');
  });

  it('is opened at growing intervals when its peer talks garbage unasked, and works once that ends', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
    let greeted = 0;
    const garbage = setInterval(() => {
      if (peer.opens.length > greeted) peer.say(Uint8Array.from({ length: 64 }, () => 0x5a));
      greeted = peer.opens.length;
    }, 1);
    device.driver.connect();
    poll(device, 100);
    await goBy(60_000);
    clearInterval(garbage);
    expect(peer.opens.length).toBeLessThan(40);
    expect(device.state).toMatchObject({ state: 'lost', reason: like.containing('protocol identifier 23130') });
    await goBy(31_000);
    expect(device.state.state).toBe('connected');
    expect(await drive(device.values())).toEqual([0]);
  });

  it('is renewed when it may be dead without a sign', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1, timeoutMs: 500 }, [registerPoint(0)]);
    device.driver.connect();
    poll(device, 500);
    await goBy(2000);
    peer.script = () => 'silence';
    await goBy(20_000);
    expect(peer.opens.length).toBeGreaterThan(1);
    peer.script = answering({ 1: countingUnit() });
    await goBy(31_000);
    expect(device.state.state).toBe('connected');
  });
});

it('hands a fault in what hears of the device to the guard, and goes on', async () => {
  const peer = scripted('tcp', answering({ 1: countingUnit() }));
  const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [registerPoint(0)]);
  const push = device.states.push.bind(device.states);
  device.states.push = (...states) => {
    push(...states);
    if (states[0]?.state === 'connected') throw new Error('forced');
    return 0;
  };
  device.driver.connect();
  await goBy(1000);
  expect(device.faults.map(String)).toEqual(['Error: forced']);
});
