import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMqttProtocol } from '../../../electron/protocols/mqtt';
import { makePoint } from '../../support/domain-fixtures';
import { freePort } from '../../support/free-port';
import { makeMosquitto } from '../../support/mosquitto';
import type { AddressInfo } from 'node:net';
import type { DriverState, LineDriver, LineState, Driver, Reading } from '../../../electron/protocols/protocol';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Mosquitto } from '../../support/mosquitto';

const PASSWORD = 'vault:password';
const protocol = createMqttProtocol();
const clock = { nowMicros: () => Date.now() * 1000, monotonicMs: () => performance.now() };

let broker: Mosquitto;
const lines: LineDriver[] = [];

beforeAll(async () => {
  broker = await makeMosquitto();
  await broker.start();
});
afterAll(() => broker.remove());
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

function makeLine(settings: Opaque = {}) {
  const states: LineState[] = [];
  const warnings: string[] = [];
  const line = protocol.createLine({ host: '127.0.0.1', port: broker.port, username: 'engineer', password: PASSWORD, ...settings }, {
    clock,
    log: { info: () => {}, warn: (message) => warnings.push(message), error: (message) => warnings.push(message), failure: (what) => (warnings.push(what), what) },
    secret: (reference) => Promise.resolve(reference === PASSWORD ? 'right' : reference === 'vault:wrong' ? 'wrong' : null),
    onFrame: () => {},
    onState: (state) => states.push(state),
  });
  lines.push(line);
  return { line, states, warnings };
}

function makeDevice(line: LineDriver, points: Point[], settings: Opaque = {}) {
  const states: DriverState[] = [];
  const readings: Reading[] = [];
  const errors: unknown[] = [];
  const driver: Driver = line.createDevice(settings, {
    label: 'DEV-01',
    findings: [],
    onState: (state) => states.push(state),
    onFinding: () => {},
    guard: (action) => (...args) => {
      try {
        action(...args);
      } catch (error) {
        errors.push(error);
      }
    },
  });
  driver.push?.subscribe((batch) => readings.push(...batch));
  driver.setPoints(points);
  const latest = (point: Point) => readings.findLast(({ pointId }) => pointId === point.id);
  const connected = async () => {
    await expect.poll(() => states.at(-1)?.state, { timeout: 10_000 }).toBe('connected');
  };
  return { driver, states, readings, latest, connected, errors };
}

