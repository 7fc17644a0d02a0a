import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures';
import { appliedPreferences, countPages } from './main-process';
import { packagedExecutable, repository } from './packaged-app';
import { startWatchedServer } from './watched-server';

/**
 * Electron's security checklist, its twenty items in its order, on the packaged application.
 * https://www.electronjs.org/docs/latest/tutorial/security
 */

const releaseExecutable = process.env['THERMACORE_RELEASE_APP'] ?? join(repository, 'release', 'linux', 'linux-unpacked', 'thermacore-workstation');

/** Long enough for a navigation or a window that is not denied to happen. */
const SETTLE_MS = 500;

/** What an attack would do from within the page. Runs as the page's own code, outside the driver's evaluation, which the CSP does not bind. */
function inPage(page: Page, code: string): Promise<string> {
  return page.evaluate(
    (source) =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            const compiled: unknown = Reflect.construct(Function, [source]);
            resolve(`compiled: ${typeof compiled}`);
          } catch (error) {
            resolve(error instanceof Error ? error.name : String(error));
          }
        }, 0);
      }),
    code,
  );
}

test.beforeAll(() => {
  expect(process.getuid?.(), 'The checklist is tested as an unprivileged user, with the sandbox on: npm test does so.').not.toBe(0);
});

test('1. loads secure content only: the page reaches no server, by no way', async ({ page }) => {
  const server = await startWatchedServer();
  try {
    await page.evaluate(async (address) => {
      const settled = (element: HTMLElement): Promise<void> =>
        new Promise((resolve) => {
          element.addEventListener('load', () => resolve());
          element.addEventListener('error', () => resolve());
          document.body.append(element);
        });
      const script = document.createElement('script');
      script.src = `${address}/script.js`;
      const image = document.createElement('img');
      image.src = `${address}/image.png`;
      const style = document.createElement('link');
      style.rel = 'stylesheet';
      style.href = `${address}/style.css`;
      await Promise.all([settled(script), settled(image), settled(style)]);
      await fetch(`${address}/fetch`).catch(() => undefined);
      const socket = (): WebSocket | undefined => {
        try {
          return new WebSocket(address.replace('http', 'ws'));
        } catch {
          return undefined;
        }
      };
      socket()?.close();
      navigator.sendBeacon(`${address}/beacon`);
    }, server.address);
    await page.waitForTimeout(SETTLE_MS);
    expect(server.requests).toEqual([]);
    expect(await page.evaluate(() => Reflect.get(globalThis, 'fromOutside') as unknown)).toBeUndefined();
  } finally {
    await server.stop();
  }
});

test('2. gives the page no Node', async ({ app, page }) => {
  expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis))).toEqual([]);
  const preferences = await appliedPreferences(app);
  expect([preferences.nodeIntegration, preferences.nodeIntegrationInWorker, preferences.nodeIntegrationInSubFrames].some((value) => value === true)).toBe(false);
});

test("3. isolates the preload script's world from the page's", async ({ app, page }) => {
  expect((await appliedPreferences(app)).contextIsolation).toBe(true);
  // The preload script keeps its listeners in a Map; a page that shared its world would see them pass.
  const seen = await page.evaluate(() => {
    const bridge: unknown = Reflect.get(globalThis, 'thermacore');
    if (typeof bridge !== 'object' || bridge === null) throw new Error('There is no bridge.');
    const subscribe: unknown = Reflect.get(bridge, 'subscribe');
    if (typeof subscribe !== 'function') throw new Error('The bridge has no subscribe.');
    const original = Object.getOwnPropertyDescriptor(Map.prototype, 'set');
    if (!original) throw new Error('Map has no set.');
    let calls = 0;
    const watched = new Proxy(original.value as object, {
      apply(target, self, args) {
        calls += 1;
        return Reflect.apply(target as (...all: unknown[]) => unknown, self, args);
      },
    });
    // oxlint-disable-next-line no-extend-native -- what is watched for is a page that does just this
    Object.defineProperty(Map.prototype, 'set', { ...original, value: watched });
    new Map().set('the watch', 'works');
    const before = calls;
    try {
      Reflect.apply(subscribe, bridge, ['log', {}, null, () => undefined, () => undefined]);
      return { before, after: calls };
    } finally {
      // oxlint-disable-next-line no-extend-native -- what is watched for is a page that does just this
      Object.defineProperty(Map.prototype, 'set', original);
    }
  });
  expect(seen).toEqual({ before: 1, after: 1 });
});

test('4. runs the page in a sandbox of the operating system', async ({ app, page }) => {
  expect((await appliedPreferences(app)).sandbox).toBe(true);
  await page.waitForLoadState();
  const { pid, sandboxOff } = await app.evaluate(({ app: electron, BrowserWindow }) => ({ pid: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0, sandboxOff: electron.commandLine.hasSwitch('no-sandbox') }));
  expect(sandboxOff).toBe(false);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(/^Seccomp:\s+2$/m);
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
});

