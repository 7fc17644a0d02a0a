import { resolve } from 'node:path';

export interface CommandLine {
  /** --data <dir>: absolute. */
  readonly dataFolder: string | undefined;
  /** A project to open: a *.thermacore file that the system's file manager handed over. */
  readonly projectFile: string | undefined;
  /** --renderer <http address>: Vite's server, in development only. */
  readonly rendererServer: string | undefined;
}

function valueOf(name: string, args: readonly string[]): string | undefined {
  const at = args.indexOf(name);
  if (at >= 0) return args[at + 1];
  return args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * Reads what the desktop application takes from its command line; switches of Chromium pass by.
 * @param args without the executable
 */
export function readCommandLine(args: readonly string[], workingFolder: string): CommandLine {
  const data = valueOf('--data', args);
  const project = args.findLast((arg) => arg.endsWith('.thermacore') && !arg.startsWith('-'));
  return {
    dataFolder: data === undefined ? undefined : resolve(workingFolder, data),
    projectFile: project === undefined ? undefined : resolve(workingFolder, project),
    rendererServer: valueOf('--renderer', args),
  };
}
