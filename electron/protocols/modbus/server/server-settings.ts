import { z } from 'zod';
import { hostAndPort } from '../../../io/host-and-port';
import { listeningProblems, listeningShape } from '../../listening-settings';
import { serialLabel, serialPortShape } from '../../serial-port';
import { oneOf } from '../../setting-schemas';
import { tableSchema } from '../point-address';

export const SERVER_TRANSPORTS = ['tcp', 'udp', 'rtu-over-tcp', 'rtu', 'ascii'] as const;

/** How points are served to other Modbus clients on one port or serial line. */
export const serverSettingsSchema = z
  .object({
    transport: z.enum(SERVER_TRANSPORTS).default('tcp'),
    ...listeningShape(502),
    ...serialPortShape({ baudRate: 19_200, parity: 'even' }),
    dataBits: oneOf([7, 8], 8),
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
    for (const problem of listeningProblems(isSerialServer(settings), settings)) context.addIssue({ code: 'custom', ...problem });
  });
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

export function isSerialServer({ transport }: { readonly transport: string }): boolean {
  return transport === 'rtu' || transport === 'ascii';
}

const SUFFIXES: Readonly<Record<ServerSettings['transport'], string>> = { tcp: '', udp: ' UDP', 'rtu-over-tcp': ' RTU', rtu: '', ascii: ' ASCII' };

/** What people call the port: `127.0.0.1:1502`, `COM5 19200 8E1`. */
export function portLabel(settings: ServerSettings): string {
  return `${isSerialServer(settings) ? serialLabel(settings.serialPath, settings) : hostAndPort(settings)}${SUFFIXES[settings.transport]}`;
}
