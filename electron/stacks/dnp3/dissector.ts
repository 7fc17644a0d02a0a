import { broadcastOf, SELF_ADDRESS } from './addresses';
import { crcDnp } from './crc';
import { decodeFragmentObjects, decodeHeader, type FragmentHeader } from './fragment';
import { functionName } from './function-codes';
import { iinNames } from './iin';
import { decodeLinkFrame, LINK_HEADER_OCTETS, LINK_MIN_LENGTH, linkFrameFault, linkFrameOctets, PRIMARY, SECONDARY } from './link-frame';
import { blockText, entryOctets, entryText, headerOctets } from './object-text';
import { objectType } from './object-table';
import { hex, readU16 } from './octets';

/** A frame taken apart for people: what it is in a line, and its fields in the order of the octets. */
export interface Dnp3Dissection {
  readonly summary: string;
  readonly fields: readonly Dnp3Field[];
  /** What is wrong with the frame, when something is. The fields then end where sense ends. */
  readonly problem?: string;
}

export type Dnp3Layer = 'link' | 'transport' | 'application' | 'objects' | 'checksum';

export interface Dnp3Field {
  readonly name: string;
  /** Of the outermost fields: the layer that they belong to; missing for octets that belong to none. */
  readonly layer?: Dnp3Layer;
  /** Of an object: its group and variation and its point's index. */
  readonly point?: { readonly group: number; readonly variation: number; readonly index: number };
  /** Octets from the frame's first. A field over a block's border has the checksum between in its length. */
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  readonly children?: readonly Dnp3Field[];
}

const BLOCK = 16;
/** Entries shown of one header; the rest is counted. */
const MAX_ENTRIES = 200;

const LINK_FUNCTIONS = new Map<string, string>([
  [`p${PRIMARY.resetLink}`, 'reset link states'],
  [`p${PRIMARY.testLink}`, 'test link states'],
  [`p${PRIMARY.confirmedData}`, 'confirmed user data'],
  [`p${PRIMARY.unconfirmedData}`, 'unconfirmed user data'],
  [`p${PRIMARY.requestStatus}`, 'request link status'],
  [`s${SECONDARY.ack}`, 'acknowledgement'],
  [`s${SECONDARY.nack}`, 'refused (link not reset)'],
  [`s${SECONDARY.linkStatus}`, 'link status'],
  [`s${SECONDARY.notSupported}`, 'not supported'],
]);

/**
 * Takes one link frame apart, layer by layer. Objects are taken apart when the frame carries a whole fragment; of a
 * fragment in several frames each shows its own part only. Any octets give a dissection.
 */
export function dissectFrame(octets: Uint8Array): Dnp3Dissection {
  if (octets.length < LINK_HEADER_OCTETS) return { summary: 'No DNP3 frame', fields: rest(octets, 0), problem: `${octets.length} octets; the shortest frame has ${LINK_HEADER_OCTETS}` };
  const length = octets[2] ?? 0;
  const userOctets = Math.max(0, length - LINK_MIN_LENGTH);
  const decoded = decodeLinkFrame(octets, 0);
  const control = octets[3] ?? 0;
  const primary = (control & 0x40) !== 0;
  const linkFunction = LINK_FUNCTIONS.get(`${primary ? 'p' : 's'}${control & 0x0f}`) ?? `link function ${control & 0x0f}`;
  const route = `${address(octets, 6)} -> ${address(octets, 4)}`;
  const crc = crcDnp(octets, 0, 8);
  const header: Dnp3Field[] = [
    { name: 'Start', offset: 0, length: 2, text: hex(octets.subarray(0, 2)) },
    { name: 'Length', offset: 2, length: 1, text: `${length}, ${userOctets} of them user data` },
    { name: 'Link control', offset: 3, length: 1, text: controlText(control, primary, linkFunction) },
    { name: 'Destination', offset: 4, length: 2, text: address(octets, 4) },
    { name: 'Source', offset: 6, length: 2, text: address(octets, 6) },
    { name: 'Header checksum', offset: 8, length: 2, text: checksumText(readU16(octets, 8), crc) },
  ];
  if (decoded.kind !== 'value') {
    const problem = decoded.kind === 'bad' ? decoded.reason : `${decoded.atLeast} octets are missing`;
    return { summary: `${route}: ${linkFunction}`, fields: [...header, ...rest(octets, LINK_HEADER_OCTETS)], problem };
  }
  const total = linkFrameOctets(userOctets);
  const { userData } = decoded.value;
  const inner: Inner = userData.length === 0 ? { fields: [] } : dissectSegment(userData);
  const fields = [...header, ...inner.fields, ...checksums(octets, userOctets)].sort((a, b) => a.offset - b.offset);
  const problem = linkFrameFault(decoded.value) ?? inner.problem ?? (octets.length > total ? `${octets.length - total} octets behind the frame` : undefined);
  const summary = `${route}: ${inner.summary ?? linkFunction}`;
  return { summary, fields: [...fields, ...rest(octets, total)], ...(problem === undefined ? {} : { problem }) };
}

