import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExportFile, exportLimits } from '../../../electron/history/export-file';
import { temporaryFolder } from '../../support/storage-fixtures';

const MIB = 1024 * 1024;
const piece = (octets: number): Uint8Array => new Uint8Array(octets).fill(0x61);

describe('The file of an export', () => {
  it('holds what was written, in order', async () => {
    const path = join(await temporaryFolder(), 'a.csv');
    const file = await ExportFile.create(path);
    await file.write(Buffer.from('one,'));
    await file.write(Buffer.from('two'));
    await file.close();
    expect(readFileSync(path, 'utf8')).toBe('one,two');
    expect(file.size).toBe(7);
  });

  it('ends before it takes the room that recording needs, and says how much is free', async () => {
    const path = join(await temporaryFolder(), 'a.csv');
    let free = 1000 * MIB;
    const file = await ExportFile.create(path, { ...exportLimits, freeOctets: () => Promise.resolve(free) });
    await file.write(piece(9 * MIB));
    free = 200 * MIB;
    await expect(file.write(piece(1))).rejects.toThrow('The disk is short of space: 200 MiB are free, and 256 MiB are kept for recording. Export a shorter time or fewer points, or free some space.');
    await file.discard();
    expect(existsSync(path)).toBe(false);
  });

  it('says in plain words, without paths, why it could not be made', async () => {
    await expect(ExportFile.create(join(await temporaryFolder(), 'gone', 'a.csv'))).rejects.toThrow(/^The file of the export could not be made: the folder or file is gone\.$/);
  });

  it('says what to do where the file would grow too large, and where the disk is full', async () => {
    const folder = await temporaryFolder();
    const small = await ExportFile.create(join(folder, 'a.csv'), { ...exportLimits, mostOctets: 10 });
    await small.write(piece(10));
    await expect(small.write(piece(1))).rejects.toThrow('would be larger than 0 MiB');
    await small.discard();
    // A device that is always full, as Linux has one.
    symlinkSync('/dev/full', join(folder, 'full'));
    const full = await ExportFile.create(join(folder, 'full'));
    await expect(full.write(piece(1))).rejects.toThrow('The disk is full. Export a shorter time or fewer points, or free some space.');
    await full.discard();
    expect(existsSync('/dev/full')).toBe(true);
  });
});
