import { app, BrowserWindow, dialog, ipcMain, session } from 'electron';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { registerAppScheme, serveFromDevelopmentServer, serveRenderer } from './desktop/app-scheme';
import { readCommandLine } from './desktop/command-line';
import { chooseDataFolder } from './desktop/data-folder';
import { ErrorLog } from './desktop/error-log';
import { hardenApp, hardenSession } from './desktop/hardening';
import { type DesktopDoor, serveIpc } from './desktop/ipc';
import { setSystemMenu } from './desktop/menu';
import { closeBeforeQuit } from './desktop/shutdown';
import { openWindow } from './desktop/window';
import { WindowState } from './desktop/window-state';

const commandLine = readCommandLine(process.argv.slice(1), process.cwd());
const dataFolder = chooseDataFolder({ asked: commandLine.dataFolder, executable: process.execPath, packaged: app.isPackaged, platform: process.platform, userData: app.getPath('userData') });
// Chromium's own profile moves along with a folder that is not the user's usual one.
if (!dataFolder.startsWith(app.getPath('userData'))) app.setPath('userData', join(dataFolder, 'window'));

const errors = new ErrorLog(join(dataFolder, 'errors.log'));
process.on('uncaughtException', (error) => errors.write('Uncaught exception', error));
process.on('unhandledRejection', (error) => errors.write('Unhandled rejection', error));

registerAppScheme();
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
hardenApp(app, (message) => errors.write('Denied', message));

function standInDoor(): DesktopDoor {
  const error = { code: 'internal', message: 'The engine is not built in yet.', details: {}, errorId: null } as const;
  return { invoke: () => Promise.resolve({ ok: false, error }), subscribe: () => error };
}

async function start(): Promise<void> {
  const appFolder = app.getAppPath();
  const development = !app.isPackaged && commandLine.rendererServer !== undefined;
  hardenSession(session.defaultSession);
  if (development && commandLine.rendererServer !== undefined) serveFromDevelopmentServer(session.defaultSession, commandLine.rendererServer);
  else serveRenderer(session.defaultSession, join(appFolder, 'dist', 'renderer'));
  setSystemMenu(process.platform, development);

  const standIn = existsSync(join(dirname(process.execPath), 'stand-in.json'));
  const stopIpc = serveIpc(ipcMain, standInDoor());
  closeBeforeQuit(app, async () => stopIpc(), (what, cause) => errors.write(what, cause));

  const open = (): void => {
    const window = openWindow({
      session: session.defaultSession,
      preload: join(appFolder, 'dist', 'main', 'preload.cjs'),
      icon: join(appFolder, 'resources', 'icons', '256.png'),
      title: standIn ? `${app.name} (stand-in runtime)` : app.name,
      state: new WindowState(join(app.getPath('userData'), 'window-state.json')),
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return;
      errors.write('The window ended unexpectedly', `${details.reason}, exit code ${details.exitCode}`);
      if (!window.isDestroyed()) window.webContents.reload();
    });
  };
  open();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
}

if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => app.quit());
  // No top-level await: in an ES module it would keep the app from ever becoming ready.
  app.whenReady().then(start).catch((error: unknown) => {
    const id = errors.write('The application could not start', error);
    dialog.showErrorBox(`${app.name} could not start`, `${error instanceof Error ? error.message : String(error)}\n\nThe details are in ${join(dataFolder, 'errors.log')} under ${id}.`);
    app.exit(1);
  });
} else {
  app.exit(0);
}
