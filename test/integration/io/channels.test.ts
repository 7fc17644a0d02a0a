import { createSocket } from 'node:dgram';
import { symlinkSync, unlinkSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ByteChannel } from '../../../electron/io/channel';
import { ChannelError } from '../../../electron/io/channel-error';
import { openSerial } from '../../../electron/io/serial';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { listenTcp } from '../../../electron/io/tcp-server';
import { openUdp } from '../../../electron/io/udp';
import { openPtyPair, startPeer, temporaryFolder } from '../../support/modbus-peers';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function hear(channel: ByteChannel) {
  const octets: number[] = [];
  let closed: (reason: ChannelError | undefined) => void;
  const end = new Promise<ChannelError | undefined>((resolve) => {
    closed = resolve;
  });
  channel.listen({ onData: (received) => octets.push(...received), onClose: (reason) => closed(reason) });
  return { octets, end };
}

/** What an opener rejects with. */
async function failure(opening: Promise<ByteChannel>): Promise<ChannelError> {
  try {
    const channel = await opening;
    channel.destroy();
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
  throw new Error('it opened');
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 500) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A plain Node server that hands its sockets over. */
async function plainServer(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

describe('TCP', () => {
  it('carries octets both ways and closes in order', async () => {
    const accepted: ByteChannel[] = [];
    const server = await listenTcp({ port: 0 }, (channel) => accepted.push(channel));
    closers.push(() => server.close());
    const client = await openTcpClient({ host: '127.0.0.1', port: server.port });
    client.write(Uint8Array.of(1, 2, 3));
    await until(() => accepted.length === 1);
    // What came before anybody listened is kept.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const far = hear(accepted[0]!);
    const near = hear(client);
    await until(() => far.octets.length === 3);
    accepted[0]!.write(Uint8Array.of(9));
    accepted[0]!.close();
    expect(await near.end).toBeUndefined();
    expect(await far.end).toBeUndefined();
    expect([far.octets, near.octets]).toEqual([[1, 2, 3], [9]]);
    expect([client.isOpen, client.write(Uint8Array.of(1))]).toEqual([false, false]);
  });

  it('keeps what a server says first until somebody listens', async () => {
    const port = await plainServer((socket) => socket.write(Buffer.of(1, 2), () => setTimeout(() => socket.end(Buffer.of(3)), 20)));
    const client = await openTcpClient({ host: '127.0.0.1', port });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const heard = hear(client);
    expect(await heard.end).toBeUndefined();
    expect(heard.octets).toEqual([1, 2, 3]);
  });

  it('says refused where nothing listens, and what to check', async () => {
    const server = await listenTcp({ port: 0 }, () => undefined);
    await server.close();
    const error = await failure(openTcpClient({ host: '127.0.0.1', port: server.port }));
    expect(error).toMatchObject({ code: 'refused', message: `tcp 127.0.0.1:${server.port}: nothing listens there; check the port and whether the server is running.` });
  });

  it('says timeout after the time given where nobody answers', async () => {
    // A listener that never accepts: once its backlog is full, the system answers no further attempt.
    const listener = 'import socket,sys; s=socket.socket(); s.bind(("127.0.0.1",0)); s.listen(0); print("ready",s.getsockname()[1],flush=True); sys.stdin.read()';
    const peer = await startPeer('/usr/bin/python3', ['-c', listener]);
    closers.push(() => peer.close());
    const openings = await Promise.allSettled(Array.from({ length: 8 }, () => openTcpClient({ host: '127.0.0.1', port: peer.port, connectTimeoutMs: 300 })));
    const refused = openings.flatMap((opening) => (opening.status === 'rejected' ? [opening.reason as ChannelError] : []));
    for (const opening of openings) if (opening.status === 'fulfilled') opening.value.destroy();
    expect(refused.length).toBeGreaterThan(0);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'timeout', message: `tcp 127.0.0.1:${peer.port}: no answer within 300 ms; check the address, the port and the cable.` });
  });

  it('stops connecting when it is cancelled, before and during', async () => {
    const server = await listenTcp({ port: 0 }, (channel) => channel.destroy());
    closers.push(() => server.close());
    const controller = new AbortController();
    const opening = openTcpClient({ host: '127.0.0.1', port: server.port, signal: controller.signal });
    controller.abort();
    expect(await failure(opening)).toMatchObject({ code: 'cancelled' });
    expect(await failure(openTcpClient({ host: '127.0.0.1', port: server.port, signal: AbortSignal.abort() }))).toMatchObject({ code: 'cancelled' });
  });

  it('says reset when the peer drops the connection', async () => {
    const port = await plainServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const client = await openTcpClient({ host: '127.0.0.1', port });
    const { end } = hear(client);
    client.write(Uint8Array.of(1));
    expect(await end).toMatchObject({ code: 'reset' });
  });

  it('bounds its write buffer when the peer does not read, and tells when there is room again', async () => {
    let peer: Socket | undefined;
    const port = await plainServer((socket) => {
      peer = socket.pause();
    });
    const client = await openTcpClient({ host: '127.0.0.1', port, writeBufferOctets: 1_000_000 });
    closers.push(() => client.destroy());
    let drained = false;
    client.listen({ onData: () => undefined, onClose: () => undefined, onDrain: () => (drained = true) });
    const chunk = new Uint8Array(100_000);
    let accepted = 0;
    for (let i = 0; i < 500; i += 1) {
      if (client.write(chunk)) accepted += 1;
      if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(accepted).toBeLessThan(500);
    expect(client.bufferedOctets).toBeLessThanOrEqual(1_000_000);
    await until(() => peer !== undefined);
    peer?.resume();
    await until(() => drained && client.bufferedOctets === 0);
    expect(client.write(chunk)).toBe(true);
  });

  it('says address-in-use where another program listens', async () => {
    const server = await listenTcp({ port: 0 }, () => undefined);
    closers.push(() => server.close());
    await expect(listenTcp({ port: server.port }, () => undefined)).rejects.toMatchObject({ code: 'address-in-use' });
  });

  it('says not-found for a name that does not exist', async () => {
    expect(await failure(openTcpClient({ host: 'no-such-host.invalid', port: 502 }))).toMatchObject({ code: 'not-found' });
  });
});

describe('UDP', () => {
  it('carries datagrams to one peer and back', async () => {
    const peer = createSocket('udp4');
    await new Promise<void>((resolve) => peer.bind(0, '127.0.0.1', resolve));
    closers.push(() => peer.close());
    peer.on('message', (octets, from) => peer.send(Buffer.concat([octets, Buffer.of(7)]), from.port, from.address));
    const channel = await openUdp({ host: '127.0.0.1', port: peer.address().port });
    const heard = hear(channel);
    channel.write(Uint8Array.of(1, 2));
    await until(() => heard.octets.length === 3);
    channel.close();
    expect(await heard.end).toBeUndefined();
    expect(heard.octets).toEqual([1, 2, 7]);
  });

  it('says refused when nothing listens at the peer', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    await new Promise<void>((resolve) => socket.close(resolve));
    const channel = await openUdp({ host: '127.0.0.1', port });
    const heard = hear(channel);
    channel.write(Uint8Array.of(1));
    expect(await heard.end).toMatchObject({ code: 'refused' });
  });
});

