import { _electron, type ElectronApplication } from '@playwright/test';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port';
import { startAwake } from './wake-driver';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The packaged application that tests drive: its inspect fuse is on, everything else is as users get it. */
export const packagedExecutable = process.env['THERMACORE_E2E_APP'] ?? join(repository, 'release', 'e2e', 'linux-unpacked', 'thermacore-workstation');

export interface LaunchOptions {
  readonly dataDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the packaged application; its sandbox is on unless root runs the tests by hand, for whom it cannot be. */
export async function launchPackagedApp({ dataDir, args = [], env = {} }: LaunchOptions): Promise<ElectronApplication> {
  if (!existsSync(packagedExecutable)) throw new Error(`There is no packaged application at ${packagedExecutable}. Make it with: npm run package -- --linux dir --inspectable`);
  const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const port = await freePort();
  return startAwake(port, () =>
    _electron.launch({
      executablePath: packagedExecutable,
      args: ['--data', dataDir, `--remote-debugging-port=${port}`, ...args],
      // Without it the driver would switch the sandbox off.
      chromiumSandbox: process.getuid?.() !== 0,
      env: { ...inherited, ...env },
      timeout: 60_000,
    }),
  );
}
