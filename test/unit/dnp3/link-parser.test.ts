import { describe, expect, it } from 'vitest';
import { LinkParser } from '../../../electron/stacks/dnp3';
import { LINK_FRAMES } from '../../vectors/dnp3/link-frames';
import { octets } from '../../vectors/dnp3/octets';

const good = octets(LINK_FRAMES[7].octets);
const hex = (of: Uint8Array): string => Buffer.from(of).toString('hex').toUpperCase();

/** What a parser tells of pieces that come one after the other, each at its time. */
function told(pieces: readonly (readonly [now: number, octets: Uint8Array])[]): string[] {
  const heard: string[] = [];
  const parser = new LinkParser((_frame, of) => void heard.push(`frame of ${of.length}`), 1000, (of, reason) => void heard.push(`${hex(of)}: ${reason}`));
  for (const [now, of] of pieces) parser.receive(of, now);
  return heard;
}

describe('what the parser tells of octets that are no frame', () => {
  it('is said once for octets in a row, in its place among the frames', () => {
    expect(told([[0, Buffer.concat([Uint8Array.of(1, 2, 3), good, Uint8Array.of(9), good])]])).toEqual(['010203: it does not begin with 05 64', 'frame of 27', '09: it does not begin with 05 64', 'frame of 27']);
  });

  it('has the whole of a frame whose data is damaged', () => {
    const damaged = Uint8Array.from(good);
    damaged[20] = (damaged[20] ?? 0) ^ 1;
    expect(told([[0, Buffer.concat([damaged, good])]])).toEqual([`${hex(damaged)}: the checksum of a data block is wrong`, 'frame of 27']);
  });

  it('is said of a frame that stops midway, when it is given up', () => {
    expect(told([[0, good.subarray(0, 12)], [500, good.subarray(12, 15)]])).toEqual([]);
    expect(told([[0, good.subarray(0, 12)], [1500, good]])).toEqual([`${hex(good.subarray(0, 12))}: the rest of the frame did not come`, 'frame of 27']);
  });
});
