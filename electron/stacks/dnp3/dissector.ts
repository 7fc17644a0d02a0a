import { broadcastOf, SELF_ADDRESS } from './addresses';
import { crcDnp } from './crc';
import type { Dnp3Dissection, Dnp3Field, Place } from './dissection';
import { decodeHeader } from './fragment';
import { dissectObjects, fragmentSummary, headerFields, octetsField, type Inner } from './fragment-dissector';
import { functionName } from './function-codes';
import { decodeLinkFrame, LINK_HEADER_OCTETS, LINK_MIN_LENGTH, linkFrameFault, linkFrameOctets, PRIMARY, SECONDARY } from './link-frame';
import { hex, readU16 } from './octets';

const BLOCK = 16;

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

/** The function of a link frame in plain words. */
export function linkFunctionName(primary: boolean, functionCode: number): string {
  return LINK_FUNCTIONS.get(`${primary ? 'p' : 's'}${functionCode}`) ?? `link function ${functionCode}`;
}

/**
 * Takes one link frame apart, layer by layer. Objects are taken apart when the frame carries a whole fragment; of a
 * fragment in several frames each shows its own part only. Any octets give a dissection.
 * @param brief leaves out the fields of objects
 */
export function dissectFrame(octets: Uint8Array, brief = false): Dnp3Dissection {
  if (octets.length < LINK_HEADER_OCTETS) return { summary: 'No DNP3 frame', fields: rest(octets, 0), problem: `${octets.length} octets; the shortest frame has ${LINK_HEADER_OCTETS}` };
  const length = octets[2] ?? 0;
  const userOctets = Math.max(0, length - LINK_MIN_LENGTH);
  const decoded = decodeLinkFrame(octets, 0);
  const control = octets[3] ?? 0;
  const linkFunction = linkFunctionName((control & 0x40) !== 0, control & 0x0f);
  const route = `${address(octets, 6)} -> ${address(octets, 4)}`;
  const header = linkFields(octets, length, userOctets, linkFunction);
  if (decoded.kind !== 'value') {
    const problem = decoded.kind === 'bad' ? decoded.reason : `${decoded.atLeast} octets are missing`;
    return { summary: `${route}: ${linkFunction}`, fields: [...header, ...rest(octets, LINK_HEADER_OCTETS)], problem };
  }
  const total = linkFrameOctets(userOctets);
  const { userData } = decoded.value;
  const inner: Inner = userData.length === 0 ? { fields: [] } : dissectSegment(userData, brief);
  const fields = [...header, ...inner.fields, ...checksums(octets, userOctets)].sort((a, b) => a.offset - b.offset);
  const problem = linkFrameFault(decoded.value) ?? inner.problem ?? (octets.length > total ? `${octets.length - total} octets behind the frame` : undefined);
  const summary = `${route}: ${inner.summary ?? linkFunction}`;
  return { summary, fields: [...fields, ...rest(octets, total)], ...(problem === undefined ? {} : { problem }) };
}

function linkFields(octets: Uint8Array, length: number, userOctets: number, linkFunction: string): Dnp3Field[] {
  const control = octets[3] ?? 0;
  const layer = 'link';
  return [
    { name: 'Start', layer, offset: 0, length: 2, text: hex(octets.subarray(0, 2)) },
    { name: 'Length', layer, offset: 2, length: 1, text: `${length}, ${userOctets} of them user data` },
    { name: 'Link control', layer, offset: 3, length: 1, text: controlText(control, linkFunction), children: controlBits(control, linkFunction) },
    { name: 'Destination', layer, offset: 4, length: 2, text: address(octets, 4) },
    { name: 'Source', layer, offset: 6, length: 2, text: address(octets, 6) },
    { name: 'Header checksum', layer: 'checksum', offset: 8, length: 2, text: checksumText(readU16(octets, 8), crcDnp(octets, 0, 8)) },
  ];
}

