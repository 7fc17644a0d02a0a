import { ChannelError, type ChannelErrorCode } from './channel-error';

const CODES: Readonly<Record<string, readonly [ChannelErrorCode, string]>> = {
  ECONNREFUSED: ['refused', 'nothing listens there; check the port and whether the server is running'],
  EHOSTUNREACH: ['unreachable', 'no route to the host; check the address, the cable and the network settings'],
  ENETUNREACH: ['unreachable', 'no route to the network; check the address and the network settings'],
  EHOSTDOWN: ['unreachable', 'the host does not answer; check that it is switched on and connected'],
  ENOTFOUND: ['not-found', 'the name is not known; check its spelling, or use the IP address'],
  EAI_AGAIN: ['not-found', 'the name server does not answer; use the IP address'],
  ETIMEDOUT: ['timeout', 'no answer in time; check the address and the cable'],
  ECONNRESET: ['reset', 'the peer dropped the connection'],
  ECONNABORTED: ['reset', 'the connection was dropped'],
  EPIPE: ['reset', 'the peer dropped the connection'],
  EADDRINUSE: ['address-in-use', 'another program uses this port; stop it or choose another port'],
  EADDRNOTAVAIL: ['not-found', 'this computer does not have that address'],
  EACCES: ['permission', 'permission denied'],
  EPERM: ['permission', 'permission denied'],
  ENOENT: ['not-found', 'there is no such port; check that the adapter is plugged in'],
  EBUSY: ['busy', 'another program uses it; close that program'],
  ENXIO: ['not-found', 'the device is gone; check that it is plugged in'],
  ENODEV: ['not-found', 'the device is gone; check that it is plugged in'],
  EIO: ['reset', 'the device stopped answering; check that it is plugged in'],
};

/** The `code` of a system error, or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Puts a system error into a ChannelError: where it happened, what it means, what to check. */
export function fromSystemError(label: string, error: unknown): ChannelError {
  if (error instanceof ChannelError) return error;
  const known = CODES[systemCode(error) ?? ''];
  if (known !== undefined) return new ChannelError(known[0], `${label}: ${known[1]}.`, error);
  const text = error instanceof Error ? error.message : String(error);
  if (isCertificateProblem(error)) return new ChannelError('certificate', `${label}: the certificate was refused (${text}).`, error);
  return new ChannelError('failed', `${label}: ${text}`, error);
}

function isCertificateProblem(error: unknown): boolean {
  const code = systemCode(error) ?? '';
  return /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_OSSL)/.test(code) || code === 'EPROTO';
}
