import type { ElectronApplication } from '@playwright/test';
import { z } from 'zod';

const preferencesSchema = z.looseObject({
  nodeIntegration: z.boolean().optional(),
  nodeIntegrationInWorker: z.boolean().optional(),
  nodeIntegrationInSubFrames: z.boolean().optional(),
  contextIsolation: z.boolean().optional(),
  sandbox: z.boolean().optional(),
  webSecurity: z.boolean().optional(),
  allowRunningInsecureContent: z.boolean().optional(),
  experimentalFeatures: z.boolean().optional(),
  enableBlinkFeatures: z.string().optional(),
  webviewTag: z.boolean().optional(),
});

/** The preferences that Electron really applied to the first window. */
export async function appliedPreferences(app: ElectronApplication): Promise<z.infer<typeof preferencesSchema>> {
  const text = await app.evaluate(({ BrowserWindow }) => {
    const contents: unknown = BrowserWindow.getAllWindows()[0]?.webContents;
    const read: unknown = typeof contents === 'object' && contents !== null ? Reflect.get(contents, 'getLastWebPreferences') : undefined;
    if (typeof read !== 'function') throw new Error('This Electron does not tell the preferences of a window.');
    return JSON.stringify(Reflect.apply(read, contents, []));
  });
  return preferencesSchema.parse(JSON.parse(text));
}

/** How many windows and pages of any kind there are. */
export function countPages(app: ElectronApplication): Promise<{ windows: number; contents: number }> {
  return app.evaluate(({ BrowserWindow, webContents }) => ({ windows: BrowserWindow.getAllWindows().length, contents: webContents.getAllWebContents().length }));
}
