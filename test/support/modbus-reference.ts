/**
 * What a peer said, told from the octets alone by code that shares nothing with the library: the oracle of the
 * mutation tests. Answers to reads of holding registers (function 3) only.
 */
export type PeerSaid = { readonly registers: number[] } | { readonly exception: number };

/** The body of an answer to "read `quantity` holding registers", when it is one. */
function body(octets: Uint8Array, quantity: number): PeerSaid | undefined {
  if (octets.length === 2 && octets[0] === 0x83) return { exception: octets[1]! };
  if (octets[0] !== 3 || octets[1] !== 2 * quantity || octets.length !== 2 + 2 * quantity) return undefined;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  return { registers: Array.from({ length: quantity }, (_, i) => view.getUint16(2 + 2 * i)) };
}

/** Every answer of this unit and transaction in a TCP stream, up to where its framing breaks. */
export function saidOnMbap(stream: Uint8Array, transactionId: number, unit: number, quantity: number): PeerSaid[] {
  const said: PeerSaid[] = [];
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let at = 0; at + 7 <= stream.length; ) {
    const length = view.getUint16(at + 4);
    if (view.getUint16(at + 2) !== 0 || length < 2 || length > 254 || at + 6 + length > stream.length) break;
    if (view.getUint16(at) === transactionId && stream[at + 6] === unit) {
      const answer = body(stream.subarray(at + 7, at + 6 + length), quantity);
      if (answer !== undefined) said.push(answer);
    }
    at += 6 + length;
  }
  return said;
}

/** Every answer of this unit anywhere in what came over a serial line, with a right checksum (computed bit by bit). */
export function saidOnRtu(octets: Uint8Array, unit: number, quantity: number): PeerSaid[] {
  const said: PeerSaid[] = [];
  for (let at = 0; at < octets.length; at += 1) {
    if (octets[at] !== unit) continue;
    for (const length of [2, 2 + 2 * quantity]) {
      const end = at + 1 + length;
      if (end + 2 > octets.length) continue;
      const answer = body(octets.subarray(at + 1, end), quantity);
      if (answer !== undefined && bitwiseCrc(octets.subarray(at, end)) === (octets[end]! | (octets[end + 1]! << 8))) said.push(answer);
    }
  }
  return said;
}

function bitwiseCrc(octets: Uint8Array): number {
  let crc = 0xffff;
  for (const octet of octets) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}
