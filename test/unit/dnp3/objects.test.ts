import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMMAND_STATUS,
  commandStatusName,
  controlCodeOctet,
  decodeFragmentObjects,
  decodeHeader,
  encodeFragment,
  FLAG,
  flagNames,
  FUNCTION,
  functionName,
  IIN,
  iinNames,
  OBJECT_TYPES,
  objectType,
  qualifierOf,
  readControlCode,
  type DecodedObjects,
  type Fragment,
  type ObjectBlock,
  type ObjectType,
} from '../../../electron/stacks/dnp3';
import { mutate, Random } from '../../support/modbus-mutations';
import { blocksOf } from '../../support/dnp3-object-arbitraries';
import { octets } from '../../vectors/dnp3/octets';
import { BAD_OBJECTS, OBJECTS } from '../../vectors/dnp3/objects';

const control = { first: true, final: true, confirm: false, unsolicited: false, sequence: 5 };
const RESPONSE = 'C5 81 00 00';
const READ = 'C5 01';

function decode(text: string | Uint8Array): DecodedObjects {
  const fragment = typeof text === 'string' ? octets(text) : text;
  const header = decodeHeader(fragment);
  if ('fault' in header) throw new Error(header.fault);
  return decodeFragmentObjects(fragment, header);
}

function encode(fragment: Fragment): Uint8Array {
  const encoded = encodeFragment(fragment, 65_536);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return encoded.octets;
}

function blocks(text: string | Uint8Array): readonly ObjectBlock[] {
  const decoded = decode(text);
  if (decoded.kind === 'bad') throw new Error(decoded.reason);
  return decoded.blocks;
}

const withData: ObjectType[] = [
  ...OBJECT_TYPES.filter(({ layout }) => layout.kind !== 'none'),
  ...[
    [0, 252],
    [110, 1],
    [110, 255],
    [111, 7],
    [112, 9],
    [113, 3],
  ].map(([group, variation]) => objectType(group!, variation!)!),
];

