import type { DeviceFilesDescription } from '../../../shared/contract/device-files';

/** The directory above a path; null for the root. */
export function parentPath(path: string, { root, separator }: DeviceFilesDescription): string | null {
  const parts = path.split(separator).filter((part) => part !== '');
  if (path === root || parts.length === 0) return null;
  if (parts.length === 1) return root;
  return `${path.startsWith(separator) ? separator : ''}${parts.slice(0, -1).join(separator)}`;
}

/** A name in a directory as a path. */
export function pathIn(directory: string, name: string, { separator }: DeviceFilesDescription): string {
  return directory === '' || directory.endsWith(separator) ? `${directory}${name}` : `${directory}${separator}${name}`;
}
