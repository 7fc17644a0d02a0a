import { asItIs, type Dnp3Dissection, type Dnp3Field, type Place } from './dissection';
import { decodeFragmentObjects, decodeHeader, type FragmentHeader } from './fragment';
import { functionName } from './function-codes';
import { iinBits } from './iin';
import type { ObjectBlock, ObjectEntry } from './object-block';
import { fieldTexts } from './object-field-texts';
import { blockText, entryOctets, entryText, headerOctets } from './object-text';
import { objectType } from './object-table';
import { hex } from './octets';

/** Entries shown of one header; the rest is counted. */
const MAX_ENTRIES = 2000;
/** Entries of one header whose fields are shown one by one. */
const MAX_OPEN_ENTRIES = 200;

/** A fragment's part of a frame: without a summary it has none of its own. */
export interface Inner {
  readonly fields: readonly Dnp3Field[];
  readonly summary?: string;
  readonly problem?: string;
}

/** Takes a whole fragment apart, as it was put together from frames. Any octets give a dissection. */
export function dissectFragment(fragment: Uint8Array): Dnp3Dissection {
  const header = decodeHeader(fragment);
  if ('fault' in header) return { summary: 'no fragment', fields: octetsField('Octets', fragment, 0, asItIs), problem: header.fault };
  const inner = dissectObjects(fragment, header, asItIs);
  return { ...inner, summary: fragmentSummary(header, inner), fields: [...headerFields(fragment, header, asItIs), ...inner.fields] };
}

/** `response, g30v1 x4`. */
export function fragmentSummary({ functionCode }: FragmentHeader, { summary }: Inner): string {
  return [functionName(functionCode), ...(summary === undefined ? [] : [summary])].join(', ');
}

/** Application control, function and indications. */
export function headerFields(fragment: Uint8Array, { control, functionCode, iin }: FragmentHeader, place: Place): Dnp3Field[] {
  const bits = [control.first ? 'first' : '', control.final ? 'final' : '', control.confirm ? 'to be confirmed' : '', control.unsolicited ? 'unsolicited' : ''].filter(Boolean);
  const bit = (name: string, set: boolean): Dnp3Field => ({ name, ...place(0, 1), text: set ? '1' : '0' });
  const fields: Dnp3Field[] = [
    {
      name: 'Application control',
      layer: 'application',
      ...place(0, 1),
      text: [...bits, `number ${control.sequence}`].join(', '),
      children: [bit('First fragment (FIR)', control.first), bit('Final fragment (FIN)', control.final), bit('Confirm wanted (CON)', control.confirm), bit('Unsolicited (UNS)', control.unsolicited), { name: 'Sequence number', ...place(0, 1), text: String(control.sequence) }],
    },
    { name: 'Function', layer: 'application', ...place(1, 2), text: `${functionCode} (${functionName(functionCode)})` },
  ];
  if (iin === undefined) return fields;
  const set = iinBits(iin);
  const children = set.map(({ code, words }): Dnp3Field => ({ name: code, ...(code.startsWith('IIN1') ? place(2, 3) : place(3, 4)), text: words }));
  return [...fields, { name: 'Internal indications', layer: 'application', ...place(2, 4), text: `${hex(fragment.subarray(2, 4))} (${set.map(({ name }) => name).join(', ') || 'none'})`, children }];
}

/** The objects of a whole fragment, header by header; `brief` leaves out their fields. */
export function dissectObjects(fragment: Uint8Array, header: FragmentHeader, place: Place, brief = false): Inner {
  const decoded = decodeFragmentObjects(fragment, header);
  const blocks = decoded.kind === 'value' ? decoded.blocks : decoded.before;
  const fields: Dnp3Field[] = [];
  let at = header.objectsAt;
  for (const block of brief ? [] : blocks) {
    const { field, end } = blockField(fragment, block, at, place);
    fields.push(field);
    at = end;
  }
  const summary = blocks.map(({ group, variation, entries }) => `g${group}v${variation}${entries.length > 0 ? ` x${entries.length}` : ''}`).join(', ');
  const said = summary === '' ? {} : { summary };
  if (decoded.kind === 'value') return { fields, ...said };
  return { fields: brief ? [] : [...fields, ...octetsField('Octets', fragment, at, place)], ...said, problem: decoded.reason };
}

/** What is left of a fragment from `from` on, not taken apart. */
export function octetsField(name: string, fragment: Uint8Array, from: number, place: Place): Dnp3Field[] {
  if (fragment.length <= from) return [];
  return [{ name, layer: 'objects', ...place(from, fragment.length), text: hex(fragment.subarray(from)) }];
}

function blockField(fragment: Uint8Array, block: ObjectBlock, start: number, place: Place): { field: Dnp3Field; end: number } {
  let at = start + headerOctets(block.range);
  const children: Dnp3Field[] = [{ name: 'Header', ...place(start, at), text: `${hex(fragment.subarray(start, at))} (${blockText(block)})` }];
  const width = packedBits(block);
  let bit = 0;
  for (const [number, entry] of block.entries.entries()) {
    const size = entryOctets(block, entry);
    // Packed points share octets: each shows the octet it lies in.
    const from = at + (size === 'packed' ? bit >> 3 : 0);
    const to = size === 'packed' ? from + 1 : from + size;
    if (number < MAX_ENTRIES) children.push(entryField(block, entry, from, to, place, number < MAX_OPEN_ENTRIES));
    if (size === 'packed') bit += width;
    else at = to;
  }
  at += Math.ceil(bit / 8);
  const hidden = block.entries.length - MAX_ENTRIES;
  if (hidden > 0) children.push({ name: 'More', ...place(at, at), text: `${hidden} more` });
  return { field: { name: objectType(block.group, block.variation)?.name ?? 'Object', layer: 'objects', ...place(start, at), text: blockText(block), children }, end: at };
}

function entryField(block: ObjectBlock, entry: ObjectEntry, from: number, to: number, place: Place, open: boolean): Dnp3Field {
  const { group, variation } = block;
  const parts = open ? fieldTexts(block, entry) : [];
  // Values stand at the end, behind the prefix.
  let at = to - parts.reduce((sum, { octets }) => sum + octets, 0);
  const children = parts.map(({ name, octets, text }): Dnp3Field => {
    const lies = place(at, at + octets);
    at += octets;
    return { name, ...lies, text };
  });
  const field: Dnp3Field = { name: `Point ${entry.index}`, point: { group, variation, index: entry.index }, ...place(from, to), text: entryText(block, entry) };
  return children.length > 1 ? { ...field, children } : field;
}

function packedBits({ group, variation }: ObjectBlock): number {
  const layout = objectType(group, variation)?.layout;
  return layout?.kind === 'bits' ? layout.width : 0;
}
