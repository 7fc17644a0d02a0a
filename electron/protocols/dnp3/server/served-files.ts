import { FILE_STATUS, type FileDescriptor, type FileStore } from '../../../stacks/dnp3';
import type { ServedFile } from '../../protocol';
import { configurationText } from './configuration-text';
import type { ServedPoint } from './served-point';
import type { StationLog } from './station-log';
import type { UnitSettings } from './unit-settings';

/** Files that one outstation keeps. */
const MOST_FILES = 32;
/** Octets of all of them together. */
const MOST_OCTETS = 4 << 20;
const MOST_PATH_CHARACTERS = 255;

export const LOG_PATH = '/log/events.csv';
export const CONFIGURATION_PATH = '/config/points.csv';
/** What lies here is the outstation's own: read, never written. */
const READ_ONLY_DIRECTORY = '/log';

const READ_ONLY = 0o444;
const WRITABLE = 0o644;
const DIRECTORY = 0o755;
const READ_ONLY_DIRECTORY_PERMISSIONS = 0o555;

interface Kept {
  readonly content: Uint8Array;
  readonly changedMs: number;
  /** Who wrote it; empty for what was there from the start. */
  readonly writtenBy: string;
}

type Descriptor = Omit<FileDescriptor, 'requestId'>;

export interface ServedFilesParts {
  readonly log: StationLog;
  /** What the configuration says at the start. */
  readonly configuration: string;
  /** The outstation's own time, milliseconds since 1970. */
  readonly now: () => number;
  /** Who is asking at present. */
  readonly client: () => string;
}

/** The files of a served outstation: an event log to be read, and a configuration and others that masters write. All in memory. */
export class ServedFiles implements FileStore {
  readonly #parts: ServedFilesParts;
  readonly #kept = new Map<string, Kept>();

  constructor(parts: ServedFilesParts) {
    this.#parts = parts;
    this.#kept.set(CONFIGURATION_PATH, { content: new TextEncoder().encode(parts.configuration), changedMs: parts.now(), writtenBy: '' });
  }

  read(name: string): Uint8Array | number {
    return this.#file(pathOf(name))?.content ?? FILE_STATUS.notFound;
  }

  write(name: string, content: Uint8Array, append: boolean): number {
    const path = pathOf(name);
    const { log, now, client } = this.#parts;
    if (path.length > MOST_PATH_CHARACTERS || /\p{Cc}/u.test(path)) return FILE_STATUS.invalidMode;
    if (isIn(path, READ_ONLY_DIRECTORY) || this.list(path) !== undefined) return FILE_STATUS.permissionDenied;
    const before = this.#kept.get(path);
    const whole = append && before !== undefined ? Uint8Array.from([...before.content, ...content]) : content;
    const others = [...this.#kept].filter(([other]) => other !== path);
    const octets = others.reduce((sum, [, file]) => sum + file.content.length, whole.length);
    if (others.length >= MOST_FILES || octets > MOST_OCTETS) return FILE_STATUS.bufferOverrun;
    this.#kept.set(path, { content: whole, changedMs: now(), writtenBy: client() });
    log.note(now(), `File ${path} written by ${client()}: ${whole.length} octets`);
    return FILE_STATUS.success;
  }

  remove(name: string): number {
    const path = pathOf(name);
    const { log, now, client } = this.#parts;
    if (isIn(path, READ_ONLY_DIRECTORY)) return FILE_STATUS.permissionDenied;
    if (!this.#kept.delete(path)) return this.list(path) === undefined ? FILE_STATUS.notFound : FILE_STATUS.permissionDenied;
    log.note(now(), `File ${path} deleted by ${client()}`);
    return FILE_STATUS.success;
  }

  info(name: string): Descriptor | number {
    const path = pathOf(name);
    const file = this.#file(path);
    if (file !== undefined) return this.#descriptor(path, path, file);
    const entries = this.list(path);
    return entries === undefined ? FILE_STATUS.notFound : { name: path, type: 'directory', size: entries.length, created: 0, permissions: isIn(`${path}/`, READ_ONLY_DIRECTORY) ? READ_ONLY_DIRECTORY_PERMISSIONS : DIRECTORY };
  }

  /** Directories are there as long as something lies in them. */
  list(name: string): readonly Descriptor[] | undefined {
    const path = pathOf(name);
    const prefix = path === '/' ? '/' : `${path}/`;
    const entries = new Map<string, Descriptor>();
    for (const [each, file] of this.#files()) {
      if (!each.startsWith(prefix)) continue;
      const [first = '', ...deeper] = each.slice(prefix.length).split('/');
      if (deeper.length === 0) entries.set(first, this.#descriptor(first, each, file));
      else if (!entries.has(first)) entries.set(first, { name: first, type: 'directory', size: this.#countIn(`${prefix}${first}/`), created: 0, permissions: isIn(`${prefix}${first}/`, READ_ONLY_DIRECTORY) ? READ_ONLY_DIRECTORY_PERMISSIONS : DIRECTORY });
    }
    return entries.size === 0 && path !== '/' ? undefined : [...entries.values()];
  }

  /** All of them, for whoever looks at the simulator. */
  shown(): Omit<ServedFile, 'unit'>[] {
    return this.#files().map(([path, { content, changedMs, writtenBy }]) => ({ path, size: content.length, changed: changedMs * 1000, writtenBy }));
  }

  #file(path: string): Kept | undefined {
    if (path !== LOG_PATH) return this.#kept.get(path);
    return { content: new TextEncoder().encode(this.#parts.log.csv()), changedMs: this.#parts.log.newestMs, writtenBy: '' };
  }

  #files(): [string, Kept][] {
    return [LOG_PATH, ...this.#kept.keys()].flatMap((path): [string, Kept][] => {
      const file = this.#file(path);
      return file === undefined ? [] : [[path, file]];
    });
  }

  #countIn(prefix: string): number {
    return new Set(this.#files().flatMap(([path]) => (path.startsWith(prefix) ? [path.slice(prefix.length).split('/')[0]] : []))).size;
  }

  #descriptor(name: string, path: string, { content, changedMs }: Kept): Descriptor {
    return { name, type: 'file', size: content.length, created: changedMs, permissions: isIn(path, READ_ONLY_DIRECTORY) ? READ_ONLY : WRITABLE };
  }
}

/** The files of an outstation by its settings; null where it keeps none. */
export function filesOf(settings: UnitSettings, points: readonly ServedPoint[], parts: Omit<ServedFilesParts, 'configuration'>): ServedFiles | null {
  if (!settings.files) return null;
  parts.log.note(parts.now(), 'Started');
  return new ServedFiles({ ...parts, configuration: configurationText(settings, points) });
}

/** Masters name the root and directories in several ways: `/`, nothing, `.`, with and without a slash at either end. */
function pathOf(name: string): string {
  return `/${name.split('/').filter((part) => part !== '' && part !== '.').join('/')}`;
}

function isIn(path: string, directory: string): boolean {
  return path.startsWith(`${directory}/`);
}
