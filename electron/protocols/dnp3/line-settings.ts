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

const TRANSPORTS = ['tcp', 'tls', 'udp', 'serial'] as const;
type Transport = (typeof TRANSPORTS)[number];

/**
 * Settings of a DNP3 line: one host and port, or one serial port, with one outstation or several told apart by their
 * addresses. Flat, because a form draws them. Fields of the other transports keep their values unused.
 */
export const lineSettingsSchema = z
  .object({
    transport: z.enum(TRANSPORTS).default('tcp'),
    host: z.string().trim().max(253).default(''),
    port: z.number().int().min(1).max(65_535).default(20_000),
    /** Name of the serial port: `/dev/ttyUSB0`, `COM5`. */
    serialPath: z.string().trim().max(1000).default(''),
    baudRate: z
      .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
      .pipe(z.number().int().min(50).max(4_000_000))
      .default(9600),
    parity: z.enum(['none', 'even', 'odd']).default('none'),
    stopBits: oneOf([1, 2], 1),
    /** Serial: several outstations on one line, as RS-485, of which none may speak without being asked. */
    multiDrop: z.boolean().default(false),
    /** TLS: PEM of the authorities that are trusted; empty: the system's own list. */
    ca: pem('An authority'),
    /** TLS: PEM of this side's certificate, with its chain. */
    certificate: pem('A certificate'),
    /** TLS: the private key, as a reference to the vault. What was just typed in passes too: the engine puts it into the vault. */
    key: z.string().max(100_000).default(''),
    /** TLS: whether the outstation's certificate is checked. */
    verify: z.boolean().default(true),
    /** TLS: the name in the outstation's certificate, where it differs from the host. */
    serverName: z.string().trim().max(253).default(''),
    /** How long opening a connection may take, milliseconds. */
    connectTimeoutMs: z.number().int().min(100).max(60_000).default(5000),
    /** TCP: seconds without traffic after which the system asks whether the peer is still there; 0 never. */
    keepAliveS: z.number().min(0).max(7200).default(10),
  })
  .superRefine((settings, context) => {
    const serial = isSerial(settings);
    if (!serial && settings.host === '') context.addIssue({ code: 'custom', path: ['host'], message: 'a host name or address is needed' });
    const trouble = serial ? null : hostTrouble(settings.host);
    if (trouble !== null) context.addIssue({ code: 'custom', path: ['host'], message: trouble });
    if (serial && settings.serialPath === '') context.addIssue({ code: 'custom', path: ['serialPath'], message: 'a serial port is needed' });
    if (settings.transport === 'tls' && (settings.certificate === '') !== (settings.key === '')) {
      context.addIssue({ code: 'custom', path: [settings.key === '' ? 'key' : 'certificate'], message: 'a certificate and its private key go together' });
    }
  });
export type LineSettings = z.infer<typeof lineSettingsSchema>;

export function isSerial({ transport }: { readonly transport: Transport }): boolean {
  return transport === 'serial';
}

/** `host:port`, an IPv6 address in brackets. */
export function hostAndPort(settings: LineSettings): string {
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return `${host}:${settings.port}`;
}

/** Settings that give the same key are the same line: all their outstations share one channel. */
export function lineKey(settings: LineSettings): string {
  return isSerial(settings) ? `serial ${settings.serialPath}` : `${settings.transport} ${hostAndPort(settings).toLowerCase()}`;
}

/** Where the line leads, for messages: `192.168.40.21:20000`, `COM5`. */
export function placeOf(settings: LineSettings): string {
  return isSerial(settings) ? settings.serialPath : hostAndPort(settings);
}

const SUFFIXES: Readonly<Record<Transport, string>> = { tcp: '', tls: ' TLS', udp: ' UDP', serial: '' };

/** What people call the line: `192.168.40.21:20000`, `COM5 9600 8N1`. */
export function lineLabel(settings: LineSettings): string {
  const parity = { none: 'N', even: 'E', odd: 'O' }[settings.parity];
  return isSerial(settings) ? `${settings.serialPath} ${settings.baudRate} 8${parity}${settings.stopBits}` : `${hostAndPort(settings)}${SUFFIXES[settings.transport]}`;
}
