import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { systemErrorCode } from '../disk/file-system';
import { decodeAuditRecord, type AuditRecord } from './audit-record';

/** Where a chain stands: the next record has the number after it, and its hash as the one before. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

export interface ReadAuditFile {
  readonly records: number;
  /** Where and how the chain is broken, the first such place; null when it is whole. */
  readonly problem: string | null;
  /** What the first record says that it follows; null in a file without records. */
  readonly begin: ChainEnd | null;
  readonly end: ChainEnd;
  /** Octets up to the end of the last whole line. */
  readonly size: number;
  /** What stands after it, as a crash leaves a line; empty mostly. */
  readonly torn: Buffer;
}

export interface ReadAuditOptions {
  /** The end of the file before; null takes the first record's word for it. */
  readonly follows: ChainEnd | null;
  readonly onRecord?: (record: AuditRecord) => void;
  /** Milliseconds of rest after every 64 KiB, so that a long trail that is read beside other work does not slow it. */
  readonly restMs?: number;
  /** Ends the reading; it rejects then. */
  readonly signal?: AbortSignal;
}

const SLICE_OCTETS = 64 * 1024;
const LONGEST_LINE = 1024 * 1024;
const LINE_FEED = 0x0a;

/** Reads one file of a trail, verifying each line and its place in the chain, in slices of some milliseconds. No file is an empty one. */
export async function readAuditFile(path: string, { follows, onRecord, restMs = 0, signal }: ReadAuditOptions): Promise<ReadAuditFile> {
  const chain = new Chain(follows, onRecord ?? (() => undefined));
  let rest: Buffer = Buffer.alloc(0);
  let size = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: SLICE_OCTETS })) {
      signal?.throwIfAborted();
      if (!Buffer.isBuffer(chunk)) continue;
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
        chain.line(rest.subarray(0, end).toString('utf8'));
        rest = rest.subarray(end + 1);
        size += end + 1;
      }
      if (rest.length > LONGEST_LINE) throw new Error(`The audit trail has a line of more than ${LONGEST_LINE} octets after record ${chain.records}: ${path}. Move the file away to begin a new one.`);
      if (restMs > 0) await pause(restMs, undefined, { ref: false, ...(signal ? { signal } : {}) });
    }
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
  return { records: chain.records, problem: chain.problem, begin: chain.begin, end: chain.end, size, torn: rest };
}

const NOTHING: ChainEnd = { sequence: 0, hash: '' };

class Chain {
  records = 0;
  problem: string | null = null;
  begin: ChainEnd | null = null;
  private last: ChainEnd | null;

  constructor(
    follows: ChainEnd | null,
    private readonly onRecord: (record: AuditRecord) => void,
  ) {
    this.last = follows;
  }

  get end(): ChainEnd {
    return this.last ?? NOTHING;
  }

  line(text: string): void {
    this.records += 1;
    const decoded = decodeAuditRecord(text);
    if (!decoded.ok) {
      this.problem ??= `line ${this.records} ${decoded.problem}`;
      return;
    }
    const { record } = decoded;
    const said: ChainEnd = { sequence: record.sequence - 1, hash: record.previousHash };
    this.begin ??= said;
    if (this.last !== null && !isSameEnd(this.last, said)) this.problem ??= `line ${this.records} does not follow the one before it: records were changed, removed or put in`;
    this.last = record;
    this.onRecord(record);
  }
}

/** True where the one file ends where the other begins. */
export function isSameEnd(one: ChainEnd, other: ChainEnd): boolean {
  return one.sequence === other.sequence && one.hash === other.hash;
}
