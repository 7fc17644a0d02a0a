import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Jobs, type JobFile } from '../../../electron/engine/jobs';
import { temporaryFolder } from '../../support/storage-fixtures';

const clock = { nowMicros: () => 1_000_000, monotonicMs: () => 1 };
async function make(): Promise<{ jobs: Jobs; folder: string; changes: string[]; failures: unknown[] }> {
  const folder = join(await temporaryFolder(), 'exports');
  const changes: string[] = [];
  const failures: unknown[] = [];
  const jobs = new Jobs({ clock, folder, onChange: (id) => changes.push(id), failure: (_what, cause) => (failures.push(cause), 'E-12345678') });
  return { jobs, folder, changes, failures };
}
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe('Long work', () => {
  it('tells its progress and keeps its file until it is fetched', async () => {
    const { jobs, folder, changes } = await make();
    let go: (file: JobFile) => void = () => undefined;
    let path = '';
    const { id } = jobs.start('Export', (progress, _signal, at) => {
      path = at;
      progress.step('Reading', 3, 10);
      return new Promise((resolve) => (go = resolve));
    });
    await until(() => path !== '');
    expect(jobs.get(id)).toMatchObject({ state: 'running', step: 'Reading', done: 3, total: 10, hasFile: false });
    await expect(jobs.result(id, 0)).rejects.toThrow('still running');
    writeFileSync(path, 'x,y');
    go({ name: 'a.csv', size: 3 });
    await until(() => jobs.get(id)?.state === 'done');
    expect(await jobs.result(id, 0)).toEqual({ name: 'a.csv', contentBase64: Buffer.from('x,y').toString('base64'), part: 0, parts: 1 });
    await expect(jobs.result(id, 1)).rejects.toMatchObject({ code: 'bad_input' });
    expect(new Set(changes)).toEqual(new Set([id]));
    expect(readdirSync(folder)).toHaveLength(1);
    await jobs.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('hands out a large file in parts that together are the file', async () => {
    const { jobs } = await make();
    const whole = Buffer.alloc(9 * 1024 * 1024 + 5, 'a,ä\r\n');
    const { id } = jobs.start('Export', (_progress, _signal, path) => {
      writeFileSync(path, whole);
      return Promise.resolve({ name: 'a.csv', size: whole.length });
    });
    await until(() => jobs.get(id)?.state === 'done');
    const { parts } = await jobs.result(id, 0);
    expect(parts).toBe(3);
    const pieces: Buffer[] = [];
    for (let part = 0; part < parts; part += 1) pieces.push(Buffer.from((await jobs.result(id, part)).contentBase64, 'base64'));
    expect(Buffer.concat(pieces).equals(whole)).toBe(true);
    await jobs.close();
  });

  it('leaves no file of a job that was cancelled or failed, nor what a killed process left', async () => {
    const folder = join(await temporaryFolder(), 'exports');
    mkdirSync(folder);
    writeFileSync(join(folder, 'left'), 'by a killed process');
    const jobs = new Jobs({ clock, folder, onChange: () => undefined, failure: () => 'E-1' });
    const failed = jobs.start('Export', async (_progress, _signal, path) => {
      expect(readdirSync(folder)).toEqual([]);
      writeFileSync(path, 'half');
      throw new Error('disk');
    });
    const cancelled = jobs.start('Export', (_progress, signal, path) => {
      writeFileSync(path, 'half');
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    });
    await until(() => jobs.get(failed.id)?.state === 'failed' && existsSync(join(folder, cancelled.id)));
    jobs.cancel(cancelled.id);
    await until(() => readdirSync(folder).length === 0);
    expect(jobs.get(cancelled.id)?.state).toBe('cancelled');
    await jobs.close();
  });

  it('lets the oldest files give way where they take more than two gibibytes together', async () => {
    const { jobs, folder } = await make();
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      const { id } = jobs.start('Export', (_progress, _signal, path) => {
        writeFileSync(path, 'x');
        return Promise.resolve({ name: 'a.csv', size: 1024 ** 3 });
      });
      ids.push(id);
      await until(() => jobs.get(id)?.state === 'done');
    }
    await until(() => readdirSync(folder).length === 2);
    expect(ids.map((id) => jobs.get(id)?.hasFile)).toEqual([false, true, true]);
    await jobs.close();
  });

  it('is cancelled on demand, and nothing that it says afterwards counts', async () => {
    const { jobs } = await make();
    const { id } = jobs.start('Export', (_progress, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))));
    jobs.cancel(id);
    await until(() => jobs.get(id)?.state === 'cancelled');
    await expect(jobs.result(id, 0)).rejects.toThrow('no file');
    await jobs.close();
  });

  it('keeps the cause of an unknown failure in the log and its id on the screen', async () => {
    const { jobs, failures } = await make();
    const cause = new Error('disk');
    const { id } = jobs.start('Export', () => Promise.reject(cause));
    await until(() => jobs.get(id)?.state === 'failed');
    expect(jobs.get(id)?.message).toContain('E-12345678');
    expect(jobs.get(id)?.message).not.toContain('disk');
    expect(failures).toEqual([cause]);
  });

  it('takes eight at once, and remembers fifty that ended', async () => {
    const { jobs } = await make();
    for (let at = 0; at < 8; at += 1) jobs.start(`J${at}`, (_progress, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))));
    expect(() => jobs.start('one more', () => Promise.resolve(null))).toThrow('8 jobs are running');
    for (const { id } of jobs.list()) jobs.cancel(id);
    await until(() => jobs.list().every(({ state }) => state === 'cancelled'));
    for (let at = 0; at < 60; at += 1) {
      const { id } = jobs.start(`K${at}`, () => Promise.resolve(null));
      await until(() => jobs.get(id)?.state === 'done');
    }
    expect(jobs.list()).toHaveLength(50);
    expect(jobs.list()[0]?.title).toBe('K59');
  });
});
