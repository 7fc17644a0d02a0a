import { appendFile, open as openFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { AuditFiles } from '../../../electron/security/audit-files';
import { AuditTrail, type AuditEntry } from '../../../electron/security/audit-trail';
import { collectingLog, systemError, temporaryFolder, tickingClock } from '../../support/storage-fixtures';

function open(folder: string, { log = collectingLog(), secondInstance = false, fullAt = 1e9 } = {}): Promise<AuditTrail> {
  return AuditTrail.open({ folder, clock: tickingClock(), log, secondInstance, fullAt });
}

function entry(number: number, fields: Partial<AuditEntry> = {}): AuditEntry {
  return { user: 'Eva', door: 'desktop', procedure: 'device.connect', input: { number }, outcome: 'ok', ...fields };
}

const pointId = crypto.randomUUID();
const write = { pointId, oldValue: 70, newValue: 78.5, outcome: 'verified' };

async function lines(folder: string): Promise<string[]> {
  return (await readFile(join(folder, 'audit.jsonl'), 'utf8')).trimEnd().split('\n');
}

describe('the audit trail', () => {
  it('keeps a thousand entries that come at once in their order, chained, and knows them after a restart', async () => {
    const folder = await temporaryFolder();
    const trail = await open(folder);
    const records = await Promise.all(Array.from({ length: 1000 }, (_, at) => trail.record(entry(at, at === 500 ? { procedure: 'point.write', write } : {}))));
    expect(records.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
    expect(trail.last(pointId)).toMatchObject({ user: 'Eva', newValue: 78.5, outcome: 'verified' });
    await trail.close();
    const again = await open(folder);
    expect(again.verification).toEqual({ records: 1000, problem: null, torn: false });
    expect(again.writes({ pointIds: [pointId], from: 0, to: 2e15 })).toHaveLength(1);
    const next = await again.record(entry(1000));
    expect(next.sequence).toBe(1001);
    expect(next.previousHash).toBe(records[999]?.hash);
    await again.close();
    expect((await stat(join(folder, 'audit.jsonl'))).mode & 0o777).toBe(0o600);
  });

  it('holds no secret', async () => {
    const folder = await temporaryFolder();
    const trail = await open(folder);
    await trail.record(entry(1, { input: { settings: { user: 'eva', password: 'hunter2' } } }));
    await trail.close();
    const text = await readFile(join(folder, 'audit.jsonl'), 'utf8');
    expect(text).toContain('"user":"eva"');
    expect(text).not.toContain('hunter2');
  });

  it('finds a record that was changed, one that was removed, and one that was put in, and goes on after it', async () => {
    for (const tamper of [
      (all: string[]) => all.map((line, at) => (at === 3 ? line.replace('"number":3', '"number":4') : line)),
      (all: string[]) => all.filter((_, at) => at !== 3),
      (all: string[]) => [...all.slice(0, 4), all[2] ?? '', ...all.slice(4)],
    ]) {
      const folder = await temporaryFolder();
      const trail = await open(folder);
      for (let at = 0; at < 8; at += 1) await trail.record(entry(at));
      await trail.close();
      await writeFile(join(folder, 'audit.jsonl'), `${tamper(await lines(folder)).join('\n')}\n`);
      const log = collectingLog();
      const again = await open(folder, { log });
      expect(again.verification.problem).toMatch(/^audit\.jsonl: line [45] /);
      expect(log.lines.join()).toContain('error The audit trail is not whole');
      await again.record(entry(9));
      await again.close();
    }
  });

  it('sets a torn last line aside and keeps everything before it', async () => {
    const folder = await temporaryFolder();
    const trail = await open(folder);
    for (let at = 0; at < 3; at += 1) await trail.record(entry(at));
    await trail.close();
    await appendFile(join(folder, 'audit.jsonl'), '{"sequence":4,"time":17');
    const again = await open(folder);
    expect(again.verification).toEqual({ records: 3, problem: null, torn: true });
    await again.record(entry(4));
    await again.close();
    expect((await open(folder)).verification).toEqual({ records: 4, problem: null, torn: false });
    expect(await readFile(join(folder, 'audit.jsonl.torn'), 'utf8')).toBe('{"sequence":4,"time":17');
  });

  it('a second instance writes a file of its own and touches the first one\'s not', async () => {
    const folder = await temporaryFolder();
    const trail = await open(folder);
    await trail.record(entry(1, { write }));
    const second = await open(folder, { secondInstance: true });
    await second.record(entry(2));
    expect(second.last(pointId)).not.toBeNull();
    await trail.record(entry(3));
    await Promise.all([trail.close(), second.close()]);
    const again = await open(folder);
    expect(again.verification).toEqual({ records: 2, problem: null, torn: false });
    await again.close();
  });

  it('refuses entries that the disk refuses, and its chain is whole after', async () => {
    const folder = await temporaryFolder();
    const trail = await open(folder);
    await trail.record(entry(1));
    const probe = await openFile(join(folder, 'probe'), 'w');
    const datasync = vi.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'datasync').mockRejectedValueOnce(systemError('ENOSPC'));
    await expect(trail.record(entry(2))).rejects.toThrowError('The audit trail could not be written: the disk is full.');
    datasync.mockRestore();
    await probe.close();
    expect((await trail.record(entry(3))).sequence).toBe(2);
    await trail.close();
    expect((await open(folder)).verification).toEqual({ records: 2, problem: null, torn: false });
  });

  it('answers an entry only when it is on the disk, and refuses entries after it was closed', async () => {
    const folder = await temporaryFolder();
    const trail = await open(folder);
    const pending = trail.record(entry(1));
    await trail.close();
    expect((await pending).sequence).toBe(1);
    expect(await lines(folder)).toHaveLength(1);
    await expect(trail.record(entry(2))).rejects.toThrowError('The audit trail is closed.');
  });
});

describe('an audit trail of several files', () => {
  /** Twelve records, two in each file but the last, which is the next record's. */
  async function full(): Promise<{ folder: string; names: string[] }> {
    const folder = await temporaryFolder();
    const trail = await open(folder, { fullAt: 600 });
    for (let at = 0; at < 12; at += 1) await trail.record(entry(at, at === 8 ? { procedure: 'point.write', write } : {}));
    await trail.close();
    return { folder, names: (await readdir(folder)).filter((name) => /^audit\.\d+\.jsonl$/.test(name)).toSorted() };
  }

  it('goes on in a new file where one is full, with one chain over all', async () => {
    const { folder, names } = await full();
    expect(names).toEqual(['02', '04', '06', '08', '10', '12'].map((last) => `audit.0000000000${last}.jsonl`));
    const log = collectingLog();
    const again = await open(folder, { log });
    await again.olderVerified;
    expect(again.verification).toEqual({ records: 6, problem: null, torn: false });
    expect(again.last(pointId)).toMatchObject({ newValue: 78.5 });
    expect((await again.record(entry(12))).sequence).toBe(13);
    expect(await lines(folder)).toHaveLength(1);
    await again.close();
    expect(log.lines).toEqual([]);
  });

  it('finds at the start what was done to the newest files', async () => {
    const { folder, names } = await full();
    await rm(join(folder, names[4] ?? ''));
    const log = collectingLog();
    const again = await open(folder, { log });
    expect(again.verification.problem).toMatch(/^audit\.000000000012\.jsonl: line 1 does not follow/);
    await again.close();
    expect(log.lines.join()).toContain('error The audit trail is not whole');
  });

  it('finds after the start what was done to the older files', async () => {
    for (const [at, what, said] of [
      [0, 'changed', 'audit.000000000002.jsonl: line 1 was changed'],
      [1, 'removed', 'audit.000000000006.jsonl: line 1 does not follow'],
      [2, 'cut', 'what follows audit.000000000006.jsonl does not continue it'],
    ] as const) {
      const { folder, names } = await full();
      const path = join(folder, names[at] ?? '');
      const text = await readFile(path, 'utf8');
      if (what === 'removed') await rm(path);
      else await writeFile(path, what === 'changed' ? text.replace('Eva', 'Ada') : `${text.split('\n')[0] ?? ''}\n`);
      const log = collectingLog();
      const again = await open(folder, { log });
      // Not a word before: the start does not wait for them.
      expect(again.verification.problem).toBeNull();
      await again.olderVerified;
      expect(log.lines.join()).toContain(said);
      await again.close();
    }
  });

  it('writes on where the disk lets no new file begin', async () => {
    const folder = await temporaryFolder();
    const log = collectingLog();
    const trail = await open(folder, { fullAt: 1, log });
    const rotate = vi.spyOn(AuditFiles.prototype, 'rotate').mockRejectedValueOnce(systemError('EACCES'));
    await trail.record(entry(1));
    rotate.mockRestore();
    await trail.record(entry(2));
    await trail.close();
    expect(log.lines.join()).toContain('warn The audit trail could not begin a new file: this user may not write or read there.');
    expect(await readdir(folder)).toEqual(['audit.000000000002.jsonl']);
  });
});
