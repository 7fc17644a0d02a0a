import { isIPv6 } from 'node:net';

/** Why a text is no host to connect to, in few words; null where it can be a name or an address. An empty one is not judged here. */
export function hostTrouble(host: string): string | null {
  // oxlint-disable-next-line no-control-regex -- exactly those must not come in
  if (/[\s/\u0000-\u001f\u007f]/.test(host)) return 'a host name or address, without spaces and slashes';
  if (/^\[.*\]/.test(host)) return 'an IPv6 address without brackets';
  return host.includes(':') && !isIPv6(host.replace(/%.*$/, '')) ? 'a host name or address alone; the port has a field of its own' : null;
}