describe('the object codec', () => {
  it.each(OBJECTS)('reads $name', (vector) => {
    const read = blocks(`${RESPONSE} ${vector.octets}`);
    expect(read.map(({ group, variation, entries }) => [group, variation, entries.map(({ index, value }) => [index, value])])).toEqual(vector.blocks);
    expect(encode({ control, functionCode: FUNCTION.response, blocks: read })).toEqual(octets(`${RESPONSE} ${vector.octets}`));
  });

  it.each(BAD_OBJECTS)('refuses $name', (vector) => {
    expect(decode(`${RESPONSE} ${vector.octets}`)).toMatchObject({ kind: 'bad' });
  });

  it.each(withData.map((type) => ({ type, name: `g${type.group}v${type.variation} ${type.name}` })))('gives back $name with every range, and finds every cut', ({ type }) => {
    fc.assert(
      fc.property(blocksOf(type), fc.nat(), (block, cut) => {
        const fragment = encode({ control, functionCode: FUNCTION.response, blocks: [block] });
        expect(blocks(fragment)).toEqual([block]);
        expect(fragment[6]).toBe(qualifierOf(block.range));
        const at = 5 + (cut % (fragment.length - 5));
        expect(decode(fragment.subarray(0, at))).toMatchObject({ kind: 'bad', before: [] });
      }),
      { numRuns: 10 },
    );
  });

  it('gives back fragments of many blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...withData).chain((type) => blocksOf(type, 5)), { maxLength: 8 }), fc.nat(0x3fff), (all, iin) => {
        const fragment = encode({ control, functionCode: FUNCTION.unsolicitedResponse, iin, blocks: all });
        expect(decodeHeader(fragment)).toMatchObject({ control, functionCode: 130, iin, objectsAt: 4 });
        expect(blocks(fragment)).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  it('reads headers without data in requests that only name points', () => {
    expect(blocks(`${READ} 3C 02 06 3C 01 06`).map(({ variation, range, entries }) => ({ variation, range, entries }))).toEqual([
      { variation: 2, range: { kind: 'all' }, entries: [] },
      { variation: 1, range: { kind: 'all' }, entries: [] },
    ]);
    expect(blocks(`${READ} 1E 02 01 00 00 FF FF`)[0]).toMatchObject({ range: { kind: 'range', size: 2, start: 0, stop: 65_535 }, entries: [] });
    expect(blocks(`${READ} 02 00 07 05`)[0]).toMatchObject({ range: { kind: 'count', size: 1, count: 5 }, entries: [] });
    expect(blocks(`${READ} 1E 00 17 02 07 09`)[0]!.entries.map(({ index }) => index)).toEqual([7, 9]);
    expect(blocks('C0 0B 32 02 07 01 01 00 00 00 00 00 0A 00 00 00 14 00 06')).toMatchObject([{ entries: [{ value: { time: 1, interval: 10 } }] }, { group: 20, entries: [] }]);
  });

  it('tells an unknown object from a wrong parameter, and keeps what came before', () => {
    expect(decode(`${READ} 01 00 06 63 01 06`)).toMatchObject({ kind: 'bad', problem: 'object-unknown', before: [{ group: 1 }] });
    expect(decode(`${READ} 01 09 06`)).toMatchObject({ problem: 'object-unknown' });
    expect(decode(`${READ} 00 00 06`)).toMatchObject({ problem: 'object-unknown' });
    for (const text of ['01 00 03 00 01', '01 00 0B 01', '01 00 77 01', '01 00 00 09 01', '01 00 17 03 01 02', '01 00 5B 01', '01 00', '46 05 06 01']) {
      expect(decode(`${READ} ${text}`), text).toMatchObject({ kind: 'bad' });
    }
    expect(decode(`${RESPONSE} 01 01 17 01 00 01`)).toMatchObject({ problem: 'parameter' });
    expect(decode(`${RESPONSE} 3C 02 06`)).toMatchObject({ problem: 'parameter' });
    expect(decode(`${RESPONSE} 02 00 17 01 00 81`)).toMatchObject({ problem: 'parameter' });
    expect(decode(`${RESPONSE} 1E 01 02 00 00 00 00 FF FF FF FF 01`)).toHaveProperty('reason', 'object header at octet 4 (1E 01 02): 21474836480 octets promised, 1 left');
    expect(decode(`${RESPONSE} 1E 01 48 01 00 04 01 00 00 00`)).toMatchObject({ problem: 'parameter' });
  });

  it('refuses to encode what an object cannot hold', () => {
    const refuse = (group: number, variation: number, value: object, range: ObjectBlock['range'] = { kind: 'count', size: 1, count: 1 }) => {
      const result = encodeFragment({ control, functionCode: FUNCTION.response, blocks: [{ group, variation, range, entries: [{ index: 0, value }] }] });
      expect(result, `g${group}v${variation}`).toMatchObject({ kind: 'invalid' });
    };
    refuse(30, 2, { flags: 1, value: 32_768 });
    refuse(30, 1, { flags: 1, value: 1.5 });
    refuse(30, 5, { flags: 1, value: 1e300 });
    refuse(30, 1, { value: 1 });
    refuse(1, 2, { flags: 128, value: 0 });
    refuse(1, 1, { value: 2 });
    refuse(50, 1, { time: 2 ** 48 });
    refuse(110, 3, { octets: new Uint8Array(4) });
    refuse(70, 5, { octets: new Uint8Array(4) });
    refuse(60, 1, {});
    refuse(99, 1, {});
    refuse(1, 2, { flags: 1, value: 1 }, { kind: 'count', size: 1, count: 2 });
    refuse(1, 2, { flags: 1, value: 1 }, { kind: 'range', size: 1, start: 7, stop: 7 });
    refuse(1, 2, { flags: 1, value: 1 }, { kind: 'all' });
    expect(encodeFragment({ control, functionCode: FUNCTION.read, blocks: [{ group: 1, variation: 0, range: { kind: 'range', size: 1, start: 5, stop: 256 }, entries: [] }] })).toMatchObject({ kind: 'invalid' });
    expect(encodeFragment({ control: { ...control, sequence: 16 }, functionCode: 1, blocks: [] })).toMatchObject({ kind: 'invalid' });
    const long = { group: 110, variation: 200, range: { kind: 'count', size: 1, count: 1 } as const, entries: [{ index: 0, value: { octets: new Uint8Array(200) } }] };
    expect(encodeFragment({ control, functionCode: FUNCTION.response, blocks: [long] }, 100)).toMatchObject({ kind: 'invalid' });
  });

  it('never throws on mutated fragments, and makes no more entries than there are bits', () => {
    const random = new Random(20_261_124);
    const seeds = [...OBJECTS, ...BAD_OBJECTS].map((vector) => octets(`${RESPONSE} ${vector.octets}`));
    const faults: unknown[] = [];
    for (let i = 0; i < 5000; i += 1) {
      const fragment = mutate(random.pick(...seeds), random);
      const header = decodeHeader(fragment);
      if ('fault' in header) continue;
      const decoded = decodeFragmentObjects(fragment, header);
      const all = decoded.kind === 'value' ? decoded.blocks : decoded.before;
      const entries = all.reduce((sum, block) => sum + block.entries.length, 0);
      if (entries > fragment.length * 8) faults.push({ fragment, entries });
      if (decoded.kind === 'bad') continue;
      // What was read whole is written back as long as it was: no octet was passed over.
      const again = encodeFragment({ ...header, iin: header.iin ?? 0, blocks: decoded.blocks });
      if (again.kind === 'invalid' || again.octets.length !== fragment.length) faults.push({ fragment, again });
    }
    expect(faults).toEqual([]);
  });
});

describe('fragment headers', () => {
  it('are refused when they are too short', () => {
    for (const text of ['', 'C0', 'C0 81', 'C0 81 00']) expect(decodeHeader(octets(text)), text).toHaveProperty('fault');
    expect(decodeHeader(octets('C0 02 AB CD'))).toMatchObject({ control: { first: true, final: true, sequence: 0 }, functionCode: 2, objectsAt: 2, iin: undefined });
    expect(decodeHeader(octets('C0 81 01 02 BE EF'))).toMatchObject({ iin: 0x0201, objectsAt: 4 });
  });
});

describe('names', () => {
  it('are given to functions, indications, flags, statuses', () => {
    expect(functionName(FUNCTION.directOperateNoAck)).toBe('direct operate no ack');
    expect(functionName(99)).toBe('function 99');
    expect(iinNames(IIN.deviceRestart | IIN.needTime | IIN.eventBufferOverflow)).toEqual(['needTime', 'deviceRestart', 'eventBufferOverflow']);
    expect(flagNames('analog', FLAG.online | FLAG.overRange)).toEqual(['online', 'over range']);
    expect(flagNames('binary', 0x24)).toEqual(['communication lost', 'chatter filter']);
    expect(commandStatusName(COMMAND_STATUS.noSelect)).toBe('no select');
    expect(commandStatusName(77)).toBe('status 77');
  });

  it('are given to each control code of the standard, and to none of the reserved', () => {
    for (let octet = 0; octet < 256; octet += 1) {
      const code = readControlCode(octet);
      expect(code === undefined ? undefined : controlCodeOctet(code), `${octet}`).toBe((octet & 0x0f) > 4 ? undefined : octet);
    }
    expect(readControlCode(0x41)).toEqual({ operation: 'pulseOn', queue: false, clear: false, tripClose: 'close' });
    expect(readControlCode(0xa1)).toEqual({ operation: 'pulseOn', queue: false, clear: true, tripClose: 'trip' });
  });
});
