/** Octets that hold so many bits. */
export function octetsForBits(count: number): number {
  return (count + 7) >> 3;
}

/** Packs bits, the first into the least significant bit of the first octet; bits beyond the last are 0. */
export function packBits(values: ArrayLike<boolean>, into: Uint8Array, offset: number): void {
  const octets = octetsForBits(values.length);
  into.fill(0, offset, offset + octets);
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] === true) {
      const at = offset + (i >> 3);
      into[at] = (into[at] ?? 0) | (1 << (i & 7));
    }
  }
}

/** Reads `count` bits, the first from the least significant bit of the octet at `offset`. */
export function unpackBits(octets: Uint8Array, offset: number, count: number): boolean[] {
  const bits: boolean[] = [];
  for (let i = 0; i < count; i += 1) bits.push((((octets[offset + (i >> 3)] ?? 0) >> (i & 7)) & 1) === 1);
  return bits;
}
