import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProjectFile } from '../../../electron/project/load-project';
import { encodeProjectFile } from '../../../electron/project/project-file';
import { collectingLog, makeProject, makeStore, MemoryFileSystem, systemError } from '../../support/storage-fixtures';
import type { Project } from '../../../shared/domain/project';

const project = makeProject(2);
const folder = `/t/${project.id}`;
const main = `${folder}/project.json`;
const temporary = `${main}.tmp`;
const previous = `${folder}/project.previous.json`;

function fileOf(name: string): Buffer {
  return Buffer.from([...encodeProjectFile({ project: { ...project, name }, savedAt: 1_700_000_000_000_000, label: '' })].join(''));
}

function filesOf(content: Record<string, Buffer>): MemoryFileSystem {
  const files = new MemoryFileSystem();
  for (const [path, octets] of Object.entries(content)) files.files.set(path, octets);
  return files;
}

async function open(files: MemoryFileSystem): Promise<{ opened: Project; recovery: string }> {
  const store = makeStore('/t', { fileSystem: files });
  const opened = await store.open(project.id);
  await opened.flush();
  return { opened: opened.project, recovery: opened.recovery };
}

describe('opening after a crash', () => {
  it('drops a temporary file that was never renamed while the project file is whole', async () => {
    const files = filesOf({ [main]: fileOf('Main'), [temporary]: fileOf('Half').subarray(0, 200), [previous]: fileOf('Old') });
    const { opened, recovery } = await open(files);
    expect([opened.name, recovery]).toEqual(['Main', '']);
    expect(files.files.has(temporary)).toBe(false);
  });

  it('takes the finished temporary file when the crash came between the two renames', async () => {
    const files = filesOf({ [temporary]: fileOf('Newest'), [previous]: fileOf('Old') });
    const { opened, recovery } = await open(files);
    expect(opened.name).toBe('Newest');
    expect(recovery).toContain('The project file was missing. Its finished but not yet renamed version of 2023-11-14T22:13:20.000Z was opened instead.');
    expect((await readProjectFile(files, main)).kind).toBe('whole');
  });

  it('goes back to the previous version when the file was cut, keeps the damaged one, and says both', async () => {
    const cut = fileOf('Main').subarray(0, 300);
    const files = filesOf({ [main]: cut, [previous]: fileOf('Old') });
    const summary = (await makeStore('/t', { fileSystem: files }).list())[0];
    expect(summary).toMatchObject({ name: 'Old', state: 'recovered' });
    const { opened, recovery } = await open(files);
    expect(opened.name).toBe('Old');
    expect(recovery).toBe('The project file was damaged: it ends in the middle, after 300 octets. Its previous version of 2023-11-14T22:13:20.000Z was opened instead. The damaged file is kept beside it.');
    const kept = [...files.files].find(([path]) => path.includes('project.damaged-'));
    expect(kept?.[1]).toEqual(cut);
    expect(files.files.get(previous)).toEqual(fileOf('Old'));
  });

  it('never writes over a damaged file that has no previous version, and lists it as damaged', async () => {
    const cut = fileOf('Main').subarray(0, 300);
    const files = filesOf({ [main]: cut });
    await expect(open(files)).rejects.toThrowError(/The project file was damaged: it ends in the middle, after 300 octets, and there is no previous version to go back to. The file is unchanged/);
    expect(files.files.get(main)).toEqual(cut);
    expect((await makeStore('/t', { fileSystem: files }).list())[0]).toMatchObject({ name: 'Main', state: 'damaged' });
  });

  it('never takes an error of the disk for damage', async () => {
    const files = filesOf({ [main]: fileOf('Main'), [previous]: fileOf('Old') });
    files.before = (call, path) => {
      if (call === 'read' && path === main) throw systemError('EIO');
    };
    await expect(open(files)).rejects.toThrowError('The project file could not be read: the disk reports a read or write error (EIO).');
    expect([...files.files.keys()].sort()).toEqual([main, previous].sort());
  });

  it('leaves a file of a newer version alone and says which versions it reads', async () => {
    const text = fileOf('Main').toString().replace('"schemaVersion":2', '"schemaVersion":9');
    const files = filesOf({ [main]: Buffer.from(text), [previous]: fileOf('Old') });
    await expect(open(files)).rejects.toThrowError('The project was made by a newer version (schema 9). This version reads up to 2. The file is unchanged.');
    const summary = (await makeStore('/t', { fileSystem: files }).list())[0];
    expect(summary).toMatchObject({ name: 'Main', state: 'newer', message: 'The project was made by a newer version (schema 9). This version reads up to 2. The file is unchanged.' });
    expect(files.files.get(main)?.toString()).toBe(text);
  });

  it('touches nothing while another instance has the tenant, not even to recover', async () => {
    const files = filesOf({ [main]: fileOf('Main').subarray(0, 300), [previous]: fileOf('Old'), [temporary]: fileOf('Half') });
    const store = makeStore('/t', { fileSystem: files, access: { readOnly: true, reason: 'Open elsewhere.' } });
    const opened = await store.open(project.id);
    expect(opened.project.name).toBe('Old');
    await opened.close();
    expect(files.calls).toEqual([]);
  });

  it('tells every cut and every changed octet of a file', async () => {
    const whole = fileOf('Main');
    const files = filesOf({ [main]: whole });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, flip, cut) => {
        const changed = Buffer.from(cut ? whole.subarray(0, at) : whole);
        if (!cut) changed[at] = (changed[at] ?? 0) ^ flip;
        files.files.set(main, changed);
        const read = await readProjectFile(files, main);
        // A flipped digit of the schema version makes it newer: also not taken for good.
        expect(read.kind).not.toBe('whole');
      }),
      { numRuns: 500, seed: 7 },
    );
    files.files.set(main, whole);
    expect((await readProjectFile(files, main)).kind).toBe('whole');
  });

  it('writes what it recovered to the log', async () => {
    const log = collectingLog();
    const files = filesOf({ [previous]: fileOf('Old') });
    await makeStore('/t', { fileSystem: files, log }).open(project.id);
    expect(log.lines.join()).toContain('warn Old: The project file was missing.');
  });
});
