import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLinkFrame, encodeLinkFrame, linkFrameFault, LinkParser, type LinkFrame } from '../../../electron/stacks/dnp3';
import { linkFrames } from '../../support/dnp3-arbitraries';
import { LINK_FRAMES } from '../../vectors/dnp3/link-frames';
import { octets } from '../../vectors/dnp3/octets';

function encoded(frame: LinkFrame): Uint8Array {
  const result = encodeLinkFrame(frame);
  if (result.kind === 'invalid') throw new Error(result.reason);
  return result.octets;
}

function parse(chunks: readonly Uint8Array[], gapMs = 1000, stepMs = 1): { frames: LinkFrame[]; parser: LinkParser } {
  const frames: LinkFrame[] = [];
  const parser = new LinkParser((frame) => frames.push(frame), gapMs);
  let now = 0;
  for (const chunk of chunks) parser.receive(chunk, (now += stepMs));
  return { frames, parser };
}

const RESET = octets('05 64 05 C0 01 00 00 04 E9 21');

describe('the link frame codec', () => {
  it.each(LINK_FRAMES)('decodes and encodes $octets', (vector) => {
    const frame = { ...vector.frame, userData: octets(vector.userData) };
    expect(decodeLinkFrame(octets(vector.octets), 0)).toEqual({ kind: 'value', value: frame, used: octets(vector.octets).length });
    expect(encoded(frame)).toEqual(octets(vector.octets));
    expect(linkFrameFault(frame)).toBeUndefined();
  });

  it('gives back every frame it encodes, wherever it is cut', () => {
    fc.assert(
      fc.property(linkFrames, fc.nat(), (frame, cut) => {
        const whole = encoded(frame);
        expect(decodeLinkFrame(whole, 0)).toEqual({ kind: 'value', value: frame, used: whole.length });
        const at = cut % whole.length;
        expect(decodeLinkFrame(whole.subarray(0, at), 0)).toMatchObject({ kind: 'need-more' });
        expect(parse([whole.subarray(0, at), whole.subarray(at)]).frames).toEqual([frame]);
      }),
      { numRuns: 200 },
    );
  });

  it('finds every single changed octet behind the two start octets', () => {
    const whole = octets(LINK_FRAMES[7].octets);
    for (let at = 2; at < whole.length; at += 1) {
      const damaged = Uint8Array.from(whole);
      damaged[at] = damaged[at]! ^ 0x40;
      expect(parse([damaged, new Uint8Array(300)]).frames).toEqual([]);
    }
  });

  it('refuses to encode what does not fit', () => {
    const frame = { ...LINK_FRAMES[0].frame, userData: new Uint8Array(251) };
    expect(encodeLinkFrame(frame)).toMatchObject({ kind: 'invalid' });
    expect(encodeLinkFrame({ ...frame, userData: RESET, destination: 65_536 })).toMatchObject({ kind: 'invalid' });
    expect(encodeLinkFrame({ ...frame, userData: RESET, functionCode: 16 })).toMatchObject({ kind: 'invalid' });
  });

  it('calls frames faulty that break the rules of their function', () => {
    const base = { fromMaster: true, primary: true, fcb: false, fcvOrDfc: false, functionCode: 0, destination: 1, source: 2, userData: new Uint8Array(0) };
    expect(linkFrameFault({ ...base, fcvOrDfc: true })).toMatch(/frame count bit/);
    expect(linkFrameFault({ ...base, userData: RESET })).toMatch(/user data/);
    expect(linkFrameFault({ ...base, functionCode: 3, userData: RESET })).toMatch(/not marked valid/);
    expect(linkFrameFault({ ...base, functionCode: 4 })).toMatch(/no user data/);
    expect(linkFrameFault({ ...base, primary: false, fcb: true })).toMatch(/frame count bit/);
    expect(linkFrameFault({ ...base, functionCode: 6 })).toBeUndefined();
  });
});

describe('the link parser', () => {
  it('finds frames behind a start that is none', () => {
    const { frames, parser } = parse([octets('05 64 05 64 05 C0 01 00 00 04 E9 21')]);
    expect(frames).toHaveLength(1);
    expect(parser.counters()).toMatchObject({ frames: 1, headerCrcErrors: 1, skippedOctets: 2 });
  });

  it('finds frames among any garbage without start octets, octet by octet', () => {
    const garbage = fc.uint8Array({ maxLength: 40 }).map((value) => value.map((octet) => (octet === 0x05 ? 0 : octet)));
    fc.assert(
      fc.property(fc.array(fc.tuple(garbage, linkFrames), { maxLength: 5 }), (parts) => {
        const stream = Buffer.concat(parts.flatMap(([before, frame]) => [before, encoded(frame)]));
        const { frames, parser } = parse(Array.from(stream, (octet) => Uint8Array.of(octet)));
        expect(frames).toEqual(parts.map(([, frame]) => frame));
        expect(parser.counters().skippedOctets).toBe(parts.reduce((sum, [before]) => sum + before.length, 0));
      }),
      { numRuns: 50 },
    );
  });

  it('does not lose the next frame to one that lost octets', () => {
    const long = octets(LINK_FRAMES[8].octets);
    const { frames, parser } = parse([Buffer.concat([long.subarray(0, 40), RESET, RESET, RESET, RESET, RESET, RESET])]);
    expect(frames.length).toBe(6);
    expect(parser.counters().bodyCrcErrors).toBe(1);
  });

  it('gives up a frame that stays incomplete', () => {
    const { frames, parser } = parse([octets(LINK_FRAMES[8].octets).subarray(0, 40), RESET], 500, 500);
    expect(frames).toHaveLength(1);
    expect(parser.counters().skippedOctets).toBe(40);
  });

  it('does not hand on a frame behind an incomplete one when it has become old', () => {
    const broken = octets(LINK_FRAMES[8].octets).subarray(0, 40);
    expect(parse([Buffer.concat([broken, RESET]), RESET], 500, 500).frames).toHaveLength(1);
  });

  it('drops frames whose length or control is wrong though their checksum is right, and counts them', () => {
    const faulty = encoded({ fromMaster: true, primary: true, fcb: false, fcvOrDfc: true, functionCode: 0, destination: 1, source: 2, userData: new Uint8Array(0) });
    const { frames, parser } = parse([faulty, RESET]);
    expect(frames).toHaveLength(1);
    expect(parser.counters()).toMatchObject({ badFrames: 1, frames: 1 });
  });
});
