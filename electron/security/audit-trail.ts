import { constants } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcedureError } from '../../shared/contract/answer';
import { fileTrouble } from '../disk/file-system';
import { AuditFiles, type AuditVerification } from './audit-files';
import { encodeAuditRecord, FIRST_HASH, type AuditBody, type AuditRecord, type AuditedWrite } from './audit-record';
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
  /** Octets after which the file is full and a new one begins. */
  readonly fullAt?: number;
}

interface Waiting {
  readonly entry: AuditEntry;
  readonly time: Micros;
  resolve(record: AuditRecord): void;
  reject(error: Error): void;
}

const MOST_WAITING = 10_000;
const MOST_IN_ONE_WRITE = 500;
const FULL_AT = 8 * 1024 * 1024;

/**
 * The audit trail of one tenant: JSON lines, only ever appended, each with the hash of the one before, so that a line
 * that is changed, removed or put in is found. Entries that come while one write is under way go into the next one
 * together, in order; an entry is acknowledged when it is on the disk. A full file gets its final name and the chain goes
 * on in the next; see {@link AuditFiles} for what is verified when.
 */
export class AuditTrail {
  /** What was found in the newest files when the trail was opened. */
  readonly verification: AuditVerification;
  /** Resolves when the older files are verified, or the trail is closed before. Never rejects. */
  olderVerified: Promise<void> = Promise.resolve();
  private readonly closing = new AbortController();
  private waiting: Waiting[] = [];
  private running: Promise<void> | null = null;
  /** Opened with the first entry, so that a second instance that records nothing leaves no file. */
  private handle: FileHandle | null = null;
  private closed = false;

  private constructor(
    private readonly options: AuditTrailOptions,
    private readonly files: AuditFiles,
    private readonly path: string,
    private readonly index: WriteIndex,
    verification: AuditVerification,
    private sequence: number,
    private previousHash: string,
    private size: number,
  ) {
    this.verification = verification;
  }

  /** Opens the trail and verifies its newest files, and the older ones from then on. A torn last line, as a crash leaves it, is set aside; a broken chain is told, and the trail goes on after it. */
  static async open(options: AuditTrailOptions): Promise<AuditTrail> {
    const { folder, clock, log, secondInstance } = options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const index = new WriteIndex();
    const files = new AuditFiles(folder);
    const { verification, end, size, older } = await files.read({ repair: !secondInstance, onRecord: (record) => index.add(record) });
    // The instance that writes the trail tells what is wrong; what another one sees may be half written.
    if (secondInstance) return new AuditTrail(options, files, join(folder, `audit.second-${process.pid}-${clock.nowMicros()}.jsonl`), index, verification, 0, FIRST_HASH, 0);
    if (verification.problem !== null) log.error(`The audit trail is not whole: ${verification.problem}. ${folder}`);
    if (verification.torn) log.warn('The last line of the audit trail was cut by a crash and is set aside.');
    const trail = new AuditTrail(options, files, files.path, index, verification, end.sequence, end.hash, size);
    trail.olderVerified = files.verifyOlder(older, trail.closing.signal).then(
      (problem) => {
        if (problem !== null) log.error(`The audit trail is not whole: ${problem}. ${folder}`);
      },
      (error: unknown) => {
        if (!trail.closing.signal.aborted) log.error(`The older files of the audit trail could not be verified: ${fileTrouble(error)}.`);
      },
    );
    return trail;
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
    this.closing.abort();
    await this.running;
    await this.olderVerified;
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
    if (this.size >= (this.options.fullAt ?? FULL_AT) && !this.options.secondInstance) await this.rotate(handle);
    return records;
  }

  /** What fails here fails no entry, they are on the disk: the file grows on, and it is tried again. */
  private async rotate(handle: FileHandle): Promise<void> {
    this.handle = null;
    try {
      await handle.close();
      await this.files.rotate(this.sequence);
      this.size = 0;
    } catch (error) {
      this.options.log.warn(`The audit trail could not begin a new file: ${fileTrouble(error)}.`);
    }
  }
}
