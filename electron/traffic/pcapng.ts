/** Blocks of the capture file format pcapng (draft-ietf-opsawg-pcapng, from memory), little-endian. */

export const LINK_TYPE = { ethernet: 1, user0: 147, upperPdu: 252 } as const;

const BLOCK = { section: 0x0a0d_0d0a, interface: 1, packet: 6 } as const;
const OPTION = { end: 0, comment: 1, userApplication: 4, interfaceName: 2, packetFlags: 2 } as const;
const FLAG = { inbound: 1, outbound: 2 } as const;
const SNAP_OCTETS = 262_144;

/** What every file begins with. */
export function sectionHeader(application: string): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(0x1a2b_3c4d, 0);
  body.writeUInt16LE(1, 4);
  // The section's length is not told.
  body.fill(0xff, 8);
  return block(BLOCK.section, body, [[OPTION.userApplication, Buffer.from(application)]]);
}

/** One interface; they count from 0 in the order of the file. Times are in microseconds. */
export function interfaceDescription(linkType: number, name: string): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(linkType, 0);
  body.writeUInt32LE(SNAP_OCTETS, 4);
  return block(BLOCK.interface, body, [[OPTION.interfaceName, Buffer.from(name)]]);
}

/** One packet. `time`: microseconds since 1970 UTC. `comment`: empty for none. */
export function packetBlock(interfaceNumber: number, time: number, octets: Uint8Array, direction: 'sent' | 'received', comment = ''): Buffer {
  const body = Buffer.alloc(20 + padded(octets.length));
  body.writeUInt32LE(interfaceNumber, 0);
  body.writeUInt32LE(Math.floor(time / 2 ** 32), 4);
  body.writeUInt32LE(time % 2 ** 32, 8);
  body.writeUInt32LE(octets.length, 12);
  body.writeUInt32LE(octets.length, 16);
  body.set(octets, 20);
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(direction === 'sent' ? FLAG.outbound : FLAG.inbound, 0);
  return block(BLOCK.packet, body, [...(comment === '' ? [] : ([[OPTION.comment, Buffer.from(comment)]] as const)), [OPTION.packetFlags, flags]]);
}

function block(type: number, body: Buffer, options: readonly (readonly [code: number, value: Buffer])[]): Buffer {
  const told = options.map(([code, value]) => {
    const option = Buffer.alloc(4 + padded(value.length));
    option.writeUInt16LE(code, 0);
    option.writeUInt16LE(value.length, 2);
    option.set(value, 4);
    return option;
  });
  const length = 12 + body.length + told.reduce((sum, option) => sum + option.length, 0) + 4;
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(length, 4);
  const tail = Buffer.alloc(8);
  tail.writeUInt16LE(OPTION.end, 0);
  tail.writeUInt32LE(length, 4);
  return Buffer.concat([head, body, ...told, tail]);
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
