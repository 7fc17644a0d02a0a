import { accessSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface DataFolderQuestion {
  readonly asked: string | undefined;
  readonly executable: string;
  readonly packaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly userData: string;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The installer leaves its uninstaller beside the executable; a folder without one was unpacked from the zip. */
function wasInstalled(folder: string): boolean {
  return readdirSync(folder).some((name) => /^uninstall .*\.exe$/i.test(name));
}

/**
 * Decides where everything is kept: the folder named on the command line; else a folder `data` beside the executable,
 * where there is one, or where the application runs on Windows out of its unpacked zip; else the user's own folder.
 * @returns an absolute path, made if missing
 * @throws when the folder cannot be made
 */
export function chooseDataFolder({ asked, executable, packaged, platform, userData }: DataFolderQuestion): string {
  const folder = asked ?? portableFolder(executable, packaged, platform) ?? join(userData, 'data');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function portableFolder(executable: string, packaged: boolean, platform: NodeJS.Platform): string | undefined {
  if (!packaged) return undefined;
  const beside = dirname(executable);
  const data = join(beside, 'data');
  if (isFolder(data)) return isWritable(data) ? data : undefined;
  return platform === 'win32' && isWritable(beside) && !wasInstalled(beside) ? data : undefined;
}