interface Inner {
  readonly fields: readonly Dnp3Field[];
  readonly summary?: string;
  readonly problem?: string;
}

function dissectSegment(userData: Uint8Array): Inner {
  const transport = userData[0] ?? 0;
  const first = (transport & 0x40) !== 0;
  const final = (transport & 0x80) !== 0;
  const head: Dnp3Field = { name: 'Transport', ...span(0, 1), text: `${first ? 'first, ' : ''}${final ? 'final, ' : ''}number ${transport & 0x3f}` };
  const fragment = userData.subarray(1);
  const part = (name: string): Dnp3Field[] => (fragment.length === 0 ? [] : [{ name, ...span(1, userData.length), text: hex(fragment) }]);
  if (!first) return { fields: [head, ...part('Part of a fragment')], summary: `part of a fragment${final ? ', the last' : ''}` };
  const header = decodeHeader(fragment);
  if ('fault' in header) return { fields: [head, ...part('Octets')], summary: 'no fragment', problem: header.fault };
  const fields = [head, ...headerFields(fragment, header)];
  const name = functionName(header.functionCode);
  if (!final) return { fields: [...fields, ...objectOctets(fragment, header)], summary: `${name}, the first part` };
  const objects = dissectObjects(fragment, header);
  return { ...objects, fields: [...fields, ...objects.fields], summary: [name, ...(objects.summary === undefined ? [] : [objects.summary])].join(', ') };
}

function headerFields(fragment: Uint8Array, { control, functionCode, iin }: FragmentHeader): Dnp3Field[] {
  const bits = [control.first ? 'first' : '', control.final ? 'final' : '', control.confirm ? 'to be confirmed' : '', control.unsolicited ? 'unsolicited' : ''].filter(Boolean);
  const fields: Dnp3Field[] = [
    { name: 'Application control', ...span(1, 2), text: [...bits, `number ${control.sequence}`].join(', ') },
    { name: 'Function', ...span(2, 3), text: `${functionCode} (${functionName(functionCode)})` },
  ];
  if (iin !== undefined) fields.push({ name: 'Internal indications', ...span(3, 5), text: `${hex(fragment.subarray(2, 4))} (${iinNames(iin).join(', ') || 'none'})` });
  return fields;
}