const topicPoint = (topic: string, address: Opaque = {}, fields: Partial<Point> = {}) => makePoint({ dataType: 'float64', address: { topic, ...address }, ...fields });
const idle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('MQTT against mosquitto', () => {
  it('brings numbers, JSON fields with their time, texts and on/off from their topics', async () => {
    const { line } = makeLine();
    const number = topicPoint('t1');
    const json = topicPoint('state', { payload: 'json', field: 'data.values[1]', timeField: 'ts' });
    const wide = topicPoint('state', { payload: 'json', field: 'counter' }, { dataType: 'uint64' });
    const text = topicPoint('mode', { payload: 'text' }, { dataType: 'string' });
    const on = topicPoint('+/run', { payload: 'boolean' }, { dataType: 'boolean' });
    const device = makeDevice(line, [number, json, wide, text, on], { baseTopic: 'plant/boiler' });
    expect(device.latest(number)?.quality.reason).toBe('Not connected');
    device.driver.connect();
    await device.connected();
    expect(device.latest(number)?.quality.reason).toBe('No message yet');
    await idle(100);
    broker.publish('plant/boiler/t1', '78.5');
    broker.publish('plant/boiler/state', '{"data":{"values":[1,21.25]},"ts":"2026-11-24T06:30:00.123456Z","counter":"18446744073709551615"}');
    broker.publish('plant/boiler/mode', 'Überwachung');
    broker.publish('plant/boiler/pump/run', 'ON');
    await expect.poll(() => device.latest(on)?.value).toBe(true);
    expect(device.latest(number)).toMatchObject({ value: 78.5, quality: { level: 'good', flags: [] }, sourceTime: null, raw: new Uint8Array(Buffer.from('78.5')) });
    expect(device.latest(json)).toMatchObject({ value: 21.25, sourceTime: Date.parse('2026-11-24T06:30:00.123Z') * 1000 + 456 });
    expect(device.latest(wide)?.value).toBe(2n ** 64n - 1n);
    expect(device.latest(text)?.value).toBe('Überwachung');
    expect(device.driver.diagnostics().counters).toContainEqual({ label: 'Messages received', value: 4 });
    expect(line.diagnostics().bytesReceived).toBeGreaterThan(100);
  });

  it('takes a payload that does not fit as bad with its reason, and the next good one as good', async () => {
    const { line } = makeLine();
    const point = topicPoint('plant/bad');
    const device = makeDevice(line, [point]);
    device.driver.connect();
    await device.connected();
    await idle(100);
    for (const [payload, reason] of [['78,5', 'Payload is no number'], ['', 'Payload is no number'], ['x'.repeat(1_100_000), 'Payload too large']] as const) {
      device.readings.length = 0;
      if (payload.length > 1000) await publishLarge(payload.length);
      else broker.publish('plant/bad', payload);
      await expect.poll(() => device.latest(point)?.quality).toMatchObject({ level: 'bad', reason });
    }
    broker.publish('plant/bad', '1e3');
    await expect.poll(() => device.latest(point)?.value).toBe(1000);
    expect(device.errors).toEqual([]);

    async function publishLarge(octets: number): Promise<void> {
      const writer = topicPoint('plant/bad', { payload: 'text' }, { dataType: 'string', access: 'write' });
      // One octet more than our own writes may have: published through the library's own connection.
      expect(octets).toBeGreaterThan(1_048_576);
      expect(device.driver.write?.prepare(writer, 'x'.repeat(octets), null)).toMatchObject({ ok: false });
      const { connectAsync } = await import('mqtt');
      const client = await connectAsync(`mqtt://127.0.0.1:${String(broker.port)}`, { username: 'engineer', password: 'right' });
      await client.publishAsync('plant/bad', 'x'.repeat(octets), { qos: 1 });
      await client.endAsync();
    }
  });

  it('flags what the broker had retained, also for a point added later, and not what comes live', async () => {
    broker.publish('plant/kept', '5', { retain: true });
    const { line } = makeLine();
    const first = topicPoint('plant/kept');
    const device = makeDevice(line, [first]);
    device.driver.connect();
    await expect.poll(() => device.latest(first)).toMatchObject({ value: 5, quality: { level: 'good', flags: ['RETAINED'] } });
    const later = topicPoint('plant/kept');
    const other = makeDevice(line, [later]);
    other.driver.connect();
    await expect.poll(() => other.latest(later)).toMatchObject({ value: 5, quality: { flags: ['RETAINED'] } });
    broker.publish('plant/kept', '6');
    await expect.poll(() => device.latest(first)).toMatchObject({ value: 6, quality: { flags: [] } });
    await other.driver.close();
    broker.publish('plant/kept', '7');
    await expect.poll(() => device.latest(first)?.value).toBe(7);
    expect(line.diagnostics().counters).toContainEqual({ label: 'Connections', value: 1 });
  });

  it.each([0, 1, 2] as const)('writes with QoS %i what it has shown, and reads it back', async (qos) => {
    const { line } = makeLine();
    const point = topicPoint('plant/setpoint', { payload: 'json', field: 'sp', qos, publishTopic: 'plant/setpoint/set', publishRetain: qos === 2 }, { access: 'read-write' });
    const device = makeDevice(line, [point]);
    device.driver.connect();
    await device.connected();
    const prepared = device.driver.write!.prepare(point, 78.5, null);
    expect(prepared).toMatchObject({ ok: true, operation: 'PUBLISH', raw: new Uint8Array(Buffer.from('{"sp":78.5}')) });
    const got = broker.next('plant/setpoint/set');
    await idle(300);
    const result = await device.driver.write!.execute(point, 78.5, new AbortController().signal);
    expect(result.outcome).toBe('accepted');
    expect(await got).toBe('plant/setpoint/set {"sp":78.5}');
  });

  it('says bad Not connected when the broker is killed, and comes back by itself when it is there again', async () => {
    const { line } = makeLine();
    const point = topicPoint('plant/t');
    const device = makeDevice(line, [point]);
    device.driver.connect();
    await device.connected();
    await idle(100);
    broker.publish('plant/t', '1');
    await expect.poll(() => device.latest(point)?.value).toBe(1);
    await broker.kill();
    await expect.poll(() => device.latest(point)?.quality).toMatchObject({ level: 'bad', reason: 'Not connected' });
    expect(device.states.at(-1)?.state).toBe('lost');
    expect(device.states.at(-1)?.nextTryAt).toBeGreaterThan(Date.now() * 1000 - 60_000_000);
    const writable = topicPoint('plant/x', {}, { access: 'write' });
    expect(await device.driver.write!.execute(writable, 1, new AbortController().signal)).toMatchObject({ outcome: 'not_sent' });
    await broker.start();
    await device.connected();
    await idle(100);
    broker.publish('plant/t', '2');
    await expect.poll(() => device.latest(point)?.value).toBe(2);
    // Nothing that could not be sent while it was lost is sent now.
    expect(device.driver.diagnostics().counters).toContainEqual({ label: 'Messages published (connection)', value: 0 });
  });

  it('connects with TLS to a broker whose authority it was given', async () => {
    const { line } = makeLine({ port: broker.tlsPort, tls: true, ca: broker.ca });
    const point = topicPoint('plant/secure');
    const device = makeDevice(line, [point]);
    device.driver.connect();
    await device.connected();
    await idle(100);
    broker.publish('plant/secure', '3');
    await expect.poll(() => device.latest(point)?.value).toBe(3);
  });

  it('does not connect with TLS to a broker whose authority it does not know, and says so', async () => {
    const { line } = makeLine({ port: broker.tlsPort, tls: true });
    const device = makeDevice(line, [topicPoint('plant/t')]);
    device.driver.connect();
    await expect.poll(() => device.states.at(-1)).toMatchObject({ state: 'error' });
    expect(device.states.at(-1)?.reason).toContain('authority that is not trusted');
  });

  it('speaks MQTT 5 as well', async () => {
    const { line } = makeLine({ version: '5' });
    const point = topicPoint('plant/five', { qos: 1 }, { access: 'read-write' });
    const device = makeDevice(line, [point]);
    device.driver.connect();
    await device.connected();
    await idle(100);
    expect((await device.driver.write!.execute(point, 4, new AbortController().signal)).outcome).toBe('accepted');
    await expect.poll(() => device.latest(point)?.value).toBe(4);
  });

  it('ends its connection when no device wants it any more', async () => {
    const { line, states } = makeLine();
    const device = makeDevice(line, [topicPoint('plant/t')]);
    device.driver.connect();
    await device.connected();
    await device.driver.disconnect();
    expect(line.state.state).toBe('closed');
    expect(states.map(({ state }) => state)).toEqual(['opening', 'open', 'closed']);
  });
});

