import { readFile, readlink } from 'node:fs/promises';
import { systemErrorCode } from '../disk/file-system';

/** What tells one process from every other one, also from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start in clock ticks since the boot, as Linux tells it; empty elsewhere. */
  readonly startedAt: string;
  /** The boot and the process namespace (a container's); empty where unknown. */
  readonly space: string;
}

/** Describes a process as well as the system allows; only Linux tells more than the number. */
export async function describeProcess(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: (await startTicks(pid)) ?? '', space: await processSpace() };
}

/** Whether the very process still runs. `unknown` where the system tells too little: another process may have its number. */
export async function isRunning({ pid, startedAt, space }: ProcessIdentity): Promise<'yes' | 'no' | 'unknown'> {
  const here = await processSpace();
  if (here !== '' && space !== '' && here !== space) {
    // Another boot of this machine: nothing of it runs. Another container: its numbers mean nothing here.
    return here.split(' ')[0] === space.split(' ')[0] ? 'unknown' : 'no';
  }
  if (!exists(pid)) return 'no';
  const ticks = await startTicks(pid);
  if (ticks === null || startedAt === '') return 'unknown';
  return ticks === startedAt ? 'yes' : 'no';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the name in field 2 may hold spaces and brackets, so it is counted from its end. */
async function startTicks(pid: number): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

async function processSpace(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}
