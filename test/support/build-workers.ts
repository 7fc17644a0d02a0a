import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleNode, root, workerSources } from './bundle-node';

export interface BuiltWorkers {
  /** The folder, with a slash at its end, so that `new URL('history-worker.js', url)` is a worker. */
  readonly url: URL;
  remove(): void;
}

/**
 * Bundles every `*-worker.ts` of the main process as it is now. The folder lies in the source tree, because the bundles
 * load their packages from there.
 */
export async function buildWorkers(): Promise<BuiltWorkers> {
  const parent = join(root, 'dist', 'test-workers');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'w-'));
  await bundleNode(workerSources(), folder);
  return { url: new URL(`${pathToFileURL(folder).href}/`), remove: () => { rmSync(folder, { recursive: true, force: true }); } };
}