describe('serial', () => {
  it('carries octets over a pty pair both ways, and closes', async () => {
    const folder = temporaryFolder();
    closers.push(() => folder.close());
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const near = await openSerial({ path: pair.near, baudRate: 115_200, parity: 'even' });
    const far = await openSerial({ path: pair.far, baudRate: 115_200 });
    const atNear = hear(near);
    const atFar = hear(far);
    near.write(Uint8Array.of(0, 13, 10, 17, 19, 255));
    far.write(Uint8Array.of(3, 4));
    await until(() => atFar.octets.length === 6 && atNear.octets.length === 2);
    expect([atFar.octets, atNear.octets]).toEqual([[0, 13, 10, 17, 19, 255], [3, 4]]);
    near.close();
    far.close();
    expect([await atNear.end, await atFar.end]).toEqual([undefined, undefined]);
    const again = await openSerial({ path: pair.near, baudRate: 9600 });
    const heard = hear(again);
    again.close();
    expect(await heard.end).toBeUndefined();
  });

  it('says that the port is gone when the adapter is pulled', async () => {
    const folder = temporaryFolder();
    closers.push(() => folder.close());
    const pair = await openPtyPair(folder.path);
    const channel = await openSerial({ path: pair.near, baudRate: 9600 });
    const heard = hear(channel);
    await pair.close();
    expect(await heard.end).toMatchObject({ code: 'reset' });
    expect(channel.write(Uint8Array.of(1))).toBe(false);
  });

  it('says that the port is gone when another one has taken its name', async () => {
    const folder = temporaryFolder();
    closers.push(() => folder.close());
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const link = join(folder.path, 'adapter');
    symlinkSync(pair.near, link);
    const heard = hear(await openSerial({ path: link, baudRate: 9600 }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    unlinkSync(link);
    symlinkSync(pair.far, link);
    expect(await heard.end).toMatchObject({ code: 'reset' });
  });

  it('says not-found for a port that is not there', async () => {
    const error = await failure(openSerial({ path: '/dev/ttyNone9', baudRate: 9600 }));
    expect(error.code).toBe('not-found');
    expect(error.message).toContain('check that the adapter is plugged in');
  });
});
