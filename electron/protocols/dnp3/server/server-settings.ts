import { z } from 'zod';
import { hostAndPort } from '../../../io/host-and-port';
import { listeningProblems, listeningShape } from '../../listening-settings';
import { serialLabel, serialPortShape } from '../../serial-port';
import { pem } from '../../setting-schemas';

/** Where outstations are served: one listening port, or one serial line. All of a simulator's outstations share it, told apart by address. */
export const serverSettingsSchema = z
  .object({
    transport: z.enum(['tcp', 'tls', 'udp', 'serial']).default('tcp'),
    ...listeningShape(20_000),
    ...serialPortShape({ baudRate: 9600, parity: 'none' }),
    /** TLS: PEM of the server's certificate with its chain. */
    certificate: pem('A certificate'),
    /** TLS: the private key, as a reference to the vault. */
    key: z.string().max(100_000).default(''),
    /** TLS: PEM of the authorities whose clients are let in; empty lets in anybody. */
    clientCa: pem('An authority'),
  })
  .superRefine((settings, context) => {
    for (const problem of listeningProblems(isSerialServer(settings), settings)) context.addIssue({ code: 'custom', ...problem });
    if (settings.transport !== 'tls') return;
    if (settings.certificate === '') context.addIssue({ code: 'custom', path: ['certificate'], message: 'a certificate is needed for TLS' });
    if (settings.key === '') context.addIssue({ code: 'custom', path: ['key'], message: 'the private key of the certificate is needed for TLS' });
  });
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

export function isSerialServer({ transport }: { readonly transport: string }): boolean {
  return transport === 'serial';
}

const SUFFIXES: Readonly<Record<ServerSettings['transport'], string>> = { tcp: '', tls: ' TLS', udp: ' UDP', serial: '' };

/** What people call the port: `127.0.0.1:20000`, `COM5 9600 8N1`. */
export function portLabel(settings: ServerSettings): string {
  return `${isSerialServer(settings) ? serialLabel(settings.serialPath, settings) : hostAndPort(settings)}${SUFFIXES[settings.transport]}`;
}