function dissectSegment(userData: Uint8Array, brief: boolean): Inner {
  const transport = userData[0] ?? 0;
  const first = (transport & 0x40) !== 0;
  const final = (transport & 0x80) !== 0;
  const bit = (name: string, set: boolean): Dnp3Field => ({ name, ...span(0, 1), text: set ? '1' : '0' });
  const head: Dnp3Field = {
    name: 'Transport',
    layer: 'transport',
    ...span(0, 1),
    text: `${first ? 'first, ' : ''}${final ? 'final, ' : ''}number ${transport & 0x3f}`,
    children: [bit('Final segment (FIN)', final), bit('First segment (FIR)', first), { name: 'Sequence number', ...span(0, 1), text: String(transport & 0x3f) }],
  };
  const fragment = userData.subarray(1);
  if (!first) return { fields: [head, ...octetsField('Part of a fragment', fragment, 0, inFragment)], summary: `part of a fragment${final ? ', the last' : ''}` };
  const header = decodeHeader(fragment);
  if ('fault' in header) return { fields: [head, ...octetsField('Octets', fragment, 0, inFragment)], summary: 'no fragment', problem: header.fault };
  const fields = [head, ...headerFields(fragment, header, inFragment)];
  if (!final) return { fields: [...fields, ...octetsField('Objects, going on in the next frame', fragment, header.objectsAt, inFragment)], summary: `${functionName(header.functionCode)}, the first part` };
  const objects = dissectObjects(fragment, header, inFragment, brief);
  return { ...objects, fields: [...fields, ...objects.fields], summary: fragmentSummary(header, objects) };
}

/** Where user data from `start` to before `end` lies in the frame. */
const span: Place = (start, end) => {
  const place = (at: number): number => LINK_HEADER_OCTETS + at + 2 * Math.floor(at / BLOCK);
  const offset = place(start);
  return { offset, length: end <= start ? 0 : place(end - 1) + 1 - offset };
};

/** The same for octets of a fragment, which begins behind the transport header. */
const inFragment: Place = (start, end) => span(1 + start, 1 + end);

function checksums(octets: Uint8Array, userOctets: number): Dnp3Field[] {
  const fields: Dnp3Field[] = [];
  for (let block = 0; block * BLOCK < userOctets; block += 1) {
    const from = LINK_HEADER_OCTETS + block * (BLOCK + 2);
    const offset = from + Math.min(BLOCK, userOctets - block * BLOCK);
    fields.push({ name: `Checksum of block ${block + 1}`, layer: 'checksum', offset, length: 2, text: checksumText(readU16(octets, offset), crcDnp(octets, from, offset)) });
  }
  return fields;
}

function controlText(control: number, linkFunction: string): string {
  const direction = (control & 0x80) !== 0 ? 'from the master' : 'from the outstation';
  const counted = (control & 0x10) !== 0;
  const extra = (control & 0x40) !== 0 ? (counted ? `, frame count bit ${(control & 0x20) !== 0 ? 1 : 0}` : '') : counted ? ', hold back' : '';
  return `${hex(Uint8Array.of(control))} (${linkFunction}, ${direction}${extra})`;
}

function controlBits(control: number, linkFunction: string): Dnp3Field[] {
  const primary = (control & 0x40) !== 0;
  const bit = (name: string, mask: number, set: string, unset: string): Dnp3Field => ({ name, offset: 3, length: 1, text: (control & mask) !== 0 ? `1 (${set})` : `0 (${unset})` });
  return [
    bit('Direction (DIR)', 0x80, 'from the master', 'from the outstation'),
    bit('Primary (PRM)', 0x40, 'starts', 'answers'),
    ...(primary ? [bit('Frame count bit (FCB)', 0x20, 'odd', 'even'), bit('Frame count valid (FCV)', 0x10, 'counts', 'does not count')] : [bit('Data flow control (DFC)', 0x10, 'hold back', 'go on')]),
    { name: 'Link function', offset: 3, length: 1, text: `${control & 0x0f} (${linkFunction})` },
  ];
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
