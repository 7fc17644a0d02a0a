import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { ByteChannel } from '../../../electron/io/channel';
import { PIECE_OCTETS } from '../../../electron/io/fair-intake';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { listenTcp } from '../../../electron/io/tcp-server';

const FLOOD = Buffer.from(Array.from({ length: 600_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff));

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

/** What a channel got, and how many octets of it in one turn of the event loop at most. */
function receive(channel: ByteChannel): Promise<{ readonly octets: Buffer; readonly mostInATurn: number }> {
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = [];
    let turn = 0;
    let next: NodeJS.Immediate;
    const count = (): void => {
      turn += 1;
      next = setImmediate(count);
    };
    count();
    const byTurn = new Map<number, number>();
    channel.listen({
      onData: (octets) => {
        pieces.push(octets);
        byTurn.set(turn, (byTurn.get(turn) ?? 0) + octets.length);
      },
      onClose: () => {
        clearImmediate(next);
        resolve({ octets: Buffer.concat(pieces), mostInATurn: Math.max(...byTurn.values()) });
      },
    });
  });
}

it('hands a flood at a server on in pieces with turns for others between them, whole and in order', async () => {
  const received = new Promise<Awaited<ReturnType<typeof receive>>>((resolve) => {
    void listenTcp({ port: 0 }, (channel) => void receive(channel).then(resolve)).then((server) => {
      open.push(server);
      connect(server.port, '127.0.0.1').end(FLOOD);
    });
  });
  const { octets, mostInATurn } = await received;
  expect(octets.equals(FLOOD)).toBe(true);
  expect(mostInATurn).toBeLessThanOrEqual(2 * PIECE_OCTETS);
});

it('hands a flood at a client on in pieces with turns for others between them, whole and in order', async () => {
  const server = await listenTcp({ port: 0 }, (channel) => {
    channel.listen({ onData: () => undefined, onClose: () => undefined });
    channel.write(FLOOD);
    channel.close();
  });
  open.push(server);
  const channel = await openTcpClient({ host: '127.0.0.1', port: server.port });
  const { octets, mostInATurn } = await receive(channel);
  expect(octets.equals(FLOOD)).toBe(true);
  expect(mostInATurn).toBeLessThanOrEqual(2 * PIECE_OCTETS);
});
