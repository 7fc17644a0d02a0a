import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildScript } from '../../support/build-script';
import { requireDebian } from '../../support/debian';
import { makeProject, makeStore, temporaryFolder } from '../../support/storage-fixtures';

const run = promisify(execFile);
const SAVING = join(import.meta.dirname, '../../support/saving-process.ts');

async function traced(edits: number, inject: readonly string[] = []): Promise<{ output: string; calls: string[]; folder: string; id: string }> {
  requireDebian(['strace']);
  const script = await buildScript(SAVING);
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'projects'));
  const project = makeProject(3);
  await makeStore(join(folder, 'projects'), {}).add(project);
  const trace = join(folder, 'trace.txt');
  const { stdout } = await run('strace', ['-f', '-y', '-o', trace, '-e', 'trace=openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2', ...inject, process.execPath, script, folder, project.id, String(edits)], {
    timeout: 60_000,
    // strace counts the calls of each thread by itself: with one thread for files its counts are those of the process.
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  const calls = (await readFile(trace, 'utf8')).split('\n').flatMap((line) => summary(line, project.id));
  return { output: stdout, calls, folder, id: project.id };
}

/** One call in few words, its files by what they are; nothing for calls on other files. A call that another thread cut in two counts where it ended. */
function summary(line: string, id: string): string[] {
  if (!line.includes(id) || line.includes('opened.json')) return [];
  const call = /^\d+\s+(?:<\.\.\. )?(\w+)/.exec(line)?.[1] ?? '';
  const files = [...line.matchAll(/projects\/[0-9a-f-]{36}(\/[a-z.]+)?/g)].map((match) => match[1]?.slice(1) ?? 'folder');
  return [`${call === 'renameat2' || call === 'renameat' ? 'rename' : call === 'pwrite64' ? 'write' : call} ${[...new Set(files)].join(' ')}`];
}

describe('a save as the system sees it', () => {
  it('is written beside, synced, renamed over, and the folder synced, in this order', async () => {
    const { calls, output } = await traced(1);
    expect(output).toBe('open \nsaved 1\n');
    const from = calls.indexOf('openat project.json.tmp');
    expect(calls.slice(from)).toEqual([
      'openat project.json.tmp',
      'write project.json.tmp',
      'fsync project.json.tmp',
      'rename project.json project.previous.json',
      'rename project.json.tmp project.json',
      'openat folder',
      'fsync folder',
    ]);
  });

  it('that the disk refuses loses nothing: full at the first fsync, an error at a later one', async () => {
    // The fsyncs of a save are two: the file and its folder; those before belong to the lock and to `opened.json`.
    for (const [error, words] of [['ENOSPC', 'the disk is full'], ['EIO', 'the disk reports a read or write error (EIO)']] as const) {
      const { output, folder, id } = await traced(4, ['-e', `inject=fsync:error=${error}:when=4..5`]);
      const lines = output.trim().split('\n').slice(1);
      expect(lines.filter((line) => line.startsWith('refused'))).toHaveLength(2);
      expect(lines.join('\n')).toContain(words);
      expect(lines.at(-1)).toBe('saved 4');
      const open = await makeStore(join(folder, 'projects')).open(id);
      expect(open.project.name).toBe('Plant 4');
      await open.close();
    }
  });
});
