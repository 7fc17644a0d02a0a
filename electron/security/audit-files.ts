import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeFileSystem } from '../disk/file-system';
import { FIRST_HASH, type AuditRecord } from './audit-record';
import { isSameEnd, readAuditFile, type ChainEnd, type ReadAuditFile } from './read-audit-file';

export interface AuditVerification {
  /** Records in the files that were read at the start. */
  readonly records: number;
  /** Where and how the chain is broken, the first such place; null when it is whole. */
  readonly problem: string | null;
  /** True when the last line was cut short, as a crash leaves it. */
  readonly torn: boolean;
}

export interface ReadTrail {
  readonly verification: AuditVerification;
  readonly end: ChainEnd;
  /** Octets of the file that is written to. */
  readonly size: number;
  /** What was not read: full files, the oldest first, and where their chain has to end. */
  readonly older: { readonly names: readonly string[]; readonly end: ChainEnd };
}

/** So many files are read before the trail opens: some 32 MiB, about a second. What is older is verified beside other work. */
const MOST_READ_AT_START = 4;
/** The older files take a tenth of one core while they are verified. */
const REST_MS = 20;
const FULL = /^audit\.\d{12}\.jsonl$/;
const START: ChainEnd = { sequence: 0, hash: FIRST_HASH };

/**
 * The files of one trail: `audit.jsonl`, which is written to, and full ones, which are named after their last record. The
 * chain of hashes goes on from one to the next. That the newest records are missing altogether, no chain can tell.
 */
export class AuditFiles {
  private readonly fileSystem = new NodeFileSystem();

  constructor(private readonly folder: string) {}

  /** The file that is written to. */
  get path(): string {
    return join(this.folder, 'audit.jsonl');
  }

  /**
   * Reads and verifies the newest files. With `repair`, a torn last line is moved to `audit.jsonl.torn`; a broken chain
   * is left as it is, since it is evidence.
   */
  async read({ repair, onRecord }: { repair: boolean; onRecord: (record: AuditRecord) => void }): Promise<ReadTrail> {
    const full = (await this.fileSystem.list(this.folder)).filter((name) => FULL.test(name)).toSorted();
    const names = full.slice(-(MOST_READ_AT_START - 1));
    const older = full.slice(0, full.length - names.length);
    let end = older.length === 0 ? START : null;
    let begin: ChainEnd | null = null;
    let problem: string | null = null;
    let records = 0;
    let last: ReadAuditFile | null = null;
    for (const name of [...names, 'audit.jsonl']) {
      last = await readAuditFile(join(this.folder, name), { follows: end, onRecord });
      problem ??= problemIn(name, last, name !== 'audit.jsonl');
      begin ??= last.begin;
      end = last.end;
      records += last.records;
    }
    const torn = last?.torn ?? Buffer.alloc(0);
    const size = last?.size ?? 0;
    if (torn.length > 0 && repair) {
      await writeFile(`${this.path}.torn`, torn, { mode: 0o600 });
      await truncate(this.path, size);
    }
    return { verification: { records, problem, torn: torn.length > 0 }, end: end ?? START, size, older: { names: older, end: begin ?? START } };
  }

  /** Verifies what was not read at the start, little by little. @returns what is wrong, or null. Rejects when the signal ends it. */
  async verifyOlder({ names, end }: ReadTrail['older'], signal: AbortSignal): Promise<string | null> {
    let at = START;
    for (const name of names) {
      const read = await readAuditFile(join(this.folder, name), { follows: at, restMs: REST_MS, signal });
      const problem = problemIn(name, read, true);
      if (problem !== null) return problem;
      at = read.end;
    }
    return names.length === 0 || isSameEnd(at, end) ? null : `what follows ${names.at(-1) ?? ''} does not continue it: records were changed, removed or put in`;
  }

  /** Gives the file that is written to its final name. It must be closed. */
  async rotate(lastSequence: number): Promise<void> {
    await this.fileSystem.rename(this.path, join(this.folder, `audit.${String(lastSequence).padStart(12, '0')}.jsonl`));
    await this.fileSystem.syncFolder(this.folder);
  }
}

function problemIn(name: string, { problem, torn }: ReadAuditFile, isFull: boolean): string | null {
  if (problem !== null) return `${name}: ${problem}`;
  return isFull && torn.length > 0 ? `${name} ends in the middle of a line` : null;
}
