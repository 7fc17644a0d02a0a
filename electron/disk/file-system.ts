import { open, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';

/** A file that is being written. */
export interface WritableFile {
  write(octets: Uint8Array): Promise<void>;
  /** Resolves when what was written is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the stores need of a file system. A port, so that tests can let the disk be full or break at any call. */
export interface FileSystem {
  /** Null when there is no such file; rejects for every other trouble. */
  read(path: string): Promise<Buffer | null>;
  /** The first octets of a file, at most so many; null when there is no such file. */
  readBeginning(path: string, octets: number): Promise<Buffer | null>;
  /** Makes the file or empties it. */
  create(path: string, mode: number): Promise<WritableFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a folder; nothing there is no error. */
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Makes the folder's entries durable, so that a rename in it survives a power cut. */
  syncFolder(path: string): Promise<void>;
  /** Names in a folder; empty when there is no such folder. */
  list(path: string): Promise<string[]>;
  /** Null when there is nothing. `stamp` changes whenever the content may have. */
  inspect(path: string): Promise<{ readonly stamp: string; readonly size: number; readonly modifiedMs: number } | null>;
}

/** The code of a system error such as `ENOSPC`; empty for everything else. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What a failed file operation means, in plain words without paths; null for what has none. */
export function plainFileTrouble(error: unknown): string | null {
  switch (systemErrorCode(error)) {
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the disk quota is used up';
    case 'EIO':
      return 'the disk reports a read or write error (EIO)';
    case 'EROFS':
      return 'the disk is read-only';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not write or read there';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    case 'ENOENT':
    case 'ENOTDIR':
      return 'the folder or file is gone';
    case 'EBUSY':
      return 'another program uses it';
    default:
      return null;
  }
}

/** The same for every error: what only the system has words for is told by its code, since the words name paths of this computer. */
export function fileTrouble(error: unknown): string {
  const code = systemErrorCode(error);
  const others = error instanceof Error ? error.message : String(error);
  return plainFileTrouble(error) ?? (code === '' ? others : `the system refuses it (${code})`);
}

const WINDOWS_TRIES = 10;
const WINDOWS_PAUSE_MS = 30;

/** The machine's own file system. */
export class NodeFileSystem implements FileSystem {
  constructor(private readonly platform: NodeJS.Platform = process.platform) {}

  async read(path: string): Promise<Buffer | null> {
    try {
      return await readFile(path);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async readBeginning(path: string, octets: number): Promise<Buffer | null> {
    let file;
    try {
      file = await open(path, 'r');
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return null;
      throw error;
    }
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(octets), 0, octets, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async create(path: string, mode: number): Promise<WritableFile> {
    const handle = await open(path, 'w', mode);
    return {
      async write(octets) {
        let from = 0;
        while (from < octets.byteLength) from += (await handle.write(octets, from)).bytesWritten;
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  }

  /** On Windows a virus scanner or an indexer may hold the file for a moment; it is tried again for 0.3 s. */
  async rename(from: string, to: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await rename(from, to);
        return;
      } catch (error) {
        const mayPass = this.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(systemErrorCode(error));
        if (!mayPass || attempt === WINDOWS_TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, WINDOWS_PAUSE_MS));
      }
    }
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true, recursive: true });
  }

  async makeFolder(path: string): Promise<void> {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }

  /** Windows knows no fsync of a folder; NTFS keeps renames in its journal. */
  async syncFolder(path: string): Promise<void> {
    if (this.platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async list(path: string): Promise<string[]> {
    try {
      return await readdir(path);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  async inspect(path: string): Promise<{ stamp: string; size: number; modifiedMs: number } | null> {
    try {
      const { ino, size, mtimeMs } = await stat(path);
      return { stamp: `${ino}:${size}:${mtimeMs}`, size, modifiedMs: mtimeMs };
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }
}
