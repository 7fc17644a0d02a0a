import { constants } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcedureError } from '../../shared/contract/answer';
import { fileTrouble } from '../disk/file-system';
import { encodeAuditRecord, FIRST_HASH, type AuditBody, type AuditRecord, type AuditedWrite } from './audit-record';
import { readAuditFile, type AuditVerification } from './read-audit-file';
import { withoutSecrets } from './without-secrets';
import { WriteIndex, type WriteMarker } from './write-index';
import type { Clock, DriverLog } from '../protocols/protocol';
import type { Micros } from '../../shared/domain/time';

/** What a caller gives; time, number and hashes are the trail's. */
export interface AuditEntry {
  readonly user: string;
  readonly door: string;
  readonly procedure: string;
  readonly target?: string;
  /** As it came; secrets are left out and long parts cut here. */
  readonly input: unknown;
  readonly outcome: string;
  readonly message?: string;
  readonly write?: AuditedWrite | null;
}

export interface AuditTrailOptions {
  /** The tenant's folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: DriverLog;
  /** Where another process writes the tenant's trail, this one writes one of its own beside it: two would tear the chain. */
  readonly secondInstance: boolean;
}

interface Waiting {
  readonly entry: AuditEntry;
  readonly time: Micros;
  resolve(record: AuditRecord): void;
  reject(error: Error): void;
}

const MOST_WAITING = 10_000;
const MOST_IN_ONE_WRITE = 500;

/**
 * The audit trail of one tenant: JSON lines, only ever appended, each with the hash of the one before, so that a line
 * that is changed, removed or put in is found. Entries that come while one write is under way go into the next one
 * together, in order; an entry is acknowledged when it is on the disk.
 */
export class AuditTrail {
  /** What was found when the file was opened. */
  readonly verification: AuditVerification;
  private waiting: Waiting[] = [];
  private running: Promise<void> | null = null;
  /** Opened with the first entry, so that a second instance that records nothing leaves no file. */
  private handle: FileHandle | null = null;
  private closed = false;

  private constructor(
    private readonly options: AuditTrailOptions,
    private readonly path: string,
    private readonly index: WriteIndex,
    verification: AuditVerification,
    private sequence: number,
    private previousHash: string,
    private size: number,
  ) {
    this.verification = verification;
  }

  /** Opens the trail and verifies all of it. A torn last line, as a crash leaves it, is set aside; a broken chain is told, and the trail goes on after it. */
  static async open(options: AuditTrailOptions): Promise<AuditTrail> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const index = new WriteIndex();
    const main = join(options.folder, 'audit.jsonl');
    const own = options.secondInstance ? join(options.folder, `audit.second-${process.pid}-${options.clock.nowMicros()}.jsonl`) : main;
    const read = await readAuditFile(main, { repair: !options.secondInstance, onRecord: (record) => index.add(record) });
    if (read.verification.problem !== null) options.log.error(`The audit trail is not whole: ${read.verification.problem}. ${main}`);
    if (read.verification.torn && !options.secondInstance) options.log.warn('The last line of the audit trail was cut by a crash and is set aside.');
    const fresh = options.secondInstance;
    return new AuditTrail(options, own, index, read.verification, fresh ? 0 : read.lastSequence, fresh ? FIRST_HASH : read.lastHash, fresh ? 0 : read.size);
  }

  /** Adds an entry; resolves when it is on the disk. Rejects when it can't be written, or when too many wait. */
  record(entry: AuditEntry): Promise<AuditRecord> {
    if (this.closed) return Promise.reject(new ProcedureError('conflict', 'The audit trail is closed.'));
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(new ProcedureError('too_many', `More than ${MOST_WAITING} audit entries wait for the disk.`));
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, time: this.options.clock.nowMicros(), resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Writes to devices between two times, for the markers of trends. No points: of all. */
  writes({ pointIds, from, to }: { pointIds: readonly string[]; from: Micros; to: Micros }): WriteMarker[] {
    return this.index.between(pointIds, from, to);
  }

  /** The newest write to a point; null when none is known. */
  last(pointId: string): WriteMarker | null {
    return this.index.last(pointId);
  }

  /** Resolves when every entry is on the disk or refused. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.running;
    await this.handle?.close();
    this.handle = null;
  }

  /** Never rejects: each entry has its own answer. */
  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MOST_IN_ONE_WRITE);
      try {
        const records = await this.append(batch);
        for (const [at, waiting] of batch.entries()) {
          const record = records[at];
          if (record === undefined) continue;
          this.index.add(record);
          waiting.resolve(record);
        }
      } catch (error) {
        const trouble = new ProcedureError('internal', `The audit trail could not be written: ${fileTrouble(error)}.`, { reason: 'audit_not_written' });
        for (const waiting of batch) waiting.reject(trouble);
      }
    }
    this.running = null;
  }

  private async append(batch: readonly Waiting[]): Promise<AuditRecord[]> {
    let { sequence, previousHash } = this;
    const records: AuditRecord[] = [];
    let text = '';
    for (const { entry, time } of batch) {
      sequence += 1;
      const body: AuditBody = {
        sequence,
        time,
        user: entry.user,
        door: entry.door,
        procedure: entry.procedure,
        target: entry.target ?? '',
        input: withoutSecrets(entry.input),
        outcome: entry.outcome,
        message: entry.message ?? '',
        write: entry.write ?? null,
        previousHash,
      };
      const { line, hash } = encodeAuditRecord(body);
      records.push({ ...body, hash });
      text += `${line}\n`;
      previousHash = hash;
    }
    const octets = Buffer.from(text);
    const handle = (this.handle ??= await open(this.path, constants.O_CREAT | constants.O_RDWR, 0o600));
    try {
      // At its place and not at the end: what a failed write has left there is overwritten.
      let from = 0;
      while (from < octets.length) from += (await handle.write(octets, from, octets.length - from, this.size + from)).bytesWritten;
      await handle.datasync();
    } catch (error) {
      await handle.truncate(this.size).catch(() => undefined);
      throw error;
    }
    this.sequence = sequence;
    this.previousHash = previousHash;
    this.size += octets.length;
    return records;
  }
}
