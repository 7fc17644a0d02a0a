import { z } from 'zod';
import { hostTrouble } from '../io/host-name';
import type { SerialCharacter } from './serial-port';
import { pem } from './setting-schemas';

/** What a line opens, whatever its protocol says over it. */
export type ChannelKind = 'tcp' | 'tls' | 'udp' | 'serial';

/** Settings of a connection from this side to one host and port; those of a serial port are `serialPortShape`. */
export const connectionShape = {
  host: z.string().trim().max(253).default(''),
  /** TLS: PEM of the authorities that are trusted; empty: the system's own list. */
  ca: pem('An authority'),
  /** TLS: PEM of this side's certificate, with its chain. */
  certificate: pem('A certificate'),
  /** TLS: the private key, as a reference to the vault. What was just typed in passes too: the engine puts it into the vault. */
  key: z.string().max(100_000).default(''),
  /** TLS: whether the other side's certificate is checked. */
  verify: z.boolean().default(true),
  /** TLS: the name in the other side's certificate, where it differs from the host. */
  serverName: z.string().trim().max(253).default(''),
  /** How long opening a connection may take, milliseconds. */
  connectTimeoutMs: z.number().int().min(100).max(60_000).default(5000),
  /** TCP: seconds without traffic after which the system asks whether the peer is still there; 0 never. */
  keepAliveS: z.number().min(0).max(7200).default(10),
  /** Serial number of the USB adapter; it is found by it when it comes back under another name. Empty: by name only. */
  serialNumber: z.string().trim().max(200).default(''),
};

export interface ChannelSettings extends SerialCharacter {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly keepAliveS: number;
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  readonly verify: boolean;
  readonly serverName: string;
  readonly serialPath: string;
  readonly serialNumber: string;
}

/** What is missing or wrong among the settings for the kind of channel they name, by field. */
export function channelProblems(kind: ChannelKind, settings: ChannelSettings): { path: (keyof ChannelSettings)[]; message: string }[] {
  if (kind === 'serial') return serialPlace(settings) === '' ? [{ path: ['serialPath'], message: 'a serial port is needed' }] : [];
  const trouble = settings.host === '' ? 'a host name or address is needed' : hostTrouble(settings.host);
  return [
    ...(trouble === null ? [] : [{ path: ['host' as const], message: trouble }]),
    ...(kind === 'tls' && (settings.certificate === '') !== (settings.key === '') ? [{ path: [settings.key === '' ? ('key' as const) : ('certificate' as const)], message: 'a certificate and its private key go together' }] : []),
  ];
}

/** The serial port for people: its name, or the adapter's serial number where that is all that is known. */
export function serialPlace({ serialPath, serialNumber }: Pick<ChannelSettings, 'serialPath' | 'serialNumber'>): string {
  return serialPath === '' ? serialNumber : serialPath;
}

/** Lines with the same key share one serial port. */
export function serialKey({ serialPath, serialNumber }: Pick<ChannelSettings, 'serialPath' | 'serialNumber'>): string {
  return serialNumber === '' ? `serial ${serialPath}` : `serial ${serialPath} #${serialNumber}`;
}
