import { join } from 'node:path';
import { z } from 'zod';
import { ProcedureError } from '../../shared/contract/answer';
import { AtomicFile } from '../disk/atomic-file';
import { fileTrouble, NodeFileSystem, type FileSystem } from '../disk/file-system';
import { parseJson } from '../disk/parse-json';
import type { DriverLog } from '../protocols/protocol';

const contentSchema = z.record(z.string(), z.json());
type Content = z.infer<typeof contentSchema>;
type Json = Content[string];

const MOST_KEYS = 1000;
const LARGEST_VALUE = 1024 * 1024;

export interface PreferencesOptions {
  readonly dataDir: string;
  readonly log: DriverLog;
  readonly fileSystem?: FileSystem;
}

/** Personal settings such as the window layout: of this machine's user, apart from every project. */
export class Preferences {
  private content: Content;
  private onDisk: Content;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: AtomicFile,
    content: Content,
  ) {
    this.content = content;
    this.onDisk = content;
  }

  /** A damaged file is set aside and told in the log: a lost window layout must keep nobody from working. */
  static async open({ dataDir, log, fileSystem = new NodeFileSystem() }: PreferencesOptions): Promise<Preferences> {
    const folder = join(dataDir, 'personal');
    await fileSystem.makeFolder(folder);
    const file = new AtomicFile({ fileSystem, path: join(folder, 'preferences.json') });
    const octets = await file.read();
    const content = contentSchema.safeParse(octets === null ? {} : parseJson(octets));
    if (content.success) return new Preferences(file, content.data);
    await fileSystem.rename(file.path, `${file.path}.damaged`);
    log.warn(`The personal settings were damaged and begin anew. The old file is ${file.path}.damaged`);
    return new Preferences(file, {});
  }

  /** Null when it was never set. */
  get(key: string): Json {
    return (Object.hasOwn(this.content, key) ? this.content[key] : null) ?? null;
  }

  /** Keeps a setting; resolves when it is on the disk. Null forgets it. */
  async set(key: string, value: Json): Promise<void> {
    if (JSON.stringify(value).length > LARGEST_VALUE) throw new ProcedureError('too_large', `A setting may have ${LARGEST_VALUE} characters.`);
    const { [key]: _before, ...others } = this.content;
    if (Object.keys(others).length >= MOST_KEYS) throw new ProcedureError('too_many', `There are ${MOST_KEYS} settings, the most there can be.`);
    this.content = value === null ? others : { ...others, [key]: value };
    // Settings come in bursts while a window is dragged: a write takes along everything that came until it begins.
    const write = this.writing.catch(() => undefined).then(async () => {
      const now = this.content;
      if (now === this.onDisk) return;
      await this.file.write([JSON.stringify(now)]);
      this.onDisk = now;
    });
    this.writing = write;
    try {
      await write;
    } catch (error) {
      throw new ProcedureError('conflict', `The setting could not be kept: ${fileTrouble(error)}.`);
    }
  }

  /** Resolves when everything is on the disk, or could not be written. */
  async close(): Promise<void> {
    await this.writing.catch(() => undefined);
  }
}
