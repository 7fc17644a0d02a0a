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

/** Every answer of this unit in characters, with a right checksum. */
export function saidOnAscii(octets: Uint8Array, unit: number, quantity: number): PeerSaid[] {
  return asciiFrames(octets).flatMap((frame) => {
    const answer = frame[0] === unit ? body(frame.subarray(1), quantity) : undefined;
    return answer === undefined ? [] : [answer];
  });
}

/** Unit and PDU of every ASCII frame whose sum is right. */
function asciiFrames(octets: Uint8Array): Uint8Array[] {
  const text = Buffer.from(octets).toString('latin1');
  return [...text.matchAll(/:((?:[0-9A-Fa-f]{2}){3,})\r\n/g)].flatMap(([, digits]) => {
    const all = Uint8Array.from(Buffer.from(digits ?? '', 'hex'));
    return all.reduce((sum, octet) => sum + octet, 0) % 256 === 0 ? [all.subarray(0, -1)] : [];
  });
}

/** Address and values of every write of holding registers (functions 6, 16, 23) that was asked of this unit. */
export function writesIn(kind: 'mbap' | 'udp' | 'rtu' | 'ascii', octets: Uint8Array, unit: number): [number, number[]][] {
  return pdusIn(kind, octets, unit).flatMap((pdu) => {
    const u16 = (at: number) => ((pdu[at] ?? 0) << 8) | (pdu[at + 1] ?? 0);
    const values = (at: number, count: number) => Array.from({ length: count }, (_, i) => u16(at + 2 * i));
    const write: [number, number[]][] = [];
    if (pdu[0] === 6 && pdu.length === 5) write.push([u16(1), [u16(3)]]);
    if (pdu[0] === 16 && pdu.length === 6 + 2 * u16(3)) write.push([u16(1), values(6, u16(3))]);
    if (pdu[0] === 23 && pdu.length === 10 + 2 * u16(7)) write.push([u16(5), values(10, u16(7))]);
    return write;
  });
}

function pdusIn(kind: 'mbap' | 'udp' | 'rtu' | 'ascii', octets: Uint8Array, unit: number): Uint8Array[] {
  if (kind === 'ascii') return asciiFrames(octets).filter((frame) => frame[0] === unit).map((frame) => frame.subarray(1));
  if (kind === 'rtu') return rtuPdus(octets, unit);
  const pdus: Uint8Array[] = [];
  for (let at = 0; at + 8 <= octets.length; ) {
    const length = ((octets[at + 4] ?? 0) << 8) | (octets[at + 5] ?? 0);
    if (octets[at + 2] !== 0 || octets[at + 3] !== 0 || length < 2 || length > 254 || at + 6 + length > octets.length) break;
    if (octets[at + 6] === unit) pdus.push(octets.subarray(at + 7, at + 6 + length));
    at += 6 + length;
  }
  return pdus;
}

/** Whatever lies between two octets and has a right checksum. */
function rtuPdus(octets: Uint8Array, unit: number): Uint8Array[] {
  const pdus: Uint8Array[] = [];
  for (let at = 0; at + 8 <= octets.length; at += 1) {
    if (octets[at] !== unit) continue;
    for (let end = at + 6; end + 2 <= octets.length; end += 1) {
      if (bitwiseCrc(octets.subarray(at, end)) === (octets[end]! | (octets[end + 1]! << 8))) pdus.push(octets.subarray(at + 1, end));
    }
  }
  return pdus;
}
