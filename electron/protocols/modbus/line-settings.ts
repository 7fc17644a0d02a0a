import { z } from 'zod';
import { hostTrouble } from '../../io/host-name';

/** How a choice made in a form (text) or given by a program (number) becomes one of a few numbers. */
const oneOf = <const N extends readonly number[]>(numbers: N, fallback: N[number]) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .refine((value) => numbers.includes(value), `one of ${numbers.join(', ')}`)
    .default(fallback);

/**
 * Settings of a Modbus line: one host and port, or one serial port. Flat, because a form draws them. Fields of the
 * other transports keep their values unused, so that switching back and forth loses nothing.
 */
export const lineSettingsSchema = z
  .object({
    transport: z.enum(['tcp', 'rtu', 'rtu-over-tcp']).default('tcp'),
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
    /** How long opening a connection may take, milliseconds. */
    connectTimeoutMs: z.number().int().min(100).max(60_000).default(5000),
    /** Pause between two requests beyond what the standard asks, milliseconds. */
    interRequestDelayMs: z.number().min(0).max(10_000).default(0),
    /** TCP: one connection for all units, or one for each unit identifier up to `maxConnections`. */
    connectionUse: z.enum(['shared', 'per-unit']).default('shared'),
    maxConnections: z.number().int().min(1).max(64).default(10),
  })
  .superRefine((settings, context) => {
    const serial = settings.transport === 'rtu';
    if (!serial && settings.host === '') {
      context.addIssue({ code: 'custom', path: ['host'], message: 'a host name or address is needed' });
    }
    const trouble = serial ? null : hostTrouble(settings.host);
    if (trouble !== null) context.addIssue({ code: 'custom', path: ['host'], message: trouble });
    if (serial && settings.serialPath === '' && settings.serialNumber === '') {
      context.addIssue({ code: 'custom', path: ['serialPath'], message: 'a serial port is needed' });
    }
  });

export type LineSettings = z.infer<typeof lineSettingsSchema>;

/** Settings that give the same key are the same line: requests to it share one channel. */
export function lineKey(settings: LineSettings): string {
  if (settings.transport === 'rtu') {
    return settings.serialNumber === '' ? `serial ${settings.serialPath}` : `serial ${settings.serialPath} #${settings.serialNumber}`;
  }
  return `${settings.transport} ${hostAndPort(settings).toLowerCase()}`;
}

/** What people call the line: `192.168.40.21:502`, `COM5 19200 8E1`. */
export function lineLabel(settings: LineSettings): string {
  if (settings.transport === 'rtu') return `${settings.serialPath || settings.serialNumber} ${settings.baudRate} ${characterFormat(settings)}`;
  return settings.transport === 'tcp' ? hostAndPort(settings) : `${hostAndPort(settings)} RTU`;
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
