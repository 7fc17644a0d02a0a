import { MadeUpConnection } from '../../electron/traffic/made-up-packets';
import { interfaceDescription, LINK_TYPE, packetBlock, sectionHeader } from '../../electron/traffic/pcapng';

/** One TCP segment's payload, for a capture file. */
export interface CapturedPayload {
  readonly fromClient: boolean;
  readonly octets: Uint8Array;
}

/** A second in microseconds after which payloads follow each other by a millisecond. */
const BEGIN = 1_700_000_000_000_000;

/**
 * A capture file, as the product writes it, with one TCP connection that carries the payloads, each in its own segment;
 * for asking tshark what it makes of octets.
 */
export function tcpCapture(serverPort: number, payloads: readonly CapturedPayload[]): Buffer {
  return capture(new MadeUpConnection('tcp', serverPort, 0), payloads);
}

/** The same with UDP, each payload a datagram. */
export function udpCapture(serverPort: number, payloads: readonly CapturedPayload[]): Buffer {
  return capture(new MadeUpConnection('udp', serverPort, 0), payloads);
}

function capture(connection: MadeUpConnection, payloads: readonly CapturedPayload[]): Buffer {
  const packets = payloads.map(({ fromClient, octets }, at) => {
    const direction = fromClient ? 'sent' : 'received';
    return packetBlock(0, BEGIN + at * 1000, connection.packet(direction, octets), direction);
  });
  return Buffer.concat([sectionHeader('tests'), interfaceDescription(LINK_TYPE.ethernet, 'test'), ...packets]);
}
