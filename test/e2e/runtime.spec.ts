import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from './fixtures';
import { packagedExecutable } from './packaged-app';

test('says on screen whether it runs on the stand-in runtime', async ({ page }) => {
  const standIn = existsSync(join(dirname(packagedExecutable), 'stand-in.json'));
  await expect(page.getByText(/Electron \d+\.\d+\.\d+, Node/)).toBeVisible();
  await expect(page.getByText('Stand-in runtime')).toHaveCount(standIn ? 1 : 0);
});

test('names the licences of what it ships, in full', async ({ page }) => {
  const licences = await page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'thermacore') as { invoke: (name: string, input: unknown, tenantId: null) => Promise<{ ok: boolean; value: { name: string; licence: string; text: string }[] }> };
    return (await bridge.invoke('system.licences', {}, null)).value;
  });
  const names = licences.map(({ name }) => name);
  // One that is shipped as a package, one that went into the renderer's bundle, a font, and a native one.
  for (const name of ['fastify', 'react', '@fontsource-variable/inter', 'serialport', 'libsql']) expect(names).toContain(name);
  expect(licences.filter(({ licence }) => licence === 'not stated')).toEqual([]);
  expect(licences.find(({ name }) => name === 'fastify')?.text).toContain('Permission is hereby granted');
});
