import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { limitConnections, type ConnectionLimits } from '../../../electron/doors/connection-limits';
import { makeHttpServer } from '../../../electron/doors/http-server';
import { Gate } from '../../../electron/doors/gate';

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** A server that says hello to whom it takes; loopback has many addresses to come from. */
async function listen(limits: ConnectionLimits): Promise<(from: string) => Promise<boolean>> {
  const server = createServer((socket) => {
    if (socket.destroyed) return;
    socket.on('error', () => undefined).write('hello');
  });
  limitConnections(server, limits);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  ends.push(() => void server.close());
  return (from) => isTaken(address, from);
}

function isTaken({ port }: AddressInfo, from: string): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  ends.push(() => void socket.destroy());
  return new Promise((resolve) => {
    socket.once('data', () => resolve(true)).once('error', () => resolve(false)).once('close', () => resolve(false));
  });
}

it('closes what one address opens beyond its share, while others still come in', async () => {
  const take = await listen({ overall: 10, perAddress: 3 });
  expect(await Promise.all(Array.from({ length: 3 }, () => take('127.0.0.1')))).toEqual([true, true, true]);
  expect(await take('127.0.0.1')).toBe(false);
  expect(await take('127.0.0.2')).toBe(true);
});

it('closes what all together open beyond the overall limit', async () => {
  const take = await listen({ overall: 4, perAddress: 3 });
  for (const from of ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.2']) expect(await take(from)).toBe(true);
  expect(await take('127.0.0.3')).toBe(false);
});

it('gives places back when connections end, the refused ones among them', async () => {
  const server = await makeHttpServer({
    gate: new Gate({ tenantExists: () => true, check: () => ({ ok: true, run: () => Promise.resolve({}) }), announce: async () => undefined, audit: async () => undefined, reportUnknown: () => '', subscribe: () => ({ ok: false, fields: [] }) }),
    checkToken: () => null, sessions: { kept: [], keep: () => undefined }, version: '0', rendererDir: null, hostNames: [], connections: { overall: 10, perAddress: 2 }, reportUnknown: () => '',
  });
  ends.push(() => server.close());
  const port = Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port);
  const ask = async (): Promise<string> => {
    let answer = '';
    const socket = connect(port, '127.0.0.1').on('error', () => undefined).on('data', (data) => (answer += data.toString()));
    socket.write(`GET /nothing HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    await new Promise((resolve) => socket.once('close', resolve));
    return answer.slice(0, 'HTTP/1.1 404'.length);
  };
  for (let round = 0; round < 3; round += 1) {
    const held = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    expect(await ask()).toBe('');
    expect(await ask()).toBe('');
    for (const socket of held) socket.destroy();
    await expect.poll(ask).toBe('HTTP/1.1 404');
  }
});
