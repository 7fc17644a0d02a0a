import { expect, it } from 'vitest';
import { MAX_PACKET, PacketSizeGuard } from '../../../electron/protocols/mqtt/packet-size-guard';

/** The fixed header of a PUBLISH with this remaining length. */
function header(length: number): number[] {
  const octets = [0x30];
  let rest = length;
  do {
    octets.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return octets;
}
const packet = (length: number): Uint8Array => Buffer.concat([Buffer.from(header(length)), Buffer.alloc(length, 0xff)]);

it('lets packets of every length through, however the stream is cut', () => {
  const stream = Buffer.concat([0, 1, 127, 128, 16_383, 16_384, 70_000, 0, 5].map(packet));
  for (const step of [1, 2, 3, 1000, stream.length]) {
    const guard = new PacketSizeGuard();
    const told: unknown[] = [];
    for (let at = 0; at < stream.length; at += step) told.push(guard.take(stream.subarray(at, at + step)));
    expect(new Set(told)).toEqual(new Set([null]));
    // It stands at the beginning of a packet: what comes next is read as one.
    expect(guard.take(Buffer.from(header(268_435_455)))).toBe(268_435_460);
  }
});

it('tells a packet that is too large by its fixed header alone, and takes the largest one', () => {
  const largest = MAX_PACKET - 4;
  expect(new PacketSizeGuard().take(Buffer.from(header(largest)))).toBeNull();
  const guard = new PacketSizeGuard();
  const sizes = header(largest + 1).map((octet) => guard.take(Uint8Array.of(octet)));
  expect(sizes).toEqual([null, null, null, MAX_PACKET + 1]);
});

it('leaves what is no remaining length to the library', () => {
  expect(new PacketSizeGuard().take(Buffer.alloc(1000, 0xff))).toBeNull();
});
