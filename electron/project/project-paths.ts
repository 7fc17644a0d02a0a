import { join } from 'node:path';

/** The files of one project below its folder. */
export interface ProjectPaths {
  readonly folder: string;
  readonly file: string;
  readonly previous: string;
  readonly temporary: string;
  /** Named versions. */
  readonly versions: string;
  /** Values as found, a file each. */
  readonly snapshots: string;
  /** When it was opened last. */
  readonly opened: string;
  /** For the history of samples, whose files are its own business. */
  readonly history: string;
}

export function projectPaths(projectsFolder: string, projectId: string): ProjectPaths {
  const folder = join(projectsFolder, projectId);
  const file = join(folder, 'project.json');
  return {
    folder,
    file,
    previous: join(folder, 'project.previous.json'),
    temporary: `${file}.tmp`,
    versions: join(folder, 'versions'),
    snapshots: join(folder, 'snapshots'),
    opened: join(folder, 'opened.json'),
    history: join(folder, 'history'),
  };
}
