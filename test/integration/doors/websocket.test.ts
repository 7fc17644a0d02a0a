import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultSocketLimits } from '../../../electron/doors/websocket';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf } from '../../support/engine-caller';
import { madeUpProtocol } from '../../support/made-up-protocol';
import { at } from '../../support/like';
import { SocketClient } from '../../support/socket-client';
import { eventually, firstToken, restClient, startTestEngine, type TestEngine } from '../../support/test-engine';

const { protocol, device: held } = madeUpProtocol();
const POINTS = 1000;
const points = Array.from({ length: POINTS }, (_, at) => makePoint({ name: `P${at}`, address: { at: String(at) }, dataType: 'float32', pollIntervalMs: 50 }));
let test: TestEngine;
let url: string;
let token: string;

beforeAll(async () => {
  test = await startTestEngine({ protocols: [protocol], checkAnswers: false });
  ({ url } = await test.listen({ socketLimits: { ...defaultSocketLimits, maxCalls: 4, maxSubscriptions: 8, pingEveryMs: 1500, tokenWithinMs: 3000 } }));
  token = await firstToken(test.dataDir);
  const caller = callerOf(test.engine);
  const { id } = await caller.call('device.add', { deviceId: 'many', description: '', protocol: 'madeup', lineName: null, lineSettings: {}, settings: {}, pollIntervalMs: null, enabled: true });
  await caller.call('points.add', { deviceId: id, points });
  await eventually('values are there', async () => (await caller.call('device.statuses', {}))[0]?.pointsGood === POINTS);
});
afterAll(async () => {
  const from = performance.now();
  await test.close();
  // Whatever hangs on: a deaf client must not hold up the end.
  if (performance.now() - from > 10_000) throw new Error('Closing took more than 10 s');
});

/** The number that the answer to a subscription gives. */
const subscriptionOf = (answer: unknown): number => Number(at(answer, 'value.subscription'));
const pointIds = points.map(({ id }) => id);
let reading = 0;
/** Every value is another one at each poll. */
function keepChanging(): () => void {
  const { values } = held('many');
  const timer = setInterval(() => {
    reading += 1;
    for (const id of pointIds) values.set(id, reading % 200);
  }, 50);
  return () => clearInterval(timer);
}

it('says hello with the number of the contract, and then answers', async () => {
  const client = await SocketClient.open(url);
  client.send({ token });
  expect(await client.wait('hello', (message) => 'hello' in message)).toEqual({ hello: { contractVersion: 1, user: 'access-token' } });
  expect(await client.request({ call: 'session.info', input: {} })).toMatchObject({ ok: true, value: { user: 'access-token' } });
  client.close();
});

it('closes a connection with a wrong token, one without, and one that sends what is no message', async () => {
  const wrong = await SocketClient.open(url);
  wrong.send({ token: 'x'.repeat(43) });
  expect((await wrong.untilClosed()).code).toBe(4401);
  const silent = await SocketClient.open(url);
  expect((await silent.untilClosed()).code).toBe(4401);
  for (const nonsense of ['{', '[]', '{"id":1}', '{"id":-1,"call":"session.info"}', '"text"']) {
    const client = await SocketClient.open(url);
    client.send(nonsense);
    expect((await client.untilClosed()).code, nonsense).toBe(4400);
  }
});

it('takes the cookie of a browser from its own page, and refuses other origins', async () => {
  const login = await fetch(`${url}/api/v1/session`, { method: 'POST', body: JSON.stringify({ token }), headers: { 'content-type': 'application/json', origin: url } });
  const cookie = login.headers.getSetCookie()[0]!;
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const pair = cookie.split(';')[0]!;
  const own = await SocketClient.open(url, { cookie: pair, origin: url });
  expect(await own.wait('hello', (message) => 'hello' in message)).toBeTruthy();
  own.close();
  const foreign = await SocketClient.open(url, { cookie: pair, origin: 'https://evil.example' });
  expect(foreign.closed).not.toBeNull();
  const nameless = await SocketClient.open(url, { cookie: pair });
  expect((await nameless.untilClosed()).code).toBe(4401);
  expect(nameless.messages).toEqual([]);
});

it('sends the present state first, then changes, at most 30 batches a second', async () => {
  const stop = keepChanging();
  const client = await SocketClient.open(url);
  await client.login(token);
  const number = subscriptionOf(await client.request({ subscribe: 'samples', filter: { pointIds: pointIds.slice(0, 10) } }));
  const ofIt = () => client.messages.filter(({ subscription }) => subscription === number);
  await eventually('the present state', () => ofIt().length > 0);
  expect(ofIt()[0]!['payload']).toHaveLength(10);
  const before = ofIt().length;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const batches = ofIt().length - before;
  expect(batches).toBeGreaterThan(5);
  expect(batches).toBeLessThanOrEqual(31);
  expect(await client.request({ unsubscribe: number })).toMatchObject({ ok: true });
  const after = ofIt().length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(ofIt().length).toBe(after);
  stop();
  client.close();
});

