import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Vault } from './vault';

const REFERENCE = /vault:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const REFERENCE_LENGTH = 'vault:'.length + 36;
/** Of samples alone, and large. */
const NO_REFERENCES = 'history';

/**
 * Removes secrets that no file below a folder names any more: projects, the version before of each, named versions, what was
 * set aside as damaged. To be called while no project is open, since undo brings back references that stand in no file.
 * @returns how many were removed. Rejects where a file can't be read: then nothing is removed
 */
export async function sweepVault(vault: Vault, projectsFolder: string): Promise<number> {
  const missing = new Set(vault.references());
  await strikeOut(projectsFolder, missing);
  if (missing.size > 0) await vault.remove(missing);
  return missing.size;
}

/** Strikes out what is named; as a rule everything is after a few files, and the others are not read. */
async function strikeOut(folder: string, missing: Set<string>): Promise<void> {
  if (missing.size === 0) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  });
  // Files first: a project before its versions.
  for (const entry of entries.filter((each) => each.isFile())) await strikeOutOf(join(folder, entry.name), missing);
  for (const entry of entries.filter((each) => each.isDirectory() && each.name !== NO_REFERENCES)) await strikeOut(join(folder, entry.name), missing);
}

async function strikeOutOf(path: string, missing: Set<string>): Promise<void> {
  if (missing.size === 0) return;
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'latin1' })) {
    const text = `${rest}${String(chunk)}`;
    for (const [reference] of text.matchAll(REFERENCE)) missing.delete(reference);
    rest = text.slice(1 - REFERENCE_LENGTH);
  }
}
