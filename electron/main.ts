import { app, BrowserWindow, dialog, ipcMain, safeStorage, session } from 'electron';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { registerAppScheme, serveFromDevelopmentServer, serveRenderer } from './desktop/app-scheme';
import { readCommandLine } from './desktop/command-line';
import { chooseDataFolder } from './desktop/data-folder';
import { ErrorLog } from './desktop/error-log';
import { hardenApp, hardenSession } from './desktop/hardening';
import { serveIpc } from './desktop/ipc';
import { lateDoor } from './desktop/late-door';
import { LogFile } from './desktop/log-file';
import { setSystemMenu } from './desktop/menu';
import { importProjectFile } from './desktop/project-file';
import { revivePage } from './desktop/revive-page';
import { readVaultKey, type VaultKey } from './desktop/safe-storage';
import { closeBeforeQuit } from './desktop/shutdown';
import { startTrouble } from './desktop/start-trouble';
import { openWindow } from './desktop/window';
import { WindowState } from './desktop/window-state';
import type { IpcDoor } from './doors/ipc';
import type { Engine } from './engine/engine';
import { readVaultKeyFile } from './security/vault-key-file';

const commandLine = readCommandLine(process.argv.slice(1), process.cwd());
// Not app.getPath('userData'): asking for it makes the folder.
const usualFolder = join(app.getPath('appData'), app.getName());
const dataFolder = chooseDataFolder({ asked: commandLine.dataFolder, executable: process.execPath, packaged: app.isPackaged, platform: process.platform, userData: usualFolder });
// Chromium's own profile moves along with a folder that is not the user's usual one.
if (dataFolder !== join(usualFolder, 'data')) app.setPath('userData', join(dataFolder, 'window'));

const errors = new ErrorLog(join(dataFolder, 'errors.log'));
// What nobody guards must not end the devices that work: it is kept with an id, and everything goes on.
process.on('uncaughtException', (error) => errors.write('Uncaught exception', error));
process.on('unhandledRejection', (error) => errors.write('Unhandled rejection', error));

registerAppScheme();
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
hardenApp(app, (message) => errors.write('Denied', message));

const log = new LogFile(join(dataFolder, 'thermacore.log'), app.isPackaged ? undefined : (line) => process.stderr.write(line));

const PAGE_FIRST_MS = 500;

/** The passwords' key: where headless has run on this folder, its key file; else the one that safe storage seals. */
async function vaultKey(): Promise<VaultKey> {
  const plain = join(dataFolder, 'vault-key');
  if (existsSync(plain)) return { ok: true, key: await readVaultKeyFile(plain) };
  return readVaultKey(safeStorage, join(dataFolder, 'vault-key.sealed'), process.platform);
}

/** Starts the engine and its door. Their code is loaded here: the window opens meanwhile, and needs none of it. */
async function startEngine(standInRuntime: boolean): Promise<{ engine: Engine; door: IpcDoor }> {
  const [{ createEngine }, { Gate }, { IpcDoor }] = await Promise.all([import('./engine/engine'), import('./doors/gate'), import('./doors/ipc')]);
  const licences = join(app.getAppPath(), 'dist', 'licences.json');
  const engine = await createEngine({
    dataDir: dataFolder,
    headless: false,
    standInRuntime,
    runtime: `Electron ${process.versions.electron}, Node ${process.versions.node}`,
    version: app.getVersion(),
    workersUrl: new URL('workers/', import.meta.url),
    licencesFile: existsSync(licences) ? licences : null,
    templatesFolder: join(app.getAppPath(), 'resources', 'templates'),
    vaultKey: await vaultKey(),
    logTo: log,
  });
  return { engine, door: new IpcDoor(new Gate(engine), engine.desktopSession(userInfo().username)) };
}

async function start(): Promise<void> {
  const appFolder = app.getAppPath();
  // Loading the engine's code keeps this process busy for a quarter of a second. The page is given its script first, and
  // runs it meanwhile; a page that never asks for one holds nothing up.
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
    setTimeout(resolve, PAGE_FIRST_MS);
  });
  const development = !app.isPackaged && commandLine.rendererServer !== undefined;
  hardenSession(session.defaultSession);
  if (development && commandLine.rendererServer !== undefined) serveFromDevelopmentServer(session.defaultSession, commandLine.rendererServer);
  else serveRenderer(session.defaultSession, join(appFolder, 'dist', 'renderer'), () => begin());
  setSystemMenu(process.platform, development);

  const standIn = existsSync(join(dirname(process.execPath), 'stand-in.json'));
  const starting = begun.then(() => startEngine(standIn));
  const door = lateDoor(starting.then((started) => started.door));
  const stopIpc = serveIpc(ipcMain, door);
  const close = async (): Promise<void> => {
    stopIpc();
    await (await starting).engine.close();
    await log.flush();
  };
  closeBeforeQuit(app, close, (what, cause) => errors.write(what, cause));

  const open = (): void => {
    const window = openWindow({
      session: session.defaultSession,
      preload: join(appFolder, 'dist', 'main', 'preload.cjs'),
      icon: join(appFolder, 'resources', 'icons', '256.png'),
      title: standIn ? `${app.name} (stand-in runtime)` : app.name,
      state: new WindowState(join(app.getPath('userData'), 'window-state.json')),
    });
    revivePage(window, (what, cause) => errors.write(what, cause));
  };
  open();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('second-instance', (_event, args, workingFolder) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
    importProject(readCommandLine(args.slice(1), workingFolder).projectFile);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    importProject(path);
  });
  const importProject = (path: string | undefined): void => {
    if (path !== undefined) importProjectFile(path, door, dialog).catch((error: unknown) => errors.write(`${path} could not be imported`, error));
  };
  importProject(commandLine.projectFile);
  const { engine } = await starting;
  // From here on the log on the screen has them too.
  process.on('uncaughtException', (cause) => engine.reportUnknown('Something that nobody guards', cause, null));
  process.on('unhandledRejection', (cause) => engine.reportUnknown('Something that nobody waited for', cause, null));
}

if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => app.quit());
  // No top-level await: in an ES module it would keep the app from ever becoming ready.
  app.whenReady().then(start).catch((error: unknown) => {
    const id = errors.write('The application could not start', error);
    dialog.showErrorBox(`${app.name} could not start`, `${startTrouble(error, dataFolder)}\n\nThe cause is in ${join(dataFolder, 'errors.log')} under ${id}.`);
    app.exit(1);
  });
} else {
  app.exit(0);
}