describe('the connection test', () => {
  const signal = new AbortController().signal;

  it('names every step it took', async () => {
    const { line } = makeLine({ port: broker.tlsPort, tls: true, ca: broker.ca, host: 'localhost' });
    const result = await line.testDevice({ baseTopic: 'plant' }, [topicPoint('a'), topicPoint('b/#')], signal);
    expect(result.steps.map(({ name, ok }) => [name, ok])).toEqual([['Name resolved', true], ['Connection opened', true], ['TLS', true], ['Accepted by the broker', true], ['Subscribed', true]]);
    expect(result.success).toBe(true);
  });

  it('says that the password is wrong, without saying what it is', async () => {
    const { line } = makeLine({ password: 'vault:wrong' });
    const result = await line.testDevice({}, [], signal);
    expect(result.success).toBe(false);
    expect(result.steps.at(-1)).toMatchObject({ name: 'Accepted by the broker', ok: false });
    expect(result.diagnosis).toContain('the user name or the password is wrong');
    expect(JSON.stringify(result)).not.toContain('"wrong"');
    expect(result.suggestions.length).toBeGreaterThan(0);
  });

  it('says that the password is not in the vault', async () => {
    const { line } = makeLine({ password: 'vault:gone' });
    expect((await line.testDevice({}, [], signal)).diagnosis).toContain('password is not in the vault');
  });

  it('tries a password that is typed in and not yet saved, which a line at work does not take', async () => {
    const { line } = makeLine({ password: 'right' });
    expect((await line.testDevice({}, [], signal)).success).toBe(true);
    const device = makeDevice(line, [topicPoint('plant/t')]);
    device.driver.connect();
    await expect.poll(() => device.states.at(-1)?.reason).toContain('password is not in the vault');
  });

  it('says that nothing listens on the port', async () => {
    const { line } = makeLine({ port: await freePort() });
    const result = await line.testDevice({}, [], signal);
    expect(result.steps.map(({ name, ok }) => [name, ok])).toEqual([['Name resolved', true], ['Connection opened', false]]);
    expect(result.diagnosis).toContain('no broker listens on port');
  });

  it('says that something else listens there when it stays silent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { line } = makeLine({ port: (server.address() as AddressInfo).port, connectTimeoutMs: 500 });
    const result = await line.testDevice({}, [], signal);
    server.close();
    expect(result.diagnosis).toContain('does not answer as an MQTT broker');
  });

  it.each(['HTTP/1.1 400 Bad Request\r\n\r\n', '\0'.repeat(10), '\xff\xff\xff\xff\xff'])('says that something else listens there when it answers %j', async (answer) => {
    const server = createServer((socket) => socket.on('error', () => {}).write(Buffer.from(answer, 'latin1')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { line } = makeLine({ port: (server.address() as AddressInfo).port, connectTimeoutMs: 500 });
    const result = await line.testDevice({}, [], signal);
    server.close();
    expect(result.diagnosis).toMatch(/does not answer as an MQTT broker/);
  });

  it('says that the port is one without TLS', async () => {
    const { line } = makeLine({ tls: true, ca: broker.ca });
    const result = await line.testDevice({}, [], signal);
    expect(result.steps.at(-1)).toMatchObject({ name: 'TLS', ok: false });
    expect(result.diagnosis).toMatch(/without TLS|no TLS on this port/);
  });

  it('does not end the connection at work', async () => {
    const { line } = makeLine();
    const device = makeDevice(line, [topicPoint('plant/t')]);
    device.driver.connect();
    await device.connected();
    expect((await line.testDevice({}, [], signal)).success).toBe(true);
    await idle(200);
    expect(device.states.map(({ state }) => state)).toEqual(['connecting', 'connected']);
  });
});

describe('a broker that sends what is not MQTT', () => {
  it('costs the connection and nothing else: values are bad, and the next connection brings good ones', async () => {
    const CONNACK = Buffer.of(0x20, 2, 0, 0);
    const good = Buffer.concat([Buffer.of(0x30, 4, 0, 1), Buffer.from('t5')]);
    let connections = 0;
    const garbage = [Buffer.of(0x30, 4, 0, 200, 65, 66), Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), Buffer.of(0x00, 0x00, 0x00), Buffer.of(0x36, 5, 0, 1, 65, 0, 1), Buffer.of(0x20, 2, 0, 0)];
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write(CONNACK);
        const bad = garbage[connections];
        connections += 1;
        setTimeout(() => socket.write(bad ?? good), 50);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    for (const [at] of garbage.entries()) {
      connections = at;
      garbage.length = at + 1;
      const { line } = makeLine({ port: (server.address() as AddressInfo).port });
      const point = topicPoint('t');
      const device = makeDevice(line, [point]);
      device.driver.connect();
      await expect.poll(() => device.states.map(({ state }) => state), { timeout: 5000 }).toContain('lost');
      expect(device.latest(point)?.quality.level).toBe('bad');
      await expect.poll(() => device.latest(point)?.value, { timeout: 5000 }).toBe(5);
      expect(device.errors).toEqual([]);
      await line.close();
    }
    server.close();
  });
});

