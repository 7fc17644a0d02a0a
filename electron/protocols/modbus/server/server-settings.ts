import { z } from 'zod';
import { hostTrouble } from '../../../io/host-name';
import { tableSchema } from '../point-address';

/** A choice made in a form (text) or given by a program (number). */
const numberOf = (low: number, high: number) => z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().int().min(low).max(high));

export const SERVER_TRANSPORTS = ['tcp', 'udp', 'rtu-over-tcp', 'rtu', 'ascii'] as const;

/** How points are served to other Modbus clients on one port or serial line. */
export const serverSettingsSchema = z
  .object({
    transport: z.enum(SERVER_TRANSPORTS).default('tcp'),
    /** The address of this computer to listen on. */
    host: z.string().trim().max(253).default('127.0.0.1'),
    /** 0 takes a free one. */
    port: z.number().int().min(0).max(65_535).default(502),
    serialPath: z.string().trim().max(1000).default(''),
    baudRate: numberOf(50, 4_000_000).default(19_200),
    parity: z.enum(['none', 'even', 'odd']).default('even'),
    dataBits: numberOf(7, 8).default(8),
    stopBits: numberOf(1, 2).default(1),
    maxClients: z.number().int().min(1).max(1000).default(32),
    /** Seconds without a request after which a connection is closed; 0 never. */
    idleS: z.number().min(0).max(86_400).default(0),
    /** What a unit answers that is not here; on a serial line it is always silent. */
    absentUnit: z.enum(['silent', '10', '11']).default('silent'),
    /** Registers without a point between the first and the last of a table: read as 0, or refused with exception 2. */
    gaps: z.enum(['zero', 'refuse']).default('refuse'),
    /** Addresses that are refused with exception 2 although they lie in such a gap. */
    refused: z.array(z.object({ unitId: z.number().int().min(0).max(255), table: tableSchema, address: z.number().int().min(0).max(65_535) })).max(10_000).default([]),
  })
  .superRefine((settings, context) => {
    const serial = isSerialServer(settings);
    if (serial && settings.serialPath === '') context.addIssue({ code: 'custom', path: ['serialPath'], message: 'a serial port is needed' });
    const trouble = serial ? null : settings.host === '' ? 'an address of this computer is needed' : hostTrouble(settings.host);
    if (trouble !== null) context.addIssue({ code: 'custom', path: ['host'], message: trouble });
  });
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

export function isSerialServer({ transport }: { readonly transport: string }): boolean {
  return transport === 'rtu' || transport === 'ascii';
}

/** What people call the port: `127.0.0.1:1502`, `COM5 19200 8E1`. */
export function portLabel(settings: ServerSettings): string {
  if (isSerialServer(settings)) {
    const parity = { none: 'N', even: 'E', odd: 'O' }[settings.parity];
    return `${settings.serialPath} ${settings.baudRate} ${settings.dataBits}${parity}${settings.stopBits}${settings.transport === 'ascii' ? ' ASCII' : ''}`;
  }
  return `${settings.host}:${settings.port}${{ tcp: '', udp: ' UDP', 'rtu-over-tcp': ' RTU', rtu: '', ascii: '' }[settings.transport]}`;
}
