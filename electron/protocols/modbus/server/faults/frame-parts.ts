import { crc16, lrc, sealAsciiFrame } from '../../../../stacks/modbus';
import type { ModbusFraming } from '../../../../stacks/modbus';

/** Characters of `:` before and of LRC, CR and LF behind what an ASCII frame carries. */
const ASCII_HEAD = 1;
const ASCII_TAIL = 2;
const UNIT_OFFSET = { mbap: 6, rtu: 0 } as const;

/** The frame as if another unit had sent it, its checksum right. */
export function withUnit(frame: Uint8Array, framing: ModbusFraming, change: (unit: number) => number): Uint8Array {
  const changed = Uint8Array.from(frame);
  if (framing === 'ascii') {
    const octets = asciiOctets(frame);
    return sealAsciiFrame(octets, change(octets[0] ?? 0) & 0xff, frame.at(-1) ?? 10);
  }
  const at = UNIT_OFFSET[framing];
  changed[at] = change(changed[at] ?? 0) & 0xff;
  if (framing === 'rtu') {
    const end = changed.length - 2;
    const crc = crc16(changed, 0, end);
    changed[end] = crc & 0xff;
    changed[end + 1] = crc >> 8;
  }
  return changed;
}

/** The frame with a wrong CRC or LRC; MBAP has none and stays as it is. */
export function withWrongChecksum(frame: Uint8Array, framing: ModbusFraming): Uint8Array {
  const changed = Uint8Array.from(frame);
  if (framing === 'rtu') changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 0xff;
  if (framing === 'ascii') {
    const octets = asciiOctets(frame);
    const wrong = (lrc(octets, 0, octets.length - 1) + 1) & 0xff;
    const text = wrong.toString(16).toUpperCase().padStart(2, '0');
    changed.set([text.charCodeAt(0), text.charCodeAt(1)], changed.length - ASCII_TAIL - 2);
  }
  return changed;
}

/** A 16-bit field of the MBAP header changed; other framings have no such field and stay as they are. */
export function withHeaderField(frame: Uint8Array, framing: ModbusFraming, field: 'transaction' | 'length', change: (value: number) => number): Uint8Array {
  const changed = Uint8Array.from(frame);
  if (framing !== 'mbap') return changed;
  const view = new DataView(changed.buffer);
  const at = field === 'transaction' ? 0 : 4;
  view.setUint16(at, change(view.getUint16(at)) & 0xffff);
  return changed;
}

/** What the characters between `:` and CR LF stand for: unit, PDU and LRC. */
function asciiOctets(frame: Uint8Array): Uint8Array {
  const text = Buffer.from(frame.buffer, frame.byteOffset + ASCII_HEAD, frame.length - ASCII_HEAD - ASCII_TAIL).toString('latin1');
  return Uint8Array.from(Buffer.from(text, 'hex'));
}
