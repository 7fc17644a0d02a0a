import { z } from 'zod';
import { hostAndPort } from '../../io/host-and-port';
import { channelProblems, connectionShape, serialKey, serialPlace } from '../channel-settings';
import { serialLabel, serialPortShape } from '../serial-port';

const TRANSPORTS = ['tcp', 'tls', 'udp', 'serial'] as const;
type Transport = (typeof TRANSPORTS)[number];

/**
 * Settings of a DNP3 line: one host and port, or one serial port, with one outstation or several told apart by their
 * addresses. Flat, because a form draws them. Fields of the other transports keep their values unused.
 */
export const lineSettingsSchema = z
  .object({
    transport: z.enum(TRANSPORTS).default('tcp'),
    ...connectionShape,
    port: z.number().int().min(1).max(65_535).default(20_000),
    ...serialPortShape({ baudRate: 9600, parity: 'none' }),
    /** Serial: several outstations on one line, as RS-485, of which none may speak without being asked. */
    multiDrop: z.boolean().default(false),
  })
  .superRefine((settings, context) => {
    for (const problem of channelProblems(settings.transport, settings)) context.addIssue({ code: 'custom', ...problem });
  });
export type LineSettings = z.infer<typeof lineSettingsSchema>;

export function isSerial({ transport }: { readonly transport: Transport }): boolean {
  return transport === 'serial';
}

/** Settings that give the same key are the same line: all their outstations share one channel. */
export function lineKey(settings: LineSettings): string {
  return isSerial(settings) ? serialKey(settings) : `${settings.transport} ${hostAndPort(settings).toLowerCase()}`;
}

/** Where the line leads, for messages: `192.168.40.21:20000`, `COM5`. */
export function placeOf(settings: LineSettings): string {
  return isSerial(settings) ? serialPlace(settings) : hostAndPort(settings);
}

const SUFFIXES: Readonly<Record<Transport, string>> = { tcp: '', tls: ' TLS', udp: ' UDP', serial: '' };

/** What people call the line: `192.168.40.21:20000`, `COM5 9600 8N1`. */
export function lineLabel(settings: LineSettings): string {
  return isSerial(settings) ? serialLabel(serialPlace(settings), settings) : `${hostAndPort(settings)}${SUFFIXES[settings.transport]}`;
}
