import { isIPv4 } from 'node:net';

/** Where a client is, as far as a capture file can tell: an address of IP version 4, a port; null for what is not told. */
export interface PeerAddress {
  readonly ip: readonly number[] | null;
  readonly port: number | null;
}

/** Reads how clients of a port are named: `192.168.1.5:50123`, `[::1]:50123`. */
export function peerAddress(peer: string): PeerAddress {
  const [, host = '', port = ''] = /^(.*):(\d{1,5})$/.exec(peer) ?? [];
  const number = port === '' ? null : Number(port);
  const mapped = host.replace(/^\[?::ffff:|\]$/gi, '');
  return { ip: isIPv4(mapped) ? mapped.split('.').map(Number) : null, port: number !== null && number > 0 && number <= 0xffff ? number : null };
}
