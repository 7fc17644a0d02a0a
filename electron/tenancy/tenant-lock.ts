import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemErrorCode } from '../disk/file-system';
import { describeProcess, isRunning, type ProcessIdentity } from './process-identity';
import type { WriteAccess } from '../disk/write-access';
import type { DriverLog } from '../protocols/protocol';

const BEAT_MS = 10_000;
/** A lock that was not touched for this long is stale where the process behind it can't be looked at. */
const SILENT_MS = 60_000;
/** Tries and pauses while somebody else removes a stale lock: a second in all. */
const TRIES = 50;
const PAUSE_MS = 20;
/** A removal that has lasted this long was cut by a crash. */
const REMOVAL_MS = 10_000;

const holderSchema = z.object({
  id: z.uuid(),
  host: z.string(),
  pid: z.number().int(),
  /** When the process started, as the system tells it; empty where it does not. */
  startedAt: z.string(),
  /** Tells processes of this boot and container from others with the same numbers; empty where unknown. */
  space: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface TenantLockOptions {
  readonly folder: string;
  readonly log: DriverLog;
  /** Of this process, unless a test says otherwise. */
  readonly identity?: ProcessIdentity;
}

/**
 * One writer a tenant. The lock is a file made exclusively that names its process; one left behind by a crash is known
 * by its process being gone, or being another one by now under the same number. Whoever does not get it reads only.
 */
export class TenantLock implements WriteAccess {
  private lostReason = '';
  private beat: NodeJS.Timeout | null = null;

  private constructor(
    private readonly path: string,
    private readonly own: Holder,
    private readonly refusal: string,
    private readonly log: DriverLog,
  ) {
    if (refusal === '') {
      this.beat = setInterval(() => void this.touch(), BEAT_MS);
      this.beat.unref();
    }
  }

  /** Takes the lock, or tells who has it ({@link readOnly}, {@link reason}). Rejects when the folder can't be written. */
  static async acquire({ folder, log, identity }: TenantLockOptions): Promise<TenantLock> {
    const path = join(folder, 'lock.json');
    const own: Holder = { id: randomUUID(), host: hostname(), ...(identity ?? (await describeProcess(process.pid))) };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (await makeExclusively(path, JSON.stringify(own))) return new TenantLock(path, own, '', log);
      const found = await inspect(path);
      if (found === 'gone') continue;
      if (await isHeld(found)) return new TenantLock(path, own, heldBy(found.holder), log);
      await removeStale(path, log);
    }
    return new TenantLock(path, own, 'Another instance of the product is opening this tenant at the same time. It is open here for reading only.', log);
  }

  get readOnly(): boolean {
    return this.reason !== '';
  }

  get reason(): string {
    return this.refusal === '' ? this.lostReason : this.refusal;
  }

  /** Gives the lock back, if it is still ours. */
  async release(): Promise<void> {
    if (this.beat === null) return;
    clearInterval(this.beat);
    this.beat = null;
    const found = await inspect(this.path);
    if (found !== 'gone' && found.holder?.id === this.own.id) await rm(this.path, { force: true });
  }

  /** Shows others that we live, and looks whether the lock is still ours. */
  private async touch(): Promise<void> {
    try {
      const found = await inspect(this.path);
      if (found !== 'gone' && found.holder?.id === this.own.id) {
        const now = new Date();
        await utimes(this.path, now, now);
        return;
      }
      if (this.beat === null) return;
      this.lostReason = found === 'gone' ? 'The lock of this tenant was removed from the outside. Restart to be able to change it.' : heldBy(found.holder);
      this.log.error(`The tenant is read-only from now on. ${this.lostReason}`);
      clearInterval(this.beat);
      this.beat = null;
    } catch (error) {
      this.log.warn(`The lock of the tenant could not be looked at: ${String(error)}`);
    }
  }
}

interface Found {
  /** Null when its content can't be read: it is being made, or a crash cut it. */
  readonly holder: Holder | null;
  readonly ageMs: number;
}

/** Makes a file that must not be there yet. @returns false when it is */
async function makeExclusively(path: string, content: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function inspect(path: string): Promise<Found | 'gone'> {
  try {
    const [content, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const holder = holderSchema.safeParse(parse(content));
    return { holder: holder.success ? holder.data : null, ageMs: Date.now() - mtimeMs };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 'gone';
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function isHeld({ holder, ageMs }: Found): Promise<boolean> {
  const fresh = ageMs < SILENT_MS;
  if (holder === null || holder.host !== hostname()) return fresh;
  const running = await isRunning(holder);
  return running === 'unknown' ? fresh : running === 'yes';
}

/**
 * Removes a stale lock. Only one at a time may, and looks again before it does: else two that found the same stale lock
 * could each remove what the other had just made in its place.
 */
async function removeStale(path: string, log: DriverLog): Promise<void> {
  const guard = `${path}.removal`;
  if (!(await makeExclusively(guard, String(process.pid)))) {
    const other = await inspect(guard);
    if (other !== 'gone' && other.ageMs > REMOVAL_MS) await rm(guard, { force: true });
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return;
  }
  try {
    const found = await inspect(path);
    if (found === 'gone' || (await isHeld(found))) return;
    await rm(path, { force: true });
    log.info('The lock of a process that is gone was removed.');
  } finally {
    await rm(guard, { force: true });
  }
}

function heldBy(holder: Holder | null): string {
  const who = holder === null ? 'Another instance of the product' : `Another instance of the product (process ${holder.pid} on ${holder.host})`;
  return `${who} has this tenant open. It is open here for reading only; close the other one to change it here.`;
}
