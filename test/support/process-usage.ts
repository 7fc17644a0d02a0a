import { readFileSync, readdirSync } from 'node:fs';

/** What a process and all its children use, from /proc: Linux only. */
export interface Usage {
  /** Proportional set size: shared pages counted once over all that share them. */
  readonly memoryBytes: number;
  /** User and system time since each began. */
  readonly cpuSeconds: number;
  readonly processes: number;
}

/** Clock ticks a second that /proc counts in: 100 on every Linux that Node supports. */
const TICKS = 100;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended meanwhile.
    return '';
  }
}

/** Fields of /proc/<pid>/stat after the name, which may itself hold spaces. */
function stat(pid: number): string[] {
  return read(`/proc/${pid}/stat`).replace(/^.*\) /s, '').split(' ');
}

function tree(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(stat(Number(name))[1])] as const),
  );
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

/** Usage of the process `root` and of everything that it started. */
export function usageOf(root: number): Usage {
  const pids = tree(root);
  let memoryBytes = 0;
  let cpuSeconds = 0;
  for (const pid of pids) {
    memoryBytes += Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
    const fields = stat(pid);
    cpuSeconds += (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS;
  }
  return { memoryBytes, cpuSeconds, processes: pids.length };
}
