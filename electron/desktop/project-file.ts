import type { Dialog } from 'electron';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { fileTrouble } from '../disk/file-system';
import type { DesktopDoor } from './ipc';

/** The contract's own limit for a file. */
const MOST_OCTETS = 48 * 1024 * 1024;

const outcomeSchema = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.object({ message: z.string() }) }),
]);

/**
 * Takes in an exported project that the system's file manager handed over, after asking: a double click must not close
 * what is open. It becomes a new project beside the others.
 */
export async function importProjectFile(path: string, door: DesktopDoor, dialog: Dialog): Promise<void> {
  const name = basename(path);
  const { response } = await dialog.showMessageBox({ type: 'question', message: `Import ${name} as a new project?`, detail: 'The open project is saved and closed.', buttons: ['Import', 'Cancel'], defaultId: 0, cancelId: 1, noLink: true });
  if (response !== 0) return;
  const trouble = await importTrouble(path, name, door);
  if (trouble !== undefined) await dialog.showMessageBox({ type: 'error', message: `${name} was not imported.`, detail: trouble, noLink: true });
}

async function importTrouble(path: string, name: string, door: DesktopDoor): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MOST_OCTETS) return `The file has ${size} octets; a project has ${MOST_OCTETS} at most.`;
    const contentBase64 = (await readFile(path)).toString('base64');
    const outcome = outcomeSchema.parse(await door.invoke('project.import', { name, contentBase64 }, undefined));
    return outcome.ok ? undefined : outcome.error.message;
  } catch (error) {
    return `The file could not be read: ${fileTrouble(error)}.`;
  }
}
