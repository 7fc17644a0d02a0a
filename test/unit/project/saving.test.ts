import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenProject } from '../../../electron/project/open-project';
import { collectingLog, makeProject, makeStore, MemoryFileSystem, systemError } from '../../support/storage-fixtures';

class SlowFiles extends MemoryFileSystem {
  override async syncFolder(path: string): Promise<void> {
    await super.syncFolder(path);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function openNew(files: MemoryFileSystem, log = collectingLog()): Promise<OpenProject> {
  const project = makeProject();
  const store = makeStore('/t', { fileSystem: files, log });
  await store.add(project);
  return store.open(project.id);
}

function rename(open: OpenProject, name: string): void {
  open.edit(`Rename to ${name}`, (draft) => void (draft.name = name));
}

async function nameOnDisk(files: MemoryFileSystem, open: OpenProject): Promise<string> {
  const reopened = await makeStore('/t', { fileSystem: files }).open(open.project.id);
  return reopened.project.name;
}

describe('autosave', () => {
  it('writes at once, to a temporary file that is synced before it is renamed, then syncs the folder', async () => {
    const files = new MemoryFileSystem();
    const open = await openNew(files);
    files.calls.length = 0;
    rename(open, 'A');
    await open.flush();
    const folder = `/t/${open.project.id}`;
    expect(files.calls).toEqual([
      `create ${folder}/project.json.tmp`,
      `write ${folder}/project.json.tmp`,
      `sync ${folder}/project.json.tmp`,
      `close ${folder}/project.json.tmp`,
      `rename ${folder}/project.json`,
      `rename ${folder}/project.json.tmp`,
      `syncFolder ${folder}`,
    ]);
    expect(open.savedAt).not.toBeNull();
  });

  it('gathers edits that come during a write into the next one, and never loses the last', async () => {
    const files = new MemoryFileSystem();
    const open = await openNew(files);
    files.calls.length = 0;
    for (let at = 0; at < 50; at += 1) rename(open, `Name ${at}`);
    await open.flush();
    expect(files.calls.filter((call) => call.startsWith('create')).length).toBe(2);
    expect(await nameOnDisk(files, open)).toBe('Name 49');
  });

  it('rests between the writes of a burst, where writing takes long, unless somebody waits', async () => {
    const files = new SlowFiles();
    const open = await openNew(files);
    const began: number[] = [];
    files.before = (call) => {
      if (call === 'create') began.push(performance.now());
    };
    const until = performance.now() + 1000;
    while (performance.now() < until) {
      rename(open, `Name ${began.length} ${performance.now()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // 50 ms of writing and 150 ms of rest: six writes at most begin in a second, where twenty would without rest.
    expect(began.length).toBeGreaterThan(2);
    expect(began.length).toBeLessThanOrEqual(6);
    await open.flush();
    rename(open, 'Waited for');
    const before = performance.now();
    await open.flush();
    expect(performance.now() - before).toBeLessThan(140);
    expect(await nameOnDisk(files, open)).toBe('Waited for');
  });

  it('flush answers for the state of its moment, not for every edit that comes later', async () => {
    const files = new MemoryFileSystem();
    const open = await openNew(files);
    let going = true;
    files.before = (call) => {
      // An edit during every write: a flush that waited for quiet would never end.
      if (call === 'sync' && going) rename(open, `Endless ${files.calls.length}`);
    };
    rename(open, 'First');
    await open.flush();
    going = false;
    await open.flush();
    expect(await nameOnDisk(files, open)).toBe(open.project.name);
  });
});

describe('a disk that fails', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('refuses a new project and a version in plain words, and lists neither', async () => {
    const files = new MemoryFileSystem();
    const store = makeStore('/projects', { fileSystem: files });
    const open = await store.open(await store.create('Plant'));
    files.before = (now) => {
      if (now === 'write') throw systemError('ENOSPC');
    };
    await expect(store.create('Another')).rejects.toMatchObject({ code: 'conflict', message: 'The project could not be made: the disk is full.' });
    await expect(open.saveVersion('As delivered')).rejects.toMatchObject({ code: 'conflict', message: 'The version could not be kept: the disk is full.' });
    files.before = () => undefined;
    expect((await store.list()).map(({ name }) => name)).toEqual(['Plant']);
    expect(await open.versions()).toEqual([]);
    await store.close();
  });

  for (const call of ['create', 'write', 'sync', 'rename', 'syncFolder']) {
    it(`keeps everything in memory when ${call} fails, says so, and saves when the disk is well again`, async () => {
      const files = new MemoryFileSystem();
      const log = collectingLog();
      const open = await openNew(files, log);
      const states: string[] = [];
      open.onSaveState(() => states.push(open.saveError));
      files.before = (now) => {
        if (now === call) throw systemError('ENOSPC');
      };
      rename(open, 'Important');
      await expect(open.flush()).rejects.toThrowError('The project could not be saved: the disk is full.');
      expect(open.saveError).toBe('the disk is full');
      expect(open.project.name).toBe('Important');
      await expect(open.close()).rejects.toThrowError('the disk is full');
      // The disk still holds a whole project, whichever call it was.
      files.before = () => undefined;
      expect(['Plant', 'Important']).toContain(await nameOnDisk(files, open));
      await vi.advanceTimersByTimeAsync(31_000);
      expect(open.saveError).toBe('');
      expect(states.at(-1)).toBe('');
      expect(await nameOnDisk(files, open)).toBe('Important');
      expect(log.lines.filter((line) => line.startsWith('error'))).toHaveLength(1);
      await open.close();
    });
  }

  it('tries again by itself at growing pauses and at once with an edit', async () => {
    const files = new MemoryFileSystem();
    const open = await openNew(files);
    files.calls.length = 0;
    files.before = (call) => {
      if (call === 'sync') throw systemError('EIO');
    };
    const tries = (): number => files.calls.filter((call) => call.startsWith('create')).length;
    rename(open, 'A');
    await vi.advanceTimersByTimeAsync(0);
    expect(tries()).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(tries()).toBe(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(tries()).toBe(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(tries()).toBe(3);
    rename(open, 'B');
    await vi.advanceTimersByTimeAsync(0);
    expect(tries()).toBe(4);
    expect(open.saveError).toBe('the disk reports a read or write error (EIO)');
    await open.abandon();
    expect(vi.getTimerCount()).toBe(0);
  });
});
