import type { PeerAddress } from './peer-address';

/**
 * Packets around what a connection carried: addresses and ports are made up but those of clients that are known; lengths,
 * numbers and checksums are right.
 */

const TCP = 6;
const UDP = 17;
const ETHERNET_OCTETS = 14;
const IP_OCTETS = 20;
/** Of the side that asks. Who answers has the port by which other programs know the protocol. */
const FIRST_CLIENT_PORT = 49_152;
/** Addresses that belong to nobody (RFC 5737). */
const OWN_ADDRESS = [192, 0, 2, 1] as const;

/** One connection between this side and a made-up one, as packets on an Ethernet. */
export class MadeUpConnection {
  private readonly sequence = { sent: 1, received: 1 };
  private readonly own: { readonly ip: readonly number[]; readonly port: number };
  private readonly other: { readonly ip: readonly number[]; readonly port: number };
  private packets = 0;

  /**
   * @param port of the side that answers
   * @param number tells connections of one file apart, from 0
   * @param client who asks, where this side answers; null where this side asks
   */
  constructor(
    private readonly kind: 'tcp' | 'udp',
    port: number,
    private readonly number: number,
    client: PeerAddress | null = null,
  ) {
    const madeUpIp = [198, 51, 100, 1 + (number % 250)];
    const madeUpPort = FIRST_CLIENT_PORT + (number % 16_000);
    this.own = { ip: OWN_ADDRESS, port: client === null ? madeUpPort : port };
    this.other = client === null ? { ip: madeUpIp, port } : { ip: client.ip ?? madeUpIp, port: client.port ?? madeUpPort };
  }

  /** The packet that carries these octets. */
  packet(direction: 'sent' | 'received', octets: Uint8Array): Buffer {
    const header = this.kind === 'tcp' ? this.tcpHeader(direction, octets.length) : this.udpHeader(direction, octets.length);
    const frame = Buffer.concat([this.ethernet(direction), this.ip(direction, header.length + octets.length), header, octets]);
    // Over the addresses, protocol and length as well (RFC 9293, 3.1; RFC 768).
    const length = header.length + octets.length;
    const pseudo = Buffer.concat([frame.subarray(ETHERNET_OCTETS + 12, ETHERNET_OCTETS + IP_OCTETS), Buffer.of(0, this.protocol, length >> 8, length & 0xff)]);
    const at = ETHERNET_OCTETS + IP_OCTETS + (this.kind === 'tcp' ? 16 : 6);
    const sum = checksum(Buffer.concat([pseudo, frame.subarray(ETHERNET_OCTETS + IP_OCTETS)]));
    frame.writeUInt16BE(this.kind === 'udp' && sum === 0 ? 0xffff : sum, at);
    return frame;
  }

  private get protocol(): number {
    return this.kind === 'tcp' ? TCP : UDP;
  }

  private ports(direction: 'sent' | 'received'): [number, number] {
    return direction === 'sent' ? [this.own.port, this.other.port] : [this.other.port, this.own.port];
  }

  private tcpHeader(direction: 'sent' | 'received', length: number): Buffer {
    const tcp = Buffer.alloc(20);
    const [from, to] = this.ports(direction);
    const other = direction === 'sent' ? 'received' : 'sent';
    tcp.writeUInt16BE(from, 0);
    tcp.writeUInt16BE(to, 2);
    tcp.writeUInt32BE(this.sequence[direction], 4);
    tcp.writeUInt32BE(this.sequence[other], 8);
    tcp[12] = 0x50;
    tcp[13] = 0x18;
    tcp.writeUInt16BE(65_535, 14);
    this.sequence[direction] = (this.sequence[direction] + length) % 2 ** 32;
    return tcp;
  }

  private udpHeader(direction: 'sent' | 'received', length: number): Buffer {
    const udp = Buffer.alloc(8);
    const [from, to] = this.ports(direction);
    udp.writeUInt16BE(from, 0);
    udp.writeUInt16BE(to, 2);
    udp.writeUInt16BE(8 + length, 4);
    return udp;
  }

  private ip(direction: 'sent' | 'received', length: number): Buffer {
    const ip = Buffer.alloc(IP_OCTETS);
    this.packets = (this.packets + 1) & 0xffff;
    ip[0] = 0x45;
    ip.writeUInt16BE(IP_OCTETS + length, 2);
    ip.writeUInt16BE(this.packets, 4);
    ip[8] = 64;
    ip[9] = this.protocol;
    ip.set(direction === 'sent' ? [...this.own.ip, ...this.other.ip] : [...this.other.ip, ...this.own.ip], 12);
    ip.writeUInt16BE(checksum(ip), 10);
    return ip;
  }

  private ethernet(direction: 'sent' | 'received'): Buffer {
    // Locally administered addresses.
    const own = [2, 0, 0, 0, 0, 1];
    const other = [2, 0, 0, 1, this.number >> 8, this.number & 0xff];
    return Buffer.from([...(direction === 'sent' ? [...other, ...own] : [...own, ...other]), 0x08, 0x00]);
  }
}

const TAG = { end: 0, dissector: 12, portType: 24, sourcePort: 25, destinationPort: 26 } as const;
const PORT_TYPE_TCP = 2;

/** Octets with the name of Wireshark's dissector for them (link type 252, exported PDUs; tags as in Wireshark's exported_pdu.h, from memory). */
export function namedPacket(dissector: string, direction: 'sent' | 'received', octets: Uint8Array): Buffer {
  const [from, to] = direction === 'sent' ? [FIRST_CLIENT_PORT, 502] : [502, FIRST_CLIENT_PORT];
  const name = Buffer.alloc(Math.ceil(dissector.length / 4) * 4);
  name.write(dissector);
  return Buffer.concat([tag(TAG.dissector, name), tag(TAG.portType, number(PORT_TYPE_TCP)), tag(TAG.sourcePort, number(from)), tag(TAG.destinationPort, number(to)), tag(TAG.end, Buffer.alloc(0)), octets]);
}

function tag(code: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(code, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value]);
}

function number(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value, 0);
  return octets;
}

/** The Internet checksum (RFC 1071). */
function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < octets.length; at += 2) sum += ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
