import { createReadStream } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { systemErrorCode } from '../disk/file-system';
import { decodeAuditRecord, FIRST_HASH, type AuditRecord } from './audit-record';

export interface AuditVerification {
  readonly records: number;
  /** Where and how the chain is broken, the first such place; null when it is whole. */
  readonly problem: string | null;
  /** True when the last line was cut short, as a crash leaves it. */
  readonly torn: boolean;
}

export interface ReadAudit {
  readonly verification: AuditVerification;
  readonly lastSequence: number;
  readonly lastHash: string;
  /** Octets up to the end of the last whole line. */
  readonly size: number;
}

const LONGEST_LINE = 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Reads a trail from its beginning, verifying each line and its place in the chain. With `repair`, a torn last line is
 * moved to `<path>.torn`; a broken chain is left as it is, since it is evidence.
 */
export async function readAuditFile(path: string, { repair, onRecord }: { repair: boolean; onRecord: (record: AuditRecord) => void }): Promise<ReadAudit> {
  const chain = new Chain(onRecord);
  let rest: Buffer = Buffer.alloc(0);
  let size = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 })) {
      if (!Buffer.isBuffer(chunk)) continue;
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
        chain.line(rest.subarray(0, end).toString('utf8'));
        rest = rest.subarray(end + 1);
        size += end + 1;
      }
      if (rest.length > LONGEST_LINE) throw new Error(`The audit trail has a line of more than ${LONGEST_LINE} octets after record ${chain.records}: ${path}. Move the file away to begin a new one.`);
    }
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
  const torn = rest.length > 0;
  if (torn && repair) {
    await writeFile(`${path}.torn`, rest, { mode: 0o600 });
    await truncate(path, size);
  }
  return { verification: { records: chain.records, problem: chain.problem, torn }, lastSequence: chain.sequence, lastHash: chain.hash, size };
}

class Chain {
  records = 0;
  sequence = 0;
  hash = FIRST_HASH;
  problem: string | null = null;

  constructor(private readonly onRecord: (record: AuditRecord) => void) {}

  line(text: string): void {
    this.records += 1;
    const decoded = decodeAuditRecord(text);
    if (!decoded.ok) {
      this.problem ??= `line ${this.records} ${decoded.problem}`;
      return;
    }
    const { record } = decoded;
    if (record.previousHash !== this.hash || record.sequence !== this.sequence + 1) {
      this.problem ??= `line ${this.records} does not follow the one before it: records were changed, removed or put in`;
    }
    this.sequence = record.sequence;
    this.hash = record.hash;
    this.onRecord(record);
  }
}
