import type { Server } from 'node:net';

export interface ConnectionLimits {
  readonly overall: number;
  /** A proxy or a tunnel on this machine stands for many clients under one address: half of all by default. */
  readonly perAddress: number;
}

export const defaultConnectionLimits: ConnectionLimits = { overall: 500, perAddress: 250 };

/** Bounds how many connections are open at once, and how many of them one address has. One too many is closed at once. */
export function limitConnections(server: Server, { overall, perAddress }: ConnectionLimits): void {
  const open = new Map<string, number>();
  server.maxConnections = overall;
  // Before the listener of HTTP, which then finds a socket that is closed and reads nothing from it.
  server.prependListener('connection', (socket) => {
    const client = clientOf(socket.remoteAddress ?? '');
    const already = open.get(client) ?? 0;
    if (already >= perAddress) {
      socket.destroy();
      return;
    }
    open.set(client, already + 1);
    socket.once('close', () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left === 0) open.delete(client);
      else open.set(client, left);
    });
  });
}

/** Whom an address stands for: IPv4 for itself, also where it comes mapped into IPv6; IPv6 for the /64 that one host may have whole (RFC 4291, from memory). */
export function clientOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail);
  const between = address.includes('::') ? Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0') : [];
  const network = [...before, ...between, ...after].slice(0, 4);
  // Loopback and the addresses of one cable are each one client.
  return network.every((group) => group === '0') || network[0] === 'fe80' ? address : `${network.join(':')}::/64`;
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.toLowerCase().split(':').map((group) => group.replace(/^0+(?=.)/, ''));
}
