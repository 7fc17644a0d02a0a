import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEGMENT_MAX_OCTETS, TransportReassembler, TransportSegmenter } from '../../../electron/stacks/dnp3';

/** One received segment: final, first, sequence, content. */
const segment = (flags: string, sequence: number, ...content: number[]): Uint8Array =>
  Uint8Array.of((flags.includes('L') ? 0x80 : 0) | (flags.includes('F') ? 0x40 : 0) | sequence, ...content);

describe('the transport function', () => {
  it('puts together whatever it took apart, over many fragments', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 2048 }), { maxLength: 20 }), (fragments) => {
        const segmenter = new TransportSegmenter();
        const reassembler = new TransportReassembler();
        for (const fragment of fragments) {
          const segments = segmenter.segments(fragment);
          expect(segments).toHaveLength(Math.ceil(fragment.length / SEGMENT_MAX_OCTETS));
          expect(segments.map((each) => reassembler.receive(each)).filter((each) => each !== undefined)).toEqual([fragment]);
        }
        expect(reassembler.counters()).toEqual({ fragments: fragments.length, discarded: 0, repeated: 0, tooLong: 0 });
      }),
      { numRuns: 50 },
    );
  });

  it('runs its numbers on over fragments, modulo 64', () => {
    const segmenter = new TransportSegmenter();
    const headers = Array.from({ length: 65 }, () => segmenter.segments(Uint8Array.of(1))[0]![0]);
    expect(headers.slice(0, 2)).toEqual([0xc0, 0xc1]);
    expect(headers.slice(63)).toEqual([0xff, 0xc0]);
  });

  it('takes any number for a first segment and wraps behind 63', () => {
    const reassembler = new TransportReassembler();
    expect(reassembler.receive(segment('F', 63, 1))).toBeUndefined();
    expect(reassembler.receive(segment('L', 0, 2))).toEqual(Uint8Array.of(1, 2));
  });

  it('discards what was begun when a number is missing', () => {
    const reassembler = new TransportReassembler();
    reassembler.receive(segment('F', 1, 1));
    expect(reassembler.receive(segment('L', 3, 3))).toBeUndefined();
    expect(reassembler.receive(segment('L', 2, 2))).toBeUndefined();
    expect(reassembler.counters()).toMatchObject({ fragments: 0, discarded: 2 });
  });

  it('begins anew at a first segment, also in the middle', () => {
    const reassembler = new TransportReassembler();
    reassembler.receive(segment('F', 1, 1));
    expect(reassembler.receive(segment('FL', 9, 7))).toEqual(Uint8Array.of(7));
    expect(reassembler.counters()).toMatchObject({ fragments: 1, discarded: 1 });
  });

  it('counts the same segment twice in a row once', () => {
    const reassembler = new TransportReassembler();
    reassembler.receive(segment('F', 1, 1));
    reassembler.receive(segment('', 2, 2));
    expect(reassembler.receive(segment('', 2, 2))).toBeUndefined();
    expect(reassembler.receive(segment('L', 3, 3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(reassembler.counters()).toMatchObject({ repeated: 1, discarded: 0 });
  });

  it('holds no more than a fragment, whatever comes', () => {
    const reassembler = new TransportReassembler(10);
    reassembler.receive(segment('F', 0, 1, 2, 3, 4, 5, 6));
    expect(reassembler.receive(segment('L', 1, 1, 2, 3, 4, 5))).toBeUndefined();
    expect(reassembler.receive(segment('L', 2, 1))).toBeUndefined();
    expect(reassembler.counters()).toMatchObject({ tooLong: 1, discarded: 2, fragments: 0 });
    for (let i = 0; i < 1000; i += 1) expect(reassembler.receive(segment('', i & 0x3f, 1))).toBeUndefined();
    expect(reassembler.receive(segment('FL', 0, 9))).toEqual(Uint8Array.of(9));
  });

  it('discards segments without content', () => {
    const reassembler = new TransportReassembler();
    expect(reassembler.receive(segment('FL', 0))).toBeUndefined();
    expect(reassembler.receive(new Uint8Array(0))).toBeUndefined();
    expect(reassembler.receive(new Uint8Array(251).fill(0xc0))).toBeUndefined();
    expect(reassembler.counters().discarded).toBe(3);
  });
});
