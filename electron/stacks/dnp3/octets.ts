/** Little-endian 16 bits, DNP3's order. Reading beyond the end gives zeros: callers check lengths first. */
export function readU16(octets: Uint8Array, offset: number): number {
  return (octets[offset] ?? 0) | ((octets[offset + 1] ?? 0) << 8);
}

export function readU32(octets: Uint8Array, offset: number): number {
  return readU16(octets, offset) + readU16(octets, offset + 2) * 0x1_0000;
}

/** Little-endian 48 bits: DNP3's time, milliseconds since 1970-01-01T00:00Z. */
export function readU48(octets: Uint8Array, offset: number): number {
  return readU32(octets, offset) + readU16(octets, offset + 4) * 0x1_0000_0000;
}

export function writeU16(octets: Uint8Array, offset: number, value: number): void {
  octets[offset] = value & 0xff;
  octets[offset + 1] = (value >>> 8) & 0xff;
}

export function writeU32(octets: Uint8Array, offset: number, value: number): void {
  writeU16(octets, offset, value & 0xffff);
  writeU16(octets, offset + 2, (value >>> 16) & 0xffff);
}

export function writeU48(octets: Uint8Array, offset: number, value: number): void {
  writeU32(octets, offset, value % 0x1_0000_0000);
  writeU16(octets, offset + 4, Math.floor(value / 0x1_0000_0000));
}

/** An unsigned number of 1, 2 or 4 octets. */
export function readSized(octets: Uint8Array, offset: number, size: 1 | 2 | 4): number {
  if (size === 1) return octets[offset] ?? 0;
  return size === 2 ? readU16(octets, offset) : readU32(octets, offset);
}

export function writeSized(octets: Uint8Array, offset: number, size: 1 | 2 | 4, value: number): void {
  if (size === 1) octets[offset] = value;
  else if (size === 2) writeU16(octets, offset, value);
  else writeU32(octets, offset, value);
}

/** Octets as upper-case hexadecimal pairs, at most `limit` of them. */
export function hex(octets: Uint8Array, limit = 32): string {
  const shown = Array.from(octets.subarray(0, limit), (octet) => octet.toString(16).padStart(2, '0').toUpperCase()).join(' ');
  return octets.length > limit ? `${shown} ... (${octets.length} octets)` : shown;
}
