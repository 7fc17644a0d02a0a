import { z } from 'zod';
import { hostTrouble } from '../io/host-name';

/** Settings of where somebody is served; those of a serial port are `serialPortShape`. */
export const listeningShape = (usualPort: number) => ({
  /** The address of this computer to listen on. */
  host: z.string().trim().max(253).default('127.0.0.1'),
  /** 0 takes a free one. */
  port: z.number().int().min(0).max(65_535).default(usualPort),
  maxClients: z.number().int().min(1).max(1000).default(32),
});

/** What is missing or wrong among them, by field. */
export function listeningProblems(serial: boolean, { host, serialPath }: { readonly host: string; readonly serialPath: string }): { path: ('host' | 'serialPath')[]; message: string }[] {
  if (serial) return serialPath === '' ? [{ path: ['serialPath'], message: 'a serial port is needed' }] : [];
  const trouble = host === '' ? 'an address of this computer is needed' : hostTrouble(host);
  return trouble === null ? [] : [{ path: ['host'], message: trouble }];
}