test('5. denies every permission that the page could ask for', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'failed');
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi', 'persistent-storage', 'storage-access', 'screen-wake-lock', 'display-capture', 'local-fonts'];
    const states = await Promise.all(names.map((name) => navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => `${name} ${state}`, () => `${name} unknown`)));
    return {
      granted: states.filter((state) => state.endsWith('granted')),
      known: states.filter((state) => !state.endsWith('unknown')).length,
      notifications: await Notification.requestPermission(),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', nameOf),
      location: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(() => resolve('granted'), (error) => resolve(error.code));
      }),
      clipboard: await navigator.clipboard.readText().then(() => 'granted', nameOf),
    };
  });
  expect(answers).toMatchObject({ granted: [], notifications: 'denied', location: 1, clipboard: 'NotAllowedError' });
  // A machine without a camera says so before it asks.
  expect(['NotAllowedError', 'NotFoundError']).toContain(answers.camera);
  expect(answers.known).toBeGreaterThan(5);
});

test('6. leaves web security on', async ({ app }) => {
  expect((await appliedPreferences(app)).webSecurity).not.toBe(false);
});

test('7. has a strict content security policy that really binds', async ({ page }) => {
  const policy = await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy'));
  const directives = new Map((policy ?? '').split(';').map((directive) => directive.trim().split(' ')).map(([name, ...sources]) => [name, sources.join(' ')]));
  expect(directives.get('default-src')).toBe("'none'");
  expect(directives.get('script-src')).toBe("'self'");
  for (const name of ['object-src', 'frame-src', 'base-uri', 'form-action']) expect(directives.get(name), name).toBe("'none'");
  expect(await inPage(page, 'return 42')).toBe('EvalError');
  const inline = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true;';
    document.body.append(script);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return Reflect.get(globalThis, 'inlineRan') as unknown;
  });
  expect(inline).toBeUndefined();
});

test('8. allows no insecure content', async ({ app }) => {
  expect((await appliedPreferences(app)).allowRunningInsecureContent).not.toBe(true);
});

test('9. switches on no experimental features', async ({ app }) => {
  expect((await appliedPreferences(app)).experimentalFeatures).not.toBe(true);
});

test('10. switches on no Blink features', async ({ app }) => {
  expect((await appliedPreferences(app)).enableBlinkFeatures ?? '').toBe('');
  expect(await app.evaluate(({ app: electron }) => electron.commandLine.hasSwitch('enable-blink-features'))).toBe(false);
});

test('11. has no webview that could open windows: the tag means nothing', async ({ app, page }) => {
  const before = await countPages(app);
  const known = await page.evaluate(() => {
    const element: HTMLElement = document.createElement('webview');
    element.setAttribute('allowpopups', '');
    element.setAttribute('src', 'about:blank');
    document.body.append(element);
    return element.shadowRoot !== null || 'getWebContentsId' in element;
  });
  await page.waitForTimeout(SETTLE_MS);
  expect(known).toBe(false);
  expect(await countPages(app)).toEqual(before);
});

test('12. denies a webview even where a window would allow the tag', async ({ app }) => {
  const attached = await app.evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true, sandbox: true } });
    await window.loadURL('thermacore://app/index.html');
    await window.webContents.executeJavaScript("const view = document.createElement('webview'); view.src = 'about:blank'; document.body.append(view); new Promise((resolve) => setTimeout(resolve, 500));");
    const count = webContents.getAllWebContents().filter((contents) => contents.getType() === 'webview').length;
    window.destroy();
    return count;
  });
  expect(attached).toBe(0);
});

test('13. navigates nowhere', async ({ app, page, dataDir }) => {
  const start = page.url();
  for (const target of ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/hostname', 'data:text/html,elsewhere', 'thermacore://elsewhere/index.html', 'about:blank']) {
    await page.evaluate((address) => {
      const link = document.createElement('a');
      link.href = address;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
    await page.waitForTimeout(100);
    // An empty page cannot be denied, only taken back.
    await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()), target).toBe(start);
  }
  expect(readFileSync(join(dataDir, 'errors.log'), 'utf8')).toContain('Navigation to https://example.org/ was denied');
});

test('14. opens no window', async ({ app, page }) => {
  const before = await countPages(app);
  const opened = await page.evaluate(() => ['about:blank', 'thermacore://app/index.html', 'http://127.0.0.1:9/', 'file:///etc/hostname'].map((address) => window.open(address) !== null));
  await page.waitForTimeout(SETTLE_MS);
  expect(opened).toEqual([false, false, false, false]);
  expect(await countPages(app)).toEqual(before);
});

