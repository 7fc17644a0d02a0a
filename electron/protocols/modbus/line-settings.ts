import { z } from 'zod';
import { hostAndPort } from '../../io/host-and-port';
import { channelProblems, connectionShape, serialKey, serialPlace, type ChannelKind } from '../channel-settings';
import { serialLabel, serialPortShape } from '../serial-port';
import { oneOf } from '../setting-schemas';

export const TRANSPORTS = ['tcp', 'tls', 'udp', 'rtu-over-tcp', 'rtu', 'ascii'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/**
 * Settings of a Modbus line: one host and port, or one serial port. Flat, because a form draws them. Fields of the
 * other transports keep their values unused, so that switching back and forth loses nothing.
 */
export const lineSettingsSchema = z
  .object({
    transport: z.enum(TRANSPORTS).default('tcp'),
    ...connectionShape,
    port: z.number().int().min(1).max(65_535).default(502),
    ...serialPortShape({ baudRate: 19_200, parity: 'even' }),
    dataBits: oneOf([7, 8], 8),
    /** Pause between opening a connection and its first request, milliseconds. */
    afterConnectDelayMs: z.number().min(0).max(10_000).default(0),
    /** Pause between two requests beyond what the standard asks, milliseconds. */
    interRequestDelayMs: z.number().min(0).max(10_000).default(0),
    /** Serial: pause after a broadcast, which nobody answers, milliseconds. */
    turnaroundMs: z.number().min(0).max(10_000).default(150),
    /** TCP: one connection for all units, or one for each unit identifier up to `maxConnections`. */
    connectionUse: z.enum(['shared', 'per-unit']).default('shared'),
    maxConnections: z.number().int().min(1).max(64).default(10),
    /** TCP: `auto` keeps a connection until the peer shows that it closes each; `per-request` opens one for each request. */
    connectionLife: z.enum(['auto', 'per-request']).default('auto'),
  })
  .superRefine((settings, context) => {
    for (const problem of channelProblems(channelKind(settings), settings)) context.addIssue({ code: 'custom', ...problem });
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

/** What the line opens. */
export function channelKind({ transport }: { readonly transport: Transport }): ChannelKind {
  if (isSerial({ transport })) return 'serial';
  return transport === 'tls' || transport === 'udp' ? transport : 'tcp';
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
  return isSerial(settings) ? serialKey(settings) : `${settings.transport} ${hostAndPort(settings).toLowerCase()}`;
}

/** Where the line leads, for messages: `192.168.40.21:502`, `COM5`. */
export function placeOf(settings: LineSettings): string {
  return isSerial(settings) ? serialPlace(settings) : hostAndPort(settings);
}

const SUFFIXES: Readonly<Record<Transport, string>> = { tcp: '', tls: ' TLS', udp: ' UDP', 'rtu-over-tcp': ' RTU', rtu: '', ascii: ' ASCII' };

/** What people call the line: `192.168.40.21:502`, `COM5 19200 8E1`. */
export function lineLabel(settings: LineSettings): string {
  return `${isSerial(settings) ? serialLabel(serialPlace(settings), settings) : hostAndPort(settings)}${SUFFIXES[settings.transport]}`;
}
