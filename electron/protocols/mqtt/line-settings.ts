import { z } from 'zod';
import { hostAndPort } from '../../io/host-and-port';
import { hostTrouble } from '../../io/host-name';

/**
 * A secret by its reference in the vault. What somebody has just typed in passes too: the engine puts it into the vault
 * before it keeps the settings, and a connection test may try it unsaved. A line at work takes references only.
 */
const secretReference = z.string().max(100_000).default('');

/** True for a reference to the vault, false for a secret itself. */
export function isSecretReference(text: string): boolean {
  return text.startsWith('vault:');
}

/** Settings of one connection to a broker. Flat, because a form draws them. */
export const lineSettingsSchema = z
  .object({
    host: z.string().trim().min(1, 'a host name or address is needed').max(253).superRefine((host, context) => {
      const trouble = hostTrouble(host);
      if (trouble !== null) context.addIssue({ code: 'custom', message: trouble });
    }),
    port: z.number().int().min(1).max(65_535).default(1883),
    version: z.enum(['3.1.1', '5']).default('3.1.1'),
    /** Empty: one is made up. A broker ends the older of two connections with the same one. */
    clientId: z.string().max(200).default(''),
    /** True: the broker forgets subscriptions and waiting messages when the connection ends. */
    cleanSession: z.boolean().default(true),
    keepAliveS: z.number().int().min(0).max(65_535).default(30),
    connectTimeoutMs: z.number().int().min(100).max(60_000).default(5000),
    username: z.string().max(1000).default(''),
    password: secretReference,
    tls: z.boolean().default(false),
    /** PEM of the authorities that are trusted; empty: the system's own list. */
    ca: z.string().max(1_000_000).default(''),
    /** PEM of this side's certificate, where the broker asks for one. */
    certificate: z.string().max(100_000).default(''),
    key: secretReference,
    /** The name in the broker's certificate, where it differs from the host. */
    serverName: z.string().max(253).default(''),
  })
  .refine(({ clientId, cleanSession }) => cleanSession || clientId !== '', { path: ['clientId'], message: 'a client id is needed where the broker keeps the session' });
export type LineSettings = z.infer<typeof lineSettingsSchema>;

/** The broker and how it is spoken to: a password that was given for TLS is not sent in clear. */
export function peerKey(settings: LineSettings): string {
  return `${settings.tls ? 'mqtts' : 'mqtt'} ${hostAndPort(settings).toLowerCase()}`;
}

/** Connections with the same key are one: same broker, same person, same name to the broker. */
export function lineKey(settings: LineSettings): string {
  return `${peerKey(settings)} ${settings.username} ${settings.clientId}`.trimEnd();
}

/** What people call it: `broker.plant:8883 TLS`. */
export function lineLabel(settings: LineSettings): string {
  return `${hostAndPort(settings)}${settings.tls ? ' TLS' : ''}`;
}
