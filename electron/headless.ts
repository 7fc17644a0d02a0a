import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createEngine, type Engine } from './engine/engine';
import { Gateway } from './engine/gateway';
import { readHeadlessCommandLine } from './engine/headless-command-line';
import { readVaultKeyFile } from './security/vault-key-file';

/** The product's folder: this file is its dist/main/headless.js. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const packageSchema = z.object({ version: z.string() });

async function start(): Promise<{ engine: Engine; gateway: Gateway }> {
  const { dataDir, host, port, hostNames, demo } = readHeadlessCommandLine(process.argv.slice(2), process.cwd(), homedir());
  const { version } = packageSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const licences = join(ROOT, 'dist', 'licences.json');
  const renderer = join(ROOT, 'dist', 'renderer');
  const engine = await createEngine({
    dataDir,
    headless: true,
    standInRuntime: false,
    runtime: `Node ${process.versions.node}`,
    version,
    workersUrl: new URL('workers/', import.meta.url),
    licencesFile: existsSync(licences) ? licences : null,
    templatesFolder: join(ROOT, 'resources', 'templates'),
    vaultKey: { ok: true, key: await readVaultKeyFile(join(dataDir, 'vault-key')) },
  });
  try {
    if (demo) await engine.demonstration.start();
    const gateway = await Gateway.open(engine, { host, port, hostNames, version, rendererDir: existsSync(renderer) ? renderer : null });
    return { engine, gateway };
  } catch (cause) {
    await engine.close();
    throw cause;
  }
}

function closeOnSignals({ engine, gateway }: { engine: Engine; gateway: Gateway }): void {
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    gateway.close().then(
      () => process.exit(0),
      (cause: unknown) => {
        engine.reportUnknown('Closing', cause, null);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, close);
  // What nobody guards must not end the devices that work: it is logged with an id, and everything goes on.
  process.on('uncaughtException', (cause) => engine.reportUnknown('Something that nobody guards', cause, null));
  process.on('unhandledRejection', (cause) => engine.reportUnknown('Something that nobody waited for', cause, null));
}

try {
  const running = await start();
  closeOnSignals(running);
  // Exactly this line: scripts wait for it.
  process.stdout.write(`listening on ${running.gateway.url}\n`);
} catch (cause) {
  const inUse = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  process.stderr.write(`The gateway could not start: ${cause instanceof Error ? cause.message : String(cause)}${inUse ? '. Another program uses this port; choose one with --port <n>.' : ''}\n`);
  process.exit(1);
}
