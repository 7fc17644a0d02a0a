import { cutAsciiFrame, ASCII_DELIMITER } from './ascii-framing';
import { crc16 } from './crc16';
import type { ModbusFraming } from './delivery';
import type { ModbusDissection, ModbusField } from './dissection';
import { decodeMbapFrame, MBAP_HEADER_OCTETS } from './mbap-framing';
import { hex, readU16 } from './octets';
import { dissectPdu, type DissectionContext } from './pdu-dissector';
import type { PduDirection } from './pdu-length';
import { RTU_AFTER, RTU_BEFORE, RTU_MIN_OCTETS } from './rtu-framing';

const COLON = 0x3a;

export interface DissectOptions extends DissectionContext {
  readonly framing: ModbusFraming;
  readonly direction: PduDirection;
  /** The last character of an ASCII frame; line feed unless given. */
  readonly delimiter?: number;
}

/** Takes one frame apart, field by field. Any octets give a dissection; what is wrong with them is in `problem`. */
export function dissect(octets: Uint8Array, options: DissectOptions): ModbusDissection {
  if (options.framing === 'mbap') return dissectMbap(octets, options);
  return options.framing === 'rtu' ? dissectRtu(octets, options) : dissectAscii(octets, options);
}

function dissectMbap(octets: Uint8Array, options: DissectOptions): ModbusDissection {
  const fields: ModbusField[] = [];
  const header: readonly (readonly [string, number, number])[] = [
    ['Transaction identifier', 0, 2],
    ['Protocol identifier', 2, 2],
    ['Length', 4, 2],
    ['Unit identifier', 6, 1],
  ];
  for (const [name, offset, length] of header) {
    if (octets.length < offset + length) return broken(fields, octets, offset, `the octets end before "${name}"`);
    const value = length === 1 ? (octets[offset] ?? 0) : readU16(octets, offset);
    fields.push({ name, offset, length, text: offset === 2 && value === 0 ? '0 (Modbus)' : String(value) });
  }
  const framed = decodeMbapFrame(octets, 0);
  const end = framed.kind === 'value' ? framed.used : octets.length;
  const inner = dissectPdu(octets.subarray(MBAP_HEADER_OCTETS, end), MBAP_HEADER_OCTETS, options.direction, options);
  fields.push(...inner.fields);
  const problem = framingProblem(framed, octets, fields) ?? inner.problem;
  return { summary: `Unit ${octets[6] ?? 0}: ${inner.summary}`, fields, ...(problem === undefined ? {} : { problem }) };
}

function framingProblem(framed: ReturnType<typeof decodeMbapFrame>, octets: Uint8Array, fields: ModbusField[]): string | undefined {
  if (framed.kind === 'bad') return framed.reason;
  if (framed.kind === 'need-more') return `${framed.atLeast} octets are missing`;
  if (framed.used === octets.length) return undefined;
  fields.push({ name: 'Surplus', offset: framed.used, length: octets.length - framed.used, text: hex(octets.subarray(framed.used)) });
  return `${octets.length - framed.used} octets behind the frame`;
}

function dissectRtu(octets: Uint8Array, options: DissectOptions): ModbusDissection {
  if (octets.length < RTU_MIN_OCTETS) return broken([], octets, 0, `${octets.length} octets; the shortest frame has ${RTU_MIN_OCTETS}`);
  const unit = octets[0] ?? 0;
  const end = octets.length - RTU_AFTER;
  const inner = dissectPdu(octets.subarray(RTU_BEFORE, end), RTU_BEFORE, options.direction, options);
  const crc = crc16(octets, 0, end);
  const right = octets[end] === (crc & 0xff) && octets[end + 1] === crc >> 8;
  const expected = hex(Uint8Array.of(crc & 0xff, crc >> 8));
  const fields: ModbusField[] = [
    { name: 'Unit identifier', offset: 0, length: 1, text: unit === 0 ? '0 (broadcast)' : String(unit) },
    ...inner.fields,
    { name: 'Checksum', offset: end, length: RTU_AFTER, text: `${hex(octets.subarray(end))} (${right ? 'right' : `wrong, expected ${expected}`})` },
  ];
  const problem = right ? inner.problem : 'the checksum is wrong';
  return { summary: `Unit ${unit}: ${inner.summary}`, fields, ...(problem === undefined ? {} : { problem }) };
}

/** Offsets are those of the characters: two an octet, behind the colon. */
function dissectAscii(octets: Uint8Array, options: DissectOptions): ModbusDissection {
  const cut = cutAsciiFrame(octets, options.delimiter ?? ASCII_DELIMITER);
  if (cut.kind === 'nothing') return broken([], octets, 0, octets.includes(COLON) ? 'the end of the frame is missing' : 'no colon begins a frame');
  if (cut.kind === 'damaged') return broken([], octets, 0, cut.checksum ? 'the checksum is wrong' : 'a character that no frame has, or an octet cut in half');
  if (cut.skipped > 0 || cut.used < octets.length) return broken([], octets, 0, 'characters ahead of the frame or behind it');
  const { unit, pdu } = cut.frame;
  const inner = dissectPdu(pdu, 1, options.direction, options);
  const end = octets.length - 4;
  const fields: ModbusField[] = [
    { name: 'Start', offset: 0, length: 1, text: 'colon' },
    { name: 'Unit identifier', offset: 1, length: 2, text: unit === 0 ? '0 (broadcast)' : String(unit) },
    ...inner.fields.map(inCharacters),
    { name: 'Checksum', offset: end, length: 2, text: `${String.fromCharCode(...octets.subarray(end, end + 2))} (right)` },
    { name: 'End', offset: end + 2, length: 2, text: hex(octets.subarray(end + 2)) },
  ];
  return { summary: `Unit ${unit}: ${inner.summary}`, fields, ...(inner.problem === undefined ? {} : { problem: inner.problem }) };
}

function inCharacters(field: ModbusField): ModbusField {
  const { children } = field;
  const moved = { ...field, offset: 1 + 2 * field.offset, length: 2 * field.length };
  return children === undefined ? moved : { ...moved, children: children.map(inCharacters) };
}

function broken(fields: readonly ModbusField[], octets: Uint8Array, from: number, problem: string): ModbusDissection {
  const rest = octets.subarray(from);
  const surplus: ModbusField[] = rest.length === 0 ? [] : [{ name: 'Octets', offset: from, length: rest.length, text: hex(rest) }];
  return { summary: 'No Modbus frame', fields: [...fields, ...surplus], problem };
}
