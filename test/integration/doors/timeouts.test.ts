import '@fastify/websocket';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ContractEngine } from '../../../electron/doors/contract-engine';
import { Gate } from '../../../electron/doors/gate';
import { makeHttpServer, type HttpTimeouts } from '../../../electron/doors/http-server';
import { permissions } from '../../../shared/contract/procedure';

/** The HTTP door before an engine that answers everything but `system.licences`, which it never does. */
let server: FastifyInstance;
let port: number;
const HEADERS_MS = 300;
const REQUEST_MS = 600;
const CALL_MS = 1000;
const CHECK_MS = 50;
/** What a busy machine may take longer. */
const LATE_MS = 3000;

const engine: ContractEngine = {
  tenantExists: () => true,
  check: (name) => ({
    ok: true,
    run: () => (name === 'system.licences' ? new Promise(() => undefined) : Promise.resolve({})),
  }),
  announce: async () => undefined,
  audit: async () => undefined,
  reportUnknown: () => 'E-1',
  subscribe: () => ({ ok: true, subscription: { take: () => undefined, close: () => undefined } }),
};

const makeServer = (timeouts?: HttpTimeouts): Promise<FastifyInstance> =>
  makeHttpServer({
    gate: new Gate(engine),
    checkToken: () => ({ kind: 'token', user: 'u', permissions: new Set(permissions), homeTenantId: 'home', tenantIds: null }),
    sessions: { kept: [], keep: () => undefined },
    version: '0.0.0-test',
    rendererDir: null,
    hostNames: [],
    ...(timeouts ? { timeouts } : {}),
    reportUnknown: () => 'E-1',
  });

beforeAll(async () => {
  server = await makeServer({ headersMs: HEADERS_MS, requestMs: REQUEST_MS, callMs: CALL_MS, checkEveryMs: CHECK_MS });
  port = Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => server.close());

interface Client {
  readonly socket: Socket;
  readonly text: () => string;
  /** Milliseconds from its beginning to its end. */
  readonly ended: Promise<number>;
}

/** Opens a connection, sends this and no more. */
function send(octets: string, to = port): Client {
  const began = performance.now();
  const socket = connect(to, '127.0.0.1');
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  // Cut off is as good as closed here.
  socket.on('error', () => undefined);
  if (octets !== '') socket.write(octets);
  return { socket, text: () => text, ended: new Promise((resolve) => socket.once('close', () => resolve(performance.now() - began))) };
}

const head = (path: string, length: number): string => `POST /api/v1/procedures/${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n`;

async function isQuick(): Promise<void> {
  const began = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/procedures/session.info`, { method: 'POST', headers: { authorization: 'Bearer x' } });
  expect(answer.status).toBe(200);
  await answer.text();
  expect(performance.now() - began).toBeLessThan(LATE_MS);
}

it('ends a connection on which nothing is sent, and serves others meanwhile', async () => {
  const silent = Array.from({ length: 20 }, () => send(''));
  await isQuick();
  for (const { ended } of silent) expect(await ended).toBeLessThan(Math.max(HEADERS_MS, CALL_MS) + LATE_MS);
});

it('ends a connection whose headers do not end, and tells it why', async () => {
  const half = send(head('session.info', 2));
  const drip = setInterval(() => half.socket.writable && half.socket.write('X-More: 1\r\n'), 40);
  expect(await half.ended).toBeLessThan(HEADERS_MS + LATE_MS);
  clearInterval(drip);
  expect(half.text()).toMatch(/^HTTP\/1.1 408 /);
});

it('frees the places of clients that never get to a request within seconds, with the limits that it has unless told otherwise', async () => {
  const usual = await makeServer();
  const usualPort = Number(new URL(await usual.listen({ host: '127.0.0.1', port: 0 })).port);
  try {
    const clients = [...Array.from({ length: 250 }, () => send('', usualPort)), ...Array.from({ length: 250 }, () => send('GET / HTTP/1.1\r\nHost: 12', usualPort))];
    for (const { ended } of clients) expect(await ended).toBeLessThan(6000 + LATE_MS);
    expect((await fetch(`http://127.0.0.1:${usualPort}/api/v1/procedures/session.info`, { method: 'POST', headers: { authorization: 'Bearer x' } })).status).toBe(200);
  } finally {
    await usual.close();
  }
}, 20_000);

it('ends a request whose body does not end, however often a little of it comes', async () => {
  const half = send(`${head('session.info', 1000)}\r\n{`);
  const drip = setInterval(() => half.socket.writable && half.socket.write(' '), 40);
  await isQuick();
  const took = await half.ended;
  clearInterval(drip);
  expect(took).toBeGreaterThan(HEADERS_MS);
  expect(took).toBeLessThan(REQUEST_MS + LATE_MS);
  expect(half.text()).not.toMatch(/^HTTP\/1.1 200 /);
});

it('gives up a call that is never answered, and says so', async () => {
  const began = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/procedures/system.licences`, { method: 'POST', headers: { authorization: 'Bearer x' } });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'timeout', detail: 'The request took too long and was given up.' });
  expect(performance.now() - began).toBeGreaterThanOrEqual(CALL_MS - 20);
  await isQuick();
});
