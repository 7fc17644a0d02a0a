import { _electron, type ElectronApplication, errors } from '@playwright/test';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The packaged application that tests drive: its inspect fuse is on, everything else is as users get it. */
export const packagedExecutable = process.env['THERMACORE_E2E_APP'] ?? join(repository, 'release', 'e2e', 'linux-unpacked', 'thermacore-workstation');

export interface LaunchOptions {
  readonly dataDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The driver took hold of both processes of the application. */
const attached = (error: Error): boolean => (error.message.match(/<ws connected>/g) ?? []).length === 2;

const START_LIMIT_MS = 15_000;
const STARTS = 3;

/**
 * Starts the packaged application; its sandbox is on unless root runs the tests by hand, for whom it cannot be.
 *
 * The driver takes hold while the window loads its page. On a busy machine it then misses, once in twenty to forty starts,
 * the very navigation that it waits for, and waits for ever beside an application that is up. Such a start is made again;
 * an application that does not come up, or ends, fails at once.
 */
export async function launchPackagedApp({ dataDir, args = [], env = {} }: LaunchOptions): Promise<ElectronApplication> {
  if (!existsSync(packagedExecutable)) throw new Error(`There is no packaged application at ${packagedExecutable}. Make it with: npm run package -- --linux dir --inspectable`);
  const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  for (let start = 1; ; start += 1) {
    try {
      return await _electron.launch({
        executablePath: packagedExecutable,
        args: ['--data', dataDir, ...args],
        // Without it the driver would switch the sandbox off.
        chromiumSandbox: process.getuid?.() !== 0,
        env: { ...inherited, ...env },
        timeout: START_LIMIT_MS,
      });
    } catch (error) {
      if (start === STARTS || !(error instanceof errors.TimeoutError) || !attached(error)) throw error;
      process.stdout.write('The driver missed the window; the application is started again.\n');
    }
  }
}
