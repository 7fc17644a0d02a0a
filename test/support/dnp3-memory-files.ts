import { FILE_STATUS, type FileDescriptor, type FileStore } from '../../electron/stacks/dnp3';

/** Files in memory by path; a directory is what paths begin with. Counts what it was asked. */
export class MemoryFiles implements FileStore {
  readonly files: Map<string, Uint8Array>;
  readonly writes: string[] = [];
  readonly removals: string[] = [];

  constructor(files: Map<string, Uint8Array>) {
    this.files = files;
  }

  read(name: string): Uint8Array | number {
    return this.files.get(name) ?? FILE_STATUS.notFound;
  }

  write(name: string, content: Uint8Array, append: boolean): number {
    if (name.startsWith('/fixed/')) return FILE_STATUS.permissionDenied;
    this.writes.push(name);
    const before = append ? this.files.get(name) : undefined;
    this.files.set(name, before === undefined ? content : Uint8Array.from(Buffer.concat([before, content])));
    return FILE_STATUS.success;
  }

  remove(name: string): number {
    this.removals.push(name);
    return this.files.delete(name) ? FILE_STATUS.success : FILE_STATUS.notFound;
  }

  info(name: string): Omit<FileDescriptor, 'requestId'> | number {
    const content = this.files.get(name);
    if (content !== undefined) return { name, type: 'file', size: content.length, created: 1_700_000_000_000, permissions: 0o400 };
    const entries = this.list(name);
    return entries === undefined ? FILE_STATUS.notFound : { name, type: 'directory', size: entries.length, created: 0, permissions: 0o500 };
  }

  list(name: string): readonly Omit<FileDescriptor, 'requestId'>[] | undefined {
    const inside = [...this.files].filter(([path]) => path.startsWith(`${name}/`));
    return inside.length === 0 ? undefined : inside.map(([path, content]) => ({ name: path.slice(name.length + 1), type: 'file', size: content.length, created: 1_700_000_000_000, permissions: 0o400 }));
  }
}

/** The same, given only to "engineer" with the password "let me in". */
export class GuardedFiles extends MemoryFiles {
  asked = 0;

  authenticate(user: string, password: string): boolean {
    this.asked += 1;
    return user === 'engineer' && password === 'let me in';
  }
}
