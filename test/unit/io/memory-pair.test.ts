import { describe, expect, it } from 'vitest';
import type { ByteChannel } from '../../../electron/io/channel';
import { ChannelError } from '../../../electron/io/channel-error';
import { memoryPair } from '../../../electron/io/memory-pair';

function hear(channel: ByteChannel) {
  const heard: { octets: number[]; closed: (string | undefined)[] } = { octets: [], closed: [] };
  channel.listen({ onData: (octets) => heard.octets.push(...octets), onClose: (reason) => heard.closed.push(reason?.code) });
  return heard;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the in-memory pair', () => {
  it('carries octets both ways, in order, as copies, and not before the next microtask', async () => {
    const [near, far] = memoryPair();
    const atNear = hear(near);
    const atFar = hear(far);
    const octets = Uint8Array.of(1, 2);
    near.write(octets);
    octets[0] = 99;
    near.write(Uint8Array.of(3));
    far.write(Uint8Array.of(9));
    expect(atFar.octets).toEqual([]);
    await settle();
    expect([atFar.octets, atNear.octets]).toEqual([[1, 2, 3], [9]]);
  });

  it('keeps what was written before anybody listened', async () => {
    const [near, far] = memoryPair();
    near.write(Uint8Array.of(1));
    near.close();
    await settle();
    const heard = hear(far);
    await settle();
    expect(heard).toEqual({ octets: [1], closed: [undefined] });
  });

  it('closes both ends once, and takes nothing afterwards', async () => {
    const [near, far] = memoryPair();
    const atNear = hear(near);
    const atFar = hear(far);
    near.destroy(new ChannelError('reset', 'pulled'));
    near.close();
    await settle();
    expect([atNear.closed, atFar.closed]).toEqual([['reset'], [undefined]]);
    expect([near.write(Uint8Array.of(1)), far.write(Uint8Array.of(1)), near.isOpen, far.isOpen]).toEqual([false, false, false, false]);
  });

  it('bounds what waits for a listener', () => {
    const [near] = memoryPair();
    expect(near.write(new Uint8Array(1_048_576))).toBe(true);
    expect(near.write(Uint8Array.of(1))).toBe(false);
    expect(near.bufferedOctets).toBe(1_048_576);
  });
});
