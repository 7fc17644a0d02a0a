import { execFileSync, spawnSync } from 'node:child_process';

/**
 * Makes sure that Debian packages are there. As root they are installed; otherwise this throws with the exact command,
 * so that a test that needs them fails loudly instead of being skipped.
 */
export function requireDebian(packages: readonly string[]): void {
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const command = `apt-get install -y ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`Missing system packages. Run as root: ${command}`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...missing], { env: environment, encoding: 'utf8', timeout: 300_000 });
  if (install().status === 0) return;
  // The package lists may be old or absent.
  execFileSync('apt-get', ['update'], { env: environment, stdio: 'ignore', timeout: 300_000 });
  const again = install();
  if (again.status !== 0) throw new Error(`${command} failed:\n${again.stderr}`);
}

function isInstalled(name: string): boolean {
  const query = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout === 'installed';
}
