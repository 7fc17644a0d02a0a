import { z } from 'zod';
import { hostTrouble } from '../../io/host-name';

/** How a choice made in a form (text) or given by a program (number) becomes one of a few numbers. */
const oneOf = <const N extends readonly number[]>(numbers: N, fallback: N[number]) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .refine((value) => numbers.includes(value), `one of ${numbers.join(', ')}`)
    .default(fallback);

/** PEM text; empty for none. */
const pem = (what: string) =>
  z
    .string()
    .trim()
    .max(1_000_000)
    .refine((text) => text === '' || /-----BEGIN [A-Z ]*CERTIFICATE-----/.test(text), `${what} is text that holds -----BEGIN CERTIFICATE-----; files that do not are another format than PEM`)
    .default('');

export const TRANSPORTS = ['tcp', 'tls', 'udp', 'rtu-over-tcp', 'rtu', 'ascii'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/**
 * Settings of a Modbus line: one host and port, or one serial port. Flat, because a form draws them. Fields of the
 * other transports keep their values unused, so that switching back and forth loses nothing.
 */
export const lineSettingsSchema = z
  .object({
    transport: z.enum(TRANSPORTS).default('tcp'),
    host: z.string().trim().max(253).default(''),
    port: z.number().int().min(1).max(65_535).default(502),
    /** Name of the serial port: `/dev/ttyUSB0`, `COM5`. */
    serialPath: z.string().trim().max(1000).default(''),
    /** Serial number of the USB adapter; it is found by it when it comes back under another name. Empty: by name only. */
    serialNumber: z.string().trim().max(200).default(''),
    baudRate: z
      .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
      .pipe(z.number().int().min(50).max(4_000_000))
      .default(19_200),
    parity: z.enum(['none', 'even', 'odd']).default('even'),
    dataBits: oneOf([7, 8], 8),
    stopBits: oneOf([1, 2], 1),
    /** TLS: PEM of the authorities that are trusted; empty: the system's own list. */
    ca: pem('An authority'),
    /** TLS: PEM of this side's certificate, with its chain. Modbus/TCP Security asks for one on both sides. */
    certificate: pem('A certificate'),
    /** TLS: the private key, as a reference to the vault. What was just typed in passes too: the engine puts it into the vault. */
    key: z.string().max(100_000).default(''),
    /** TLS: whether the server's certificate is checked. */
    verify: z.boolean().default(true),
    /** TLS: the name in the server's certificate, where it differs from the host. */
    serverName: z.string().trim().max(253).default(''),
    /** How long opening a connection may take, milliseconds. */
    connectTimeoutMs: z.number().int().min(100).max(60_000).default(5000),
    /** Pause between opening a connection and its first request, milliseconds. */
    afterConnectDelayMs: z.number().min(0).max(10_000).default(0),
    /** Pause between two requests beyond what the standard asks, milliseconds. */
    interRequestDelayMs: z.number().min(0).max(10_000).default(0),
    /** Serial: pause after a broadcast, which nobody answers, milliseconds. */
    turnaroundMs: z.number().min(0).max(10_000).default(150),
    /** TCP: seconds without traffic after which the system asks whether the peer is still there; 0 never. */
    keepAliveS: z.number().min(0).max(7200).default(10),
    /** TCP: one connection for all units, or one for each unit identifier up to `maxConnections`. */
    connectionUse: z.enum(['shared', 'per-unit']).default('shared'),
    maxConnections: z.number().int().min(1).max(64).default(10),
    /** TCP: `auto` keeps a connection until the peer shows that it closes each; `per-request` opens one for each request. */
    connectionLife: z.enum(['auto', 'per-request']).default('auto'),
  })
  .superRefine((settings, context) => {
    const serial = isSerial(settings);
    if (!serial && settings.host === '') {
      context.addIssue({ code: 'custom', path: ['host'], message: 'a host name or address is needed' });
    }
    const trouble = serial ? null : hostTrouble(settings.host);
    if (trouble !== null) context.addIssue({ code: 'custom', path: ['host'], message: trouble });
    if (serial && settings.serialPath === '' && settings.serialNumber === '') {
      context.addIssue({ code: 'custom', path: ['serialPath'], message: 'a serial port is needed' });
    }
    if (settings.transport === 'tls' && (settings.certificate === '') !== (settings.key === '')) {
      context.addIssue({ code: 'custom', path: [settings.key === '' ? 'key' : 'certificate'], message: 'a certificate and its private key go together' });
    }
  });

export type LineSettings = z.infer<typeof lineSettingsSchema>;

/** 802 with TLS (Modbus/TCP Security), 502 for the others. */
export function usualPort(transport: Transport): number {
  return transport === 'tls' ? 802 : 502;
}

/** On a serial port, where one request at a time is on the line and unit 0 is the broadcast. */
export function isSerial({ transport }: { readonly transport: Transport }): boolean {
  return transport === 'rtu' || transport === 'ascii';
}

/** Answers carry the identifier of their request, so that several may be on the wire. */
export function hasTransactions({ transport }: { readonly transport: Transport }): boolean {
  return transport === 'tcp' || transport === 'tls' || transport === 'udp';
}

/** A connection that can be opened for each unit or each request: TCP with or without TLS. */
export function isStream({ transport }: { readonly transport: Transport }): boolean {
  return transport === 'tcp' || transport === 'tls' || transport === 'rtu-over-tcp';
}

/** How frames are framed on the transport. */
export function framingOf({ transport }: { readonly transport: Transport }): 'mbap' | 'rtu' | 'ascii' {
  if (transport === 'ascii') return 'ascii';
  return transport === 'rtu' || transport === 'rtu-over-tcp' ? 'rtu' : 'mbap';
}

/** Settings that give the same key are the same line: requests to it share one channel. */
export function lineKey(settings: LineSettings): string {
  if (isSerial(settings)) {
    return settings.serialNumber === '' ? `serial ${settings.serialPath}` : `serial ${settings.serialPath} #${settings.serialNumber}`;
  }
  return `${settings.transport} ${hostAndPort(settings).toLowerCase()}`;
}

const SUFFIXES: Readonly<Record<Transport, string>> = { tcp: '', tls: ' TLS', udp: ' UDP', 'rtu-over-tcp': ' RTU', rtu: '', ascii: ' ASCII' };

/** What people call the line: `192.168.40.21:502`, `COM5 19200 8E1`. */
export function lineLabel(settings: LineSettings): string {
  const place = isSerial(settings) ? `${settings.serialPath || settings.serialNumber} ${settings.baudRate} ${characterFormat(settings)}` : hostAndPort(settings);
  return `${place}${SUFFIXES[settings.transport]}`;
}

/** The character format as engineers write it: `8E1`. */
export function characterFormat(settings: LineSettings): string {
  const parity = { none: 'N', even: 'E', odd: 'O' }[settings.parity];
  return `${settings.dataBits}${parity}${settings.stopBits}`;
}

/** `host:port`, an IPv6 address in brackets. */
export function hostAndPort(settings: LineSettings): string {
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return `${host}:${settings.port}`;
}
