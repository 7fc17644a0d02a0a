import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemErrorCode } from '../project/file-system';
import { describeProcess, isRunning, type ProcessIdentity } from './process-identity';
import type { WriteAccess } from '../project/write-access';
import type { DriverLog } from '../protocols/protocol';

const BEAT_MS = 10_000;
/** A lock that was not touched for this long is stale where the process behind it can't be looked at. */
const SILENT_MS = 60_000;
const TRIES = 5;

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
      if (await take(path, own)) return new TenantLock(path, own, '', log);
      const found = await inspect(path);
      if (found === 'gone') continue;
      if (await isHeld(found)) return new TenantLock(path, own, heldBy(found.holder), log);
      await setStaleAside(path, found, log);
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
  readonly content: string;
  readonly ageMs: number;
}

async function take(path: string, own: Holder): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(own));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
  // Somebody who took ours for a stale one may have moved it away meanwhile.
  const found = await inspect(path);
  return found !== 'gone' && found.holder?.id === own.id;
}

async function inspect(path: string): Promise<Found | 'gone'> {
  try {
    const [content, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const holder = holderSchema.safeParse(parse(content));
    return { holder: holder.success ? holder.data : null, content, ageMs: Date.now() - mtimeMs };
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

/** Moves a stale lock away and not another one that came in its place; if it was another one, it is put back. */
async function setStaleAside(path: string, found: Found, log: DriverLog): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== found.content) await putBack(aside, path);
  else log.info('The lock of a process that is gone was removed.');
  await rm(aside, { force: true });
}

/** A link never replaces what somebody else has put there meanwhile; memory sticks (exFAT) know no links. */
async function putBack(aside: string, path: string): Promise<void> {
  try {
    await link(aside, path);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') await rename(aside, path);
  }
}

function heldBy(holder: Holder | null): string {
  const who = holder === null ? 'Another instance of the product' : `Another instance of the product (process ${holder.pid} on ${holder.host})`;
  return `${who} has this tenant open. It is open here for reading only; close the other one to change it here.`;
}
