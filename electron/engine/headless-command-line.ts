import { parseArgs } from 'node:util';
import { resolve } from 'node:path';

export interface HeadlessCommandLine {
  /** Absolute. */
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  /** Names besides the loopback ones by which this machine may be addressed. */
  readonly hostNames: readonly string[];
  readonly demo: boolean;
}

export const DEFAULT_PORT = 5000;

/**
 * Reads the gateway's command line. Port 0 takes any free port.
 * @throws Error in plain words for what is not understood
 */
export function readHeadlessCommandLine(args: readonly string[], workingFolder: string, home: string): HeadlessCommandLine {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, name: { type: 'string', multiple: true }, demo: { type: 'boolean' } },
  });
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port takes a number from 0 to 65535, not ${values.port ?? ''}`);
  const host = values.host ?? '127.0.0.1';
  const hostNames = (values.name ?? []).map((name) => name.toLowerCase());
  return { dataDir: resolve(workingFolder, values.data ?? resolve(home, '.thermacore')), port, host, hostNames: [...hostNames, host.includes(':') ? `[${host}]` : host], demo: values.demo === true };
}
