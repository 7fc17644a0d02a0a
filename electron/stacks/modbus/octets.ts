/** Big-endian 16 bits. Reading beyond the end gives zeros: callers check lengths first. */
export function readU16(octets: Uint8Array, offset: number): number {
  return ((octets[offset] ?? 0) << 8) | (octets[offset + 1] ?? 0);
}

export function writeU16(octets: Uint8Array, offset: number, value: number): void {
  octets[offset] = value >> 8;
  octets[offset + 1] = value & 0xff;
}

/** Octets as upper-case hexadecimal pairs, at most `limit` of them. */
export function hex(octets: Uint8Array, limit = 32): string {
  const shown = Array.from(octets.subarray(0, limit), (octet) => octet.toString(16).padStart(2, '0').toUpperCase()).join(' ');
  return octets.length > limit ? `${shown} ... (${octets.length} octets)` : shown;
}

/** Appends 16-bit numbers, big-endian. */
export function putU16(into: number[], ...values: readonly number[]): void {
  for (const value of values) into.push(value >> 8, value & 0xff);
}

/** `count` registers from `offset` on, big-endian. */
export function readRegisters(octets: Uint8Array, offset: number, count: number): Uint16Array {
  const registers = new Uint16Array(count);
  for (let i = 0; i < count; i += 1) registers[i] = readU16(octets, offset + 2 * i);
  return registers;
}
