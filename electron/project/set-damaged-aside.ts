import { join } from 'node:path';
import { isoFromMicros, type Micros } from '../../shared/domain/time';
import type { FileSystem } from '../disk/file-system';
import type { ProjectPaths } from './project-paths';

/** Keeps a damaged project file under another name, so that the next save overwrites neither it nor the good version before. */
export async function setDamagedAside(fileSystem: FileSystem, paths: ProjectPaths, now: Micros): Promise<void> {
  if ((await fileSystem.inspect(paths.file)) === null) return;
  const stamp = isoFromMicros(now).replaceAll(/[:.]/g, '-');
  await fileSystem.rename(paths.file, join(paths.folder, `project.damaged-${stamp}.json`));
  await fileSystem.syncFolder(paths.folder);
}
