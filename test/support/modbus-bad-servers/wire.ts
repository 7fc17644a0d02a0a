/** Framing by hand, so that a bad server owes nothing to the library that it is there to try. */
export type Wire = 'mbap' | 'rtu' | 'ascii';

export interface AskedFrame {
  readonly transactionId: number;
  readonly unit: number;
  readonly pdu: Buffer;
}

/** A PDU as a frame. */
export function frame(wire: Wire, unit: number, pdu: Uint8Array, transactionId = 0): Buffer {
  if (wire === 'mbap') {
    const header = Buffer.alloc(7);
    header.writeUInt16BE(transactionId & 0xffff, 0);
    header.writeUInt16BE(pdu.length + 1, 4);
    header.writeUInt8(unit, 6);
    return Buffer.concat([header, pdu]);
  }
  const body = Buffer.concat([Buffer.of(unit), pdu]);
  if (wire === 'rtu') {
    const crc = crcOf(body);
    return Buffer.concat([body, Buffer.of(crc & 0xff, crc >> 8)]);
  }
  const sum = body.reduce((total, octet) => (total + octet) & 0xff, 0);
  return Buffer.from(`:${Buffer.concat([body, Buffer.of((0x100 - sum) & 0xff)]).toString('hex').toUpperCase()}\r\n`, 'latin1');
}

/** Cuts whole requests (functions 1 to 4, eight octets on RTU) off what came; what is left stays for the next time. */
export function cutRequests(wire: Wire, received: Buffer): { requests: AskedFrame[]; rest: Buffer } {
  const requests: AskedFrame[] = [];
  let rest = received;
  for (;;) {
    if (wire === 'mbap') {
      if (rest.length < 8 || rest.length < 6 + rest.readUInt16BE(4)) return { requests, rest };
      const end = 6 + rest.readUInt16BE(4);
      requests.push({ transactionId: rest.readUInt16BE(0), unit: rest.readUInt8(6), pdu: rest.subarray(7, end) });
      rest = rest.subarray(end);
    } else if (wire === 'rtu') {
      if (rest.length < 8) return { requests, rest };
      requests.push({ transactionId: 0, unit: rest.readUInt8(0), pdu: rest.subarray(1, 6) });
      rest = rest.subarray(8);
    } else {
      const end = rest.indexOf('\r\n');
      if (end < 0) return { requests, rest };
      const body = Buffer.from(rest.subarray(1, end).toString('latin1'), 'hex');
      requests.push({ transactionId: 0, unit: body.readUInt8(0), pdu: body.subarray(1, -1) });
      rest = rest.subarray(end + 2);
    }
  }
}

/** CRC-16 of Modbus over Serial Line V1.02, appendix B: polynomial 0xA001, begins with 0xFFFF. */
function crcOf(octets: Uint8Array): number {
  let crc = 0xffff;
  for (const octet of octets) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