it.each(['3.1.1', '5'])('ends the connection to a broker that announces a packet of 256 MB at its first octets, says so, and waits before the next one (MQTT %s)', async (version) => {
  const connects: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (connect) => {
      connects.push(connect);
      socket.write(version === '5' ? Buffer.of(0x20, 3, 0, 0, 0) : Buffer.of(0x20, 2, 0, 0));
      // No more of it comes: who waits for the rest waits for good.
      setTimeout(() => socket.write(Buffer.of(0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x74)), 50);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { line } = makeLine({ port: (server.address() as AddressInfo).port, version });
  const device = makeDevice(line, [topicPoint('t')]);
  device.driver.connect();
  await expect.poll(() => device.states.find(({ state }) => state === 'lost'), { timeout: 5000 }).toBeDefined();
  const lost = device.states.find(({ state }) => state === 'lost')!;
  expect(lost.reason).toMatch(/began to send a message of 256\.?\d* MiB; at most 2 MiB are taken\. The connection was closed/);
  expect(lost.nextTryAt).not.toBeNull();
  // Maximum Packet Size (property 0x27) is 2 MiB.
  expect(connects[0]?.includes(Buffer.of(0x27, 0, 0x20, 0, 0))).toBe(version === '5');
  await line.close();
  server.close();
});

it('calls a broker that ends each connection at once at growing intervals', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.of(0x20, 2, 0, 0)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { line } = makeLine({ port: (server.address() as AddressInfo).port });
  const device = makeDevice(line, [topicPoint('t')]);
  const waits: number[] = [];
  const timer = setInterval(() => {
    const lost = device.states.filter(({ state }) => state === 'lost');
    if (lost.length > waits.length) waits.push(lost.at(-1)!.nextTryAt! / 1000 - Date.now());
  }, 10);
  device.driver.connect();
  await expect.poll(() => waits.length, { timeout: 10_000 }).toBe(3);
  clearInterval(timer);
  server.close();
  expect(waits.map((wait) => Math.round(wait / 1000))).toEqual([1, 2, 4]);
});