function dissectObjects(fragment: Uint8Array, header: FragmentHeader): Inner {
  const decoded = decodeFragmentObjects(fragment, header);
  const blocks = decoded.kind === 'value' ? decoded.blocks : decoded.before;
  const fields: Dnp3Field[] = [];
  let at = header.objectsAt;
  for (const block of blocks) {
    const start = at;
    at += headerOctets(block.range);
    const children: Dnp3Field[] = [{ name: 'Header', ...span(1 + start, 1 + at), text: `${hex(fragment.subarray(start, at))} (${blockText(block)})` }];
    let bit = 0;
    for (const [number, entry] of block.entries.entries()) {
      const size = entryOctets(block, entry);
      // Packed points share octets: each shows the octet it lies in.
      const from = at + (size === 'packed' ? bit >> 3 : 0);
      const to = size === 'packed' ? from + 1 : from + size;
      if (number < MAX_ENTRIES) children.push({ name: `Point ${entry.index}`, ...span(1 + from, 1 + to), text: entryText(block, entry) });
      if (size === 'packed') bit += packedBits(block.group, block.variation);
      else at = to;
    }
    at += Math.ceil(bit / 8);
    if (block.entries.length > MAX_ENTRIES) children.push({ name: 'More', ...span(at, 1 + at), text: `${block.entries.length - MAX_ENTRIES} more` });
    fields.push({ name: objectType(block.group, block.variation)?.name ?? 'Object', ...span(1 + start, 1 + at), text: blockText(block), children });
  }
  const summary = blocks.map(({ group, variation, entries }) => `g${group}v${variation}${entries.length > 0 ? ` x${entries.length}` : ''}`).join(', ');
  if (decoded.kind === 'value') return { fields, ...(summary === '' ? {} : { summary }) };
  const left = fragment.subarray(at);
  return { fields: left.length === 0 ? fields : [...fields, { name: 'Octets', ...span(1 + at, 1 + fragment.length), text: hex(left) }], ...(summary === '' ? {} : { summary }), problem: decoded.reason };
}

function packedBits(group: number, variation: number): number {
  const layout = objectType(group, variation)?.layout;
  return layout?.kind === 'bits' ? layout.width : 0;
}

function objectOctets(fragment: Uint8Array, { objectsAt }: FragmentHeader): Dnp3Field[] {
  if (fragment.length <= objectsAt) return [];
  return [{ name: 'Objects, going on in the next frame', ...span(1 + objectsAt, 1 + fragment.length), text: hex(fragment.subarray(objectsAt)) }];
}

/** Where user data from `start` to before `end` lies in the frame. */
function span(start: number, end: number): { readonly offset: number; readonly length: number } {
  const place = (at: number): number => LINK_HEADER_OCTETS + at + 2 * Math.floor(at / BLOCK);
  const offset = place(start);
  return { offset, length: end <= start ? 0 : place(end - 1) + 1 - offset };
}

function checksums(octets: Uint8Array, userOctets: number): Dnp3Field[] {
  const fields: Dnp3Field[] = [];
  for (let block = 0; block * BLOCK < userOctets; block += 1) {
    const from = LINK_HEADER_OCTETS + block * (BLOCK + 2);
    const offset = from + Math.min(BLOCK, userOctets - block * BLOCK);
    fields.push({ name: `Checksum of block ${block + 1}`, offset, length: 2, text: checksumText(readU16(octets, offset), crcDnp(octets, from, offset)) });
  }
  return fields;
}

function controlText(control: number, primary: boolean, linkFunction: string): string {
  const direction = (control & 0x80) !== 0 ? 'from the master' : 'from the outstation';
  const counted = (control & 0x10) !== 0;
  const extra = primary ? (counted ? `, frame count bit ${(control & 0x20) !== 0 ? 1 : 0}` : '') : counted ? ', hold back' : '';
  return `${hex(Uint8Array.of(control))} (${linkFunction}, ${direction}${extra})`;
}

function address(octets: Uint8Array, offset: number): string {
  const value = readU16(octets, offset);
  if (value === SELF_ADDRESS) return `${value} (self)`;
  return broadcastOf(value) === undefined ? String(value) : `${value} (broadcast)`;
}

function checksumText(found: number, expected: number): string {
  const shown = hex(Uint8Array.of(found & 0xff, found >> 8));
  return found === expected ? `${shown} (right)` : `${shown} (wrong, expected ${hex(Uint8Array.of(expected & 0xff, expected >> 8))})`;
}

function rest(octets: Uint8Array, from: number): Dnp3Field[] {
  return octets.length <= from ? [] : [{ name: 'Octets', offset: from, length: octets.length - from, text: hex(octets.subarray(from)) }];
}
