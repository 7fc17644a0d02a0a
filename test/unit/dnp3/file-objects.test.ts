import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeDirectory,
  decodeFileBlock,
  decodeFileBlockStatus,
  decodeFileCommand,
  decodeFileDescriptor,
  decodeFileStatus,
  encodeFileBlock,
  encodeFileBlockStatus,
  encodeFileCommand,
  encodeFileDescriptor,
  encodeFileStatus,
  FILE_STATUS,
  fileStatusName,
  type FileDescriptor,
} from '../../../electron/stacks/dnp3';

const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffff_ffff);
const u48 = fc.nat(2 ** 48 - 1);
// A name's octets are UTF-8, which has no lone surrogates.
const name = fc.string({ maxLength: 60, unit: 'binary' });
const command = fc.record({ name, created: u48, permissions: u16, authenticationKey: u32, size: u32, mode: u16, maxBlock: u16, requestId: u16 });
const descriptor: fc.Arbitrary<FileDescriptor> = fc.record({ name, type: fc.constantFrom('file' as const, 'directory' as const), size: u32, created: u48, permissions: u16, requestId: u16 });
const status = fc.record({ handle: u32, size: u32, maxBlock: u16, requestId: u16, status: fc.nat(255) });
const block = fc.record({ handle: u32, block: fc.nat(0x7fff_ffff), last: fc.boolean(), data: fc.uint8Array({ maxLength: 100 }) });
const blockStatus = fc.record({ handle: u32, block: fc.nat(0x7fff_ffff), last: fc.boolean(), status: fc.nat(255) });

/** Checks that values come back, and that no shorter octets are taken for one where the length is told. */
function comesBack<T>(values: fc.Arbitrary<T>, encode: (value: T) => Uint8Array, decode: (octets: Uint8Array) => T | undefined, cuts: boolean): void {
  fc.assert(
    fc.property(values, fc.nat(), (value, cut) => {
      const octets = encode(value);
      expect(decode(octets)).toEqual(value);
      const short = decode(octets.subarray(0, cut % octets.length));
      expect(cuts ? short : undefined).toBeUndefined();
    }),
    { numRuns: 50 },
  );
}

describe('file objects', () => {
  it('come back as they were written, and cut ones are none', () => {
    comesBack(command, encodeFileCommand, decodeFileCommand, true);
    comesBack(descriptor, encodeFileDescriptor, decodeFileDescriptor, true);
    comesBack(status, encodeFileStatus, decodeFileStatus, true);
    comesBack(blockStatus, encodeFileBlockStatus, decodeFileBlockStatus, true);
    comesBack(block, encodeFileBlock, decodeFileBlock, false);
    expect(decodeFileBlock(new Uint8Array(7))).toBeUndefined();
  });

  it('of a directory lie one behind the other, and any octets end', () => {
    fc.assert(
      fc.property(fc.array(descriptor, { maxLength: 10 }), fc.uint8Array({ maxLength: 200 }), (all, garbage) => {
        expect(decodeDirectory(Buffer.concat(all.map(encodeFileDescriptor)))).toEqual(all);
        const read = decodeDirectory(garbage);
        expect(read === undefined || read.length <= garbage.length / 20).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('with a name outside of them or within their fields are none', () => {
    const octets = encodeFileDescriptor({ name: 'abc', type: 'file', size: 0, created: 0, permissions: 0, requestId: 0 });
    for (const [offset, length] of [
      [19, 3],
      [21, 3],
      [20, 4],
      [0, 0],
      [0xffff, 0xffff],
    ]) {
      const other = Buffer.from(octets);
      other.writeUInt16LE(offset!, 0);
      other.writeUInt16LE(length!, 2);
      expect(decodeFileDescriptor(other), `${offset}, ${length}`).toBeUndefined();
    }
  });

  it('have statuses with names', () => {
    expect(fileStatusName(FILE_STATUS.outOfSequence)).toBe('out of sequence');
    expect(fileStatusName(99)).toBe('status 99');
  });
});
