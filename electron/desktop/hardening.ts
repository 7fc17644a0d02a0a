import { type App, dialog, type Session, shell, type WebContents } from 'electron';
import { APP_ORIGIN, APP_START } from './app-scheme';

/** An address that may be handed to the system's browser: https, without a name or password in it. */
export function externalAddress(address: string): URL | undefined {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Asks in a native dialog, which no page can imitate or answer, and then opens the system's browser. */
async function openAfterPrompt(url: URL): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open ${url.host} in the browser?`,
    detail: url.href.length > 500 ? `${url.href.slice(0, 500)} ...` : url.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) await shell.openExternal(url.href);
}

function hardenContents(contents: WebContents, report: (message: string) => void): void {
  const denyElsewhere = (details: { readonly url: string; preventDefault: () => void }): void => {
    if (details.url.startsWith(`${APP_ORIGIN}/`)) return;
    details.preventDefault();
    report(`Navigation to ${details.url.slice(0, 200)} was denied`);
  };
  contents.on('will-navigate', denyElsewhere);
  contents.on('will-frame-navigate', denyElsewhere);
  contents.on('will-redirect', denyElsewhere);
  // Going to an empty page raises none of the above, and the page would keep our origin without our frame: it is taken back.
  contents.on('did-navigate', (_event, url) => {
    if (!url.startsWith('about:')) return;
    report(`Navigation to ${url.slice(0, 200)} was taken back`);
    contents.loadURL(APP_START).catch((error: unknown) => report(`The page could not be loaded again: ${String(error)}`));
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    report('A webview was denied');
  });
  contents.setWindowOpenHandler(({ url }) => {
    const external = externalAddress(url);
    if (external) openAfterPrompt(external).catch((error: unknown) => report(`The browser could not be opened: ${String(error)}`));
    else report(`A window for ${url.slice(0, 200)} was denied`);
    return { action: 'deny' };
  });
}

/** Every page, whoever makes it, can go nowhere, open nothing and attach nothing. */
export function hardenApp(app: App, report: (message: string) => void): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, report));
}

/** No page gets a permission or a device; serial ports are the engine's business. The clipboard may be written by our own page. */
export function hardenSession(session: Session): void {
  const isAllowed = (permission: string, origin: string): boolean => permission === 'clipboard-sanitized-write' && origin === APP_ORIGIN;
  session.setPermissionRequestHandler((contents, permission, callback) => {
    callback(isAllowed(permission, new URL(contents.getURL()).origin));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin.replace(/\/$/, '')));
  session.setDevicePermissionHandler(() => false);
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
}
