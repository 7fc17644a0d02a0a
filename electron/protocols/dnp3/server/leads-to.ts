import { networkInterfaces } from 'node:os';
import type { LineSettings } from '../line-settings';
import { isSerialServer, type ServerSettings } from './server-settings';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
/** Listening on all addresses. */
const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Whether a line reaches a port of this computer: same transport, same port, an address at which it listens. Of serial lines it
 * is never known: two names of ports say nothing of the wire between them. `own`: the addresses of this computer.
 */
export function leadsTo(line: LineSettings, port: ServerSettings, address: string, own: readonly string[] = ownAddresses()): boolean {
  if (isSerialServer(port) || line.transport !== port.transport) return false;
  const host = line.host.toLowerCase();
  const listening = port.host.toLowerCase();
  // The address, not the setting: where a free port was asked for, it tells which.
  if (!address.endsWith(`:${line.port}`)) return false;
  if (host === listening) return true;
  if (LOOPBACK.has(host)) return LOOPBACK.has(listening) || ANY.has(listening);
  return ANY.has(listening) && own.includes(host);
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address.toLowerCase()));
}
