/** One TCP segment's payload, for a capture file. */
export interface CapturedPayload {
  readonly fromClient: boolean;
  readonly octets: Uint8Array;
}

const LINKTYPE_RAW_IP = 101;
const CLIENT_PORT = 40_000;
const TCP = 6;
const UDP = 17;

/**
 * A classic pcap file (libpcap's format) with one TCP connection on 127.0.0.1 that carries the payloads, each in its own
 * segment; for asking tshark what it makes of octets.
 */
export function tcpCapture(serverPort: number, payloads: readonly CapturedPayload[]): Buffer {
  const sequence = { client: 1, server: 1 };
  return capture(
    payloads.map(({ fromClient, octets }) => {
      const own = fromClient ? 'client' : 'server';
      const other = fromClient ? 'server' : 'client';
      const segment = ipPacket(fromClient ? [CLIENT_PORT, serverPort] : [serverPort, CLIENT_PORT], sequence[own], sequence[other], octets);
      sequence[own] += octets.length;
      return segment;
    }),
  );
}

/** The same with UDP, each payload a datagram. */
export function udpCapture(serverPort: number, payloads: readonly CapturedPayload[]): Buffer {
  return capture(
    payloads.map(({ fromClient, octets }) => {
      const udp = Buffer.alloc(8);
      udp.writeUInt16BE(fromClient ? CLIENT_PORT : serverPort, 0);
      udp.writeUInt16BE(fromClient ? serverPort : CLIENT_PORT, 2);
      udp.writeUInt16BE(8 + octets.length, 4);
      return Buffer.concat([ipHeader(UDP, 28 + octets.length), udp, octets]);
    }),
  );
}

function capture(packets: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(LINKTYPE_RAW_IP, 20);
  const records = packets.map((packet, index) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000 + Math.floor(index / 1000), 0);
    record.writeUInt32LE((index % 1000) * 1000, 4);
    record.writeUInt32LE(packet.length, 8);
    record.writeUInt32LE(packet.length, 12);
    return Buffer.concat([record, packet]);
  });
  return Buffer.concat([header, ...records]);
}

function ipHeader(protocol: number, length: number): Buffer {
  const ip = Buffer.alloc(20);
  ip[0] = 0x45;
  ip.writeUInt16BE(length, 2);
  ip[8] = 64;
  ip[9] = protocol;
  ip.set([127, 0, 0, 1, 127, 0, 0, 1], 12);
  return ip;
}

function ipPacket([from, to]: [number, number], sequence: number, acknowledged: number, payload: Uint8Array): Buffer {
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(from, 0);
  tcp.writeUInt16BE(to, 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp.writeUInt32BE(acknowledged, 8);
  tcp[12] = 0x50;
  tcp[13] = 0x18;
  tcp.writeUInt16BE(65_535, 14);
  return Buffer.concat([ipHeader(TCP, 40 + payload.length), tcp, payload]);
}