test('15. hands a link to the system only as https and after a prompt', async ({ app, page }) => {
  await app.evaluate(({ dialog, shell }) => {
    const seen = { prompts: 0, opened: [] as string[], answer: 1 };
    Reflect.set(globalThis, 'seenLinks', seen);
    Reflect.set(dialog, 'showMessageBox', () => {
      seen.prompts += 1;
      return Promise.resolve({ response: seen.answer, checkboxChecked: false });
    });
    Reflect.set(shell, 'openExternal', (address: string) => {
      seen.opened.push(address);
      return Promise.resolve();
    });
  });
  const seen = (): Promise<{ prompts: number; opened: string[] }> => app.evaluate(() => JSON.parse(JSON.stringify(Reflect.get(globalThis, 'seenLinks'))) as { prompts: number; opened: string[] });
  const open = async (address: string): Promise<void> => {
    await page.evaluate((target) => {
      window.open(target);
    }, address);
    await page.waitForTimeout(100);
  };
  for (const address of ['http://example.org/', 'file:///etc/hostname', 'smb://example.org/share', 'javascript:alert(1)', 'https://name:word@example.org/']) await open(address);
  expect(await seen()).toMatchObject({ prompts: 0, opened: [] });
  await open('https://example.org/no');
  expect(await seen()).toMatchObject({ prompts: 1, opened: [] });
  await app.evaluate(() => Reflect.set(Reflect.get(globalThis, 'seenLinks') as object, 'answer', 0));
  await open('https://example.org/yes');
  expect(await seen()).toMatchObject({ prompts: 2, opened: ['https://example.org/yes'] });
});

test('16. depends on a current Electron, pinned', () => {
  const description = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
  const version = description.devDependencies['electron'] ?? '';
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  // The current major when this was written; raise it with each release that is taken in.
  expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45);
});

test('17. answers no message whose sender is not the main frame of our own scheme', async ({ app, page }) => {
  const answer = await app.evaluate(async ({ BrowserWindow, app: electron }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload: `${electron.getAppPath()}/dist/main/preload.cjs`, sandbox: true, contextIsolation: true } });
    await window.loadURL('data:text/html,<p>elsewhere</p>');
    const text: unknown = await window.webContents.executeJavaScript("window.thermacore.invoke('system.info', {}, null).then((answer) => 'answered ' + JSON.stringify(answer), (error) => error.message)");
    window.destroy();
    return String(text);
  });
  expect(answer).toContain('Refused');
  // The same call from where it belongs is answered, so that the refusal above means something.
  const own = await page.evaluate(() => {
    const bridge = Reflect.get(globalThis, 'thermacore') as { invoke: (name: string, input: unknown, tenantId: null) => Promise<{ ok: boolean }> };
    return bridge.invoke('system.info', {}, null);
  });
  expect(own.ok).toBe(true);
});

test('18. uses its own scheme, not file:, and serves nothing but the renderer', async ({ page }) => {
  expect(new URL(page.url()).protocol).toBe('thermacore:');
  const statuses = await page.evaluate(async () => {
    const paths = ['/index.html', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/..%5c..%5cpackage.json', '/../main/main.js', '//etc/hostname', '/missing.js', '/%00'];
    return Promise.all(paths.map(async (path) => (await fetch(path).catch(() => ({ status: 0 }))).status));
  });
  expect(statuses[0]).toBe(200);
  for (const status of statuses.slice(1)) expect([0, 404]).toContain(status);
  expect(await page.evaluate(() => fetch('file:///etc/hostname').then(() => 'read', () => 'refused'))).toBe('refused');
});

test('19. ships with its fuses set', async () => {
  const [release, driven] = await Promise.all([getCurrentFuseWire(releaseExecutable), getCurrentFuseWire(packagedExecutable)]);
  const ON = '1'.charCodeAt(0);
  const OFF = '0'.charCodeAt(0);
  const expected: [FuseV1Options, number][] = [
    [FuseV1Options.RunAsNode, OFF],
    [FuseV1Options.EnableCookieEncryption, ON],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, OFF],
    [FuseV1Options.EnableNodeCliInspectArguments, OFF],
    [FuseV1Options.OnlyLoadAppFromAsar, ON],
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, OFF],
    [FuseV1Options.GrantFileProtocolExtraPrivileges, OFF],
  ];
  for (const [fuse, state] of expected) {
    expect(release[fuse], `${FuseV1Options[fuse]} of the release`).toBe(state);
    expect(driven[fuse], `${FuseV1Options[fuse]} of the build that tests drive`).toBe(fuse === FuseV1Options.EnableNodeCliInspectArguments ? ON : state);
  }
});

test('20. exposes no API of Electron: the bridge has two verbs and checks them', async ({ page }) => {
  const found = await page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'thermacore') as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const suspicious = Object.getOwnPropertyNames(globalThis).filter((name) => /electron|ipcrenderer|^remote$/i.test(name));
    const wrong = await Promise.all([bridge['invoke']?.('no.such.procedure', {}, null), bridge['invoke']?.({ toString: 'x' }, {}, null), bridge['invoke']?.('x'.repeat(1000), {}, null)]);
    return { verbs: Object.keys(bridge).sort(), suspicious, wrong: wrong.map((answer) => (answer as { ok: boolean }).ok) };
  });
  expect(found).toEqual({ verbs: ['invoke', 'subscribe'], suspicious: [], wrong: [false, false, false] });
});
