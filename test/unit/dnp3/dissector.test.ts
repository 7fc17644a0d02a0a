import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dissectFrame, encodeFragment, encodeLinkFrame, FUNCTION, OBJECT_TYPES, TransportSegmenter, type Dnp3Field } from '../../../electron/stacks/dnp3';
import { blocksOf } from '../../support/dnp3-object-arbitraries';
import { mutate, Random } from '../../support/modbus-mutations';
import { LINK_FRAMES } from '../../vectors/dnp3/link-frames';
import { octets } from '../../vectors/dnp3/octets';

function frame(fragment: Uint8Array, fromMaster = false): Uint8Array {
  const [userData] = new TransportSegmenter().segments(fragment);
  const encoded = encodeLinkFrame({ fromMaster, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination: 1, source: 1024, userData: userData! });
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

/** "name: text" of fields and their children, with the octets they stand for; of octets with bits, the octet alone. */
function lines(whole: Uint8Array, fields: readonly Dnp3Field[], indent = ''): string[] {
  return fields.flatMap(({ name, text, offset, length, layer, point, children = [] }) => [`${indent}${offset}+${length} ${name}: ${text}`, ...(layer === 'objects' && point === undefined ? lines(whole, children, `${indent}  `) : [])]);
}

/** What is wrong with where fields lie: outside the frame, or before the one in front. */
function misplaced(fields: readonly Dnp3Field[], from: number, to: number): Dnp3Field[] {
  return fields.flatMap((field) => [...(field.offset < from || field.length < 0 || field.offset + field.length > to ? [field] : []), ...misplaced(field.children ?? [], field.offset, field.offset + field.length)]);
}

describe('the dissector', () => {
  it('takes a read apart, layer by layer', () => {
    const whole = octets(LINK_FRAMES[7].octets);
    const { summary, fields, problem } = dissectFrame(whole);
    expect({ summary, problem }).toEqual({ summary: '1024 -> 1: read, g60v2, g60v3, g60v4, g60v1', problem: undefined });
    expect(lines(whole, fields)).toEqual([
      '0+2 Start: 05 64',
      '2+1 Length: 20, 15 of them user data',
      '3+1 Link control: F3 (confirmed user data, from the master, frame count bit 1)',
      '4+2 Destination: 1',
      '6+2 Source: 1024',
      '8+2 Header checksum: 0A 3B (right)',
      '10+1 Transport: first, final, number 0',
      '11+1 Application control: first, final, number 3',
      '12+1 Function: 1 (read)',
      '13+3 Class, class 1 data: group 60 variation 2, all',
      '  13+3 Header: 3C 02 06 (group 60 variation 2, all)',
      '16+3 Class, class 2 data: group 60 variation 3, all',
      '  16+3 Header: 3C 03 06 (group 60 variation 3, all)',
      '19+3 Class, class 3 data: group 60 variation 4, all',
      '  19+3 Header: 3C 04 06 (group 60 variation 4, all)',
      '22+3 Class, class 0 data: group 60 variation 1, all',
      '  22+3 Header: 3C 01 06 (group 60 variation 1, all)',
      '25+2 Checksum of block 1: 9A 12 (right)',
    ]);
  });

  it('tells values, flags, times and statuses in words, also over the border of a block', () => {
    const whole = frame(octets('E3 81 82 00 02 02 17 01 07 83 00 68 E5 CF 8B 01 01 01 00 00 02 05 04 01 17 01 02 C1'));
    const { summary, fields } = dissectFrame(whole);
    expect(summary).toBe('1024 -> 1: response, g2v2 x1, g1v1 x3, g4v1 x1');
    const shown = lines(whole, fields);
    expect(shown).toContain('13+2 Internal indications: 82 00 (class1Events, deviceRestart)');
    expect(shown).toContain('  19+10 Point 7: 1, online, restart, 2023-11-14T22:13:20.000Z');
    expect(shown).toContain('  34+1 Point 2: 1');
    expect(shown).toContain('  39+2 Point 2: indeterminate, online');
    expect(shown.slice(-1)).toEqual(['41+2 Checksum of block 2: DE C7 (right)']);
    const crob = dissectFrame(frame(octets('C1 05 0C 01 17 01 03 A1 01 64 00 00 00 C8 00 00 00 07'), true));
    expect(lines(whole, crob.fields).find((line) => line.includes('Point 3'))).toMatch(/Point 3: pulseOn trip clear, 1 times, on 100 ms, off 200 ms, status 7 \(local\)$/);
  });

  it('shows frames of the link layer alone, and addresses that are none of a station', () => {
    expect(LINK_FRAMES.slice(0, 7).map((vector) => dissectFrame(octets(vector.octets)).summary)).toEqual([
      '1024 -> 1: reset link states',
      '1024 -> 1: request link status',
      '1 -> 1024: acknowledgement',
      '1 -> 1024: acknowledgement',
      '1024 -> 1: acknowledgement',
      '1024 -> 1: acknowledgement',
      '1 -> 1024: reset link states',
    ]);
    const encoded = encodeLinkFrame({ fromMaster: true, primary: true, fcb: false, fcvOrDfc: false, functionCode: 9, destination: 0xfffc, source: 0xffff, userData: new Uint8Array(0) });
    expect(encoded.kind === 'octets' ? dissectFrame(encoded.octets).summary : '').toBe('65535 (broadcast) -> 65532 (self): request link status');
  });

  it('shows parts of a fragment as such', () => {
    const segments = new TransportSegmenter().segments(Uint8Array.from([0xc0, 0x81, 0, 0, ...new Uint8Array(500)]));
    const summaries = segments.map((userData) => {
      const encoded = encodeLinkFrame({ fromMaster: false, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination: 1, source: 2, userData });
      return encoded.kind === 'octets' ? dissectFrame(encoded.octets).summary : '';
    });
    expect(summaries).toEqual(['2 -> 1: response, the first part', '2 -> 1: part of a fragment', '2 -> 1: part of a fragment, the last']);
  });

  it('says what is wrong', () => {
    const whole = octets(LINK_FRAMES[7].octets);
    const damaged = Uint8Array.from(whole);
    damaged[20] = damaged[20]! ^ 1;
    expect(dissectFrame(damaged).problem).toBe('the checksum of a data block is wrong');
    damaged[5] = damaged[5]! ^ 1;
    expect(dissectFrame(damaged)).toMatchObject({ problem: 'the header checksum is wrong' });
    expect(dissectFrame(whole.subarray(0, 15)).problem).toBe('12 octets are missing');
    expect(dissectFrame(whole.subarray(0, 5)).problem).toMatch(/shortest/);
    expect(dissectFrame(Buffer.concat([whole, whole])).problem).toBe('27 octets behind the frame');
    expect(dissectFrame(frame(octets('C1 81 00 00 01 02 00 00 00 81 63 01 06')))).toMatchObject({ summary: '1024 -> 1: response, g1v2 x1', problem: expect.stringContaining('group 99') as string });
  });

  it('gives every object of every layout a place within its header, one behind the other', () => {
    const types = OBJECT_TYPES.filter(({ layout }) => layout.kind !== 'none');
    fc.assert(
      fc.property(fc.constantFrom(...types).chain((type) => blocksOf(type, 6)), (block) => {
        const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence: 0 }, functionCode: FUNCTION.response, blocks: [block] });
        if (encoded.kind === 'invalid' || encoded.octets.length > 249) return;
        const whole = frame(encoded.octets);
        const { fields, problem } = dissectFrame(whole);
        expect(problem).toBeUndefined();
        expect(misplaced(fields, 0, whole.length)).toEqual([]);
        const objects = fields.filter(({ layer }) => layer === 'objects');
        const points = objects.flatMap(({ children }) => children ?? []).slice(1);
        expect(points).toHaveLength(block.entries.length);
        const last = objects.at(-1)!;
        const end = Math.max(...[last, ...(last.children ?? [])].map(({ offset, length }) => offset + length));
        // The object's last octet is the frame's last before its checksum.
        expect([end, last.offset + last.length]).toEqual([whole.length - 2, whole.length - 2]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes any octets', () => {
    const random = new Random(77);
    const wrong: unknown[] = [];
    for (let i = 0; i < 3000; i += 1) {
      const mutated = mutate(octets(random.pick<string>(...LINK_FRAMES.map((vector) => vector.octets))), random);
      const { fields } = dissectFrame(mutated);
      if (misplaced(fields, 0, mutated.length).length > 0) wrong.push(mutated);
    }
    expect(wrong).toEqual([]);
  });
});
