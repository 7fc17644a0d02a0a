import { type Browser, chromium, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from './gateway';
import { launchPackagedApp, type LaunchOptions } from './packaged-app';
import { openLoggedIn } from './pages/login';

export interface HostOptions {
  /** What the project drives: the packaged application, or Chromium against headless. */
  host: 'electron' | 'browser';
}

/** The product with its screens open, in one of the two ways. */
interface Running {
  readonly page: Page;
  readonly app?: ElectronApplication;
  readonly gateway?: Gateway;
  readonly browser?: Browser;
}

interface Fixtures {
  /** Further arguments for the application or the gateway: `test.use({ launchArgs: ['--demo'] })`. */
  launchArgs: string[];
  /** A folder of this test's own, gone afterwards. */
  dataDir: string;
  /** Starts another packaged application; it is closed at the end of the test. */
  launch: (options: LaunchOptions) => Promise<ElectronApplication>;
  running: Running;
  /** The running packaged application; only in the project `electron`. */
  app: ElectronApplication;
  /** The running gateway; only in the project `chromium`. */
  gateway: Gateway;
  /** The first window, or a page of Chromium that is logged in: the same screens in both. */
  page: Page;
}

const CLOSE_LIMIT_MS = 15_000;
const CHROMIUM = process.env['THERMACORE_CHROMIUM'] ?? '/usr/bin/chromium';

/** Ends an application in order; one that does not end in time is killed, so that the next test has its display. */
export async function closeApp(app: ElectronApplication): Promise<void> {
  const limit = setTimeout(() => app.process().kill('SIGKILL'), CLOSE_LIMIT_MS);
  try {
    await app.close();
  } catch {
    // It ended by itself, which a test may have asked for.
  } finally {
    clearTimeout(limit);
  }
}

async function startInBrowser(dataDir: string, args: readonly string[]): Promise<Required<Omit<Running, 'app'>>> {
  const gateway = await startGateway(dataDir, args);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });

  await openLoggedIn(page, gateway.address, gateway.token);
  return { page, gateway, browser };
}

export const test = base.extend<HostOptions & Fixtures>({
  host: ['electron', { option: true }],
  launchArgs: [[], { option: true }],

  dataDir: async ({ host }, use) => {
    const folder = await mkdtemp(join(tmpdir(), `thermacore-${host}-`));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  },

  launch: async ({ host }, use) => {
    const started: ElectronApplication[] = [];
    await use(async (options) => {
      if (host !== 'electron') throw new Error('There is no packaged application in this project.');
      const app = await launchPackagedApp(options);
      started.push(app);
      return app;
    });
    await Promise.all(started.map(closeApp));
  },

  running: async ({ host, launch, dataDir, launchArgs }, use) => {
    if (host === 'electron') {
      const app = await launch({ dataDir, args: launchArgs });
      await use({ app, page: await app.firstWindow() });
      return;
    }
    const { page, gateway, browser } = await startInBrowser(dataDir, launchArgs);
    await use({ page, gateway, browser });
    await browser.close();
    await gateway.stop();
  },

  app: async ({ running }, use) => {
    if (!running.app) throw new Error('There is no packaged application in this project: this spec belongs to `electron`.');
    await use(running.app);
  },

  gateway: async ({ running }, use) => {
    if (!running.gateway) throw new Error('There is no gateway in this project: this spec belongs to `chromium`.');
    await use(running.gateway);
  },

  page: async ({ running }, use) => {
    await use(running.page);
  },
});

export { expect } from '@playwright/test';
