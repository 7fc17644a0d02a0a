import { encodeProjectFile, type StoredProject } from './project-file';
import type { AtomicFile } from '../disk/atomic-file';
import type { Adapter } from 'lowdb';

/**
 * Our adapter of lowdb: its own writer renames without fsync, so a power cut may leave an empty file. Reading is the
 * loader's business ({@link loadProject}), which knows damaged, newer and recovered files; lowdb only writes here.
 */
export class ProjectAdapter implements Adapter<StoredProject> {
  constructor(private readonly file: AtomicFile) {}

  read(): Promise<StoredProject | null> {
    return Promise.resolve(null);
  }

  write(stored: StoredProject): Promise<void> {
    return this.file.write(encodeProjectFile(stored));
  }
}
