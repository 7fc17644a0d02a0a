import { z } from 'zod';
import { hostTrouble } from '../../../io/host-name';

/** A choice made in a form (text) or given by a program (number). */
const numberOf = (low: number, high: number) => z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().int().min(low).max(high));

const pem = (what: string) =>
  z
    .string()
    .trim()
    .max(1_000_000)
    .refine((text) => text === '' || /-----BEGIN [A-Z ]*CERTIFICATE-----/.test(text), `${what} is text that holds -----BEGIN CERTIFICATE-----`)
    .default('');

/** Where outstations are served: one listening port, or one serial line. All of a simulator's outstations share it, told apart by address. */
export const serverSettingsSchema = z
  .object({
    transport: z.enum(['tcp', 'tls', 'udp', 'serial']).default('tcp'),
    /** The address of this computer to listen on. */
    host: z.string().trim().max(253).default('127.0.0.1'),
    /** 0 takes a free one. */
    port: z.number().int().min(0).max(65_535).default(20_000),
    serialPath: z.string().trim().max(1000).default(''),
    baudRate: numberOf(50, 4_000_000).default(9600),
    parity: z.enum(['none', 'even', 'odd']).default('none'),
    stopBits: numberOf(1, 2).default(1),
    /** TLS: PEM of the server's certificate with its chain. */
    certificate: pem('A certificate'),
    /** TLS: the private key, as a reference to the vault. */
    key: z.string().max(100_000).default(''),
    /** TLS: PEM of the authorities whose clients are let in; empty lets in anybody. */
    clientCa: pem('An authority'),
    maxClients: z.number().int().min(1).max(1000).default(32),
  })
  .superRefine((settings, context) => {
    const serial = isSerialServer(settings);
    if (serial && settings.serialPath === '') context.addIssue({ code: 'custom', path: ['serialPath'], message: 'a serial port is needed' });
    const trouble = serial ? null : settings.host === '' ? 'an address of this computer is needed' : hostTrouble(settings.host);
    if (trouble !== null) context.addIssue({ code: 'custom', path: ['host'], message: trouble });
    if (settings.transport !== 'tls') return;
    if (settings.certificate === '') context.addIssue({ code: 'custom', path: ['certificate'], message: 'a certificate is needed for TLS' });
    if (settings.key === '') context.addIssue({ code: 'custom', path: ['key'], message: 'the private key of the certificate is needed for TLS' });
  });
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

export function isSerialServer({ transport }: { readonly transport: string }): boolean {
  return transport === 'serial';
}

/** What people call the port: `127.0.0.1:20000`, `COM5 9600 8N1`. */
export function portLabel(settings: ServerSettings): string {
  const { transport, host, port, serialPath, baudRate, parity, stopBits } = settings;
  if (isSerialServer(settings)) return `${serialPath} ${baudRate} 8${{ none: 'N', even: 'E', odd: 'O' }[parity]}${stopBits}`;
  return `${host.includes(':') ? `[${host}]` : host}:${port}${{ tcp: '', tls: ' TLS', udp: ' UDP', serial: '' }[transport]}`;
}