it('limits calls under way and subscriptions of a connection', async () => {
  const client = await SocketClient.open(url);
  await client.login(token);
  for (let at = 0; at < 8; at += 1) expect(await client.request({ subscribe: 'writing', filter: {} })).toMatchObject({ ok: true });
  expect(await client.request({ subscribe: 'writing', filter: {} })).toMatchObject({ ok: false, error: { code: 'too_many' } });
  const answers = await Promise.all(Array.from({ length: 40 }, () => client.request({ call: 'system.metrics', input: {} })));
  expect(answers.filter((answer) => at(answer, 'ok') === true).length).toBeGreaterThanOrEqual(4);
  expect(answers.filter((answer) => at(answer, 'ok') === false).every((answer) => at(answer, 'error.code') === 'too_many')).toBe(true);
  client.close();
});

it('ends a connection whose session was logged out or whose token was revoked', async () => {
  const login = await fetch(`${url}/api/v1/session`, { method: 'POST', body: JSON.stringify({ token }), headers: { 'content-type': 'application/json', origin: url } });
  const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;
  const browser = await SocketClient.open(url, { cookie, origin: url });
  await browser.wait('hello', (message) => 'hello' in message);
  const client = await SocketClient.open(url);
  await client.login(await test.engine.tokens.create({ name: 'guest', permissions: ['view'], tenantIds: null }));
  const stays = await SocketClient.open(url);
  await stays.login(token);
  await fetch(`${url}/api/v1/session`, { method: 'DELETE', headers: { cookie, origin: url } });
  await test.engine.tokens.revoke('guest');
  expect((await browser.untilClosed()).code).toBe(4401);
  expect((await client.untilClosed()).code).toBe(4401);
  expect(stays.closed).toBeNull();
  stays.close();
});

/** A client that logs in, subscribes to everything, and then never reads again. */
async function openDeafClient(): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const key = randomBytes(16).toString('base64');
  socket.write(`GET /api/v1/socket HTTP/1.1\r\nHost: ${new URL(url).host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  const head = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString('latin1'))));
  expect(head).toContain(createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64'));
  for (const message of [{ id: 1, subscribe: 'samples', filter: { pointIds } }, { id: 2, subscribe: 'devices', filter: {} }]) socket.write(clientFrame(JSON.stringify(message)));
  socket.pause();
  socket.on('error', () => undefined);
  return socket;
}

/** RFC 6455, 5.2: a masked text frame. */
function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  const head = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.from([0x81, 0x80 | 127, ...bigLength(payload.length)]);
  return Buffer.concat([head, mask, payload.map((octet, at) => octet ^ mask[at % 4]!)]);
}

function bigLength(length: number): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64BE(BigInt(length));
  return octets;
}

it('is not delayed by a client that never reads: others get their values, memory stays, and the deaf one is dropped', async () => {
  const stop = keepChanging();
  const deaf = await Promise.all(Array.from({ length: 5 }, openDeafClient));
  const connections = (): number => [...test.engineConnections()].length;
  await eventually('the deaf ones are there', () => connections() === 5);
  const lively = await SocketClient.open(url);
  await lively.login(token);
  const number = subscriptionOf(await lively.request({ subscribe: 'samples', filter: { pointIds: pointIds.slice(0, 5) } }));
  const ask = restClient(url, token);
  const delays: number[] = [];
  let slowestAnswer = 0;
  let last = performance.now();
  lively.socket.on('message', () => {
    delays.push(performance.now() - last);
    last = performance.now();
  });
  const heapBefore = process.memoryUsage().heapUsed;
  for (let round = 0; round < 20; round += 1) {
    const from = performance.now();
    expect((await ask('GET', '/protocols/unified/devices')).status).toBe(200);
    slowestAnswer = Math.max(slowestAnswer, performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const newest = lively.messages.findLast(({ subscription }) => subscription === number)!;
  expect(at(newest, 'payload.0.value')).toBeGreaterThanOrEqual((reading % 200) - 50);
  expect(delays.length).toBeGreaterThan(10);
  // Room for a busy machine; a queue that grows with every poll would take hundreds of megabytes.
  expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(200 * 1024 * 1024);
  await eventually('those that answer no ping are dropped, and only those', () => connections() === 1, 8000);
  expect(lively.closed).toBeNull();
  stop();
  lively.close();
  for (const socket of deaf) socket.destroy();
}, 40_000);
