import { describe, expect, it } from 'vitest';
import { Jobs, type JobFile } from '../../../electron/engine/jobs';

const clock = { nowMicros: () => 1_000_000, monotonicMs: () => 1 };
function make(): { jobs: Jobs; changes: string[]; failures: unknown[] } {
  const changes: string[] = [];
  const failures: unknown[] = [];
  const jobs = new Jobs({ clock, onChange: (id) => changes.push(id), failure: (_what, cause) => (failures.push(cause), 'E-12345678') });
  return { jobs, changes, failures };
}
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe('Long work', () => {
  it('tells its progress and keeps its file until it is fetched', async () => {
    const { jobs, changes } = make();
    let go: (file: JobFile) => void = () => undefined;
    const { id } = jobs.start('Export', (progress) => {
      progress.step('Reading', 3, 10);
      return new Promise((resolve) => (go = resolve));
    });
    expect(jobs.get(id)).toMatchObject({ state: 'running', step: 'Reading', done: 3, total: 10, hasFile: false });
    expect(() => jobs.result(id)).toThrow('still running');
    go({ name: 'a.csv', octets: Buffer.from('x,y').subarray(1) });
    await until(() => jobs.get(id)?.state === 'done');
    expect(jobs.result(id)).toEqual({ name: 'a.csv', contentBase64: Buffer.from(',y').toString('base64') });
    expect(new Set(changes)).toEqual(new Set([id]));
    await jobs.close();
  });

  it('is cancelled on demand, and nothing that it says afterwards counts', async () => {
    const { jobs } = make();
    const { id } = jobs.start('Export', (_progress, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))));
    jobs.cancel(id);
    await until(() => jobs.get(id)?.state === 'cancelled');
    expect(() => jobs.result(id)).toThrow('no file');
    await jobs.close();
  });

  it('keeps the cause of an unknown failure in the log and its id on the screen', async () => {
    const { jobs, failures } = make();
    const cause = new Error('disk');
    const { id } = jobs.start('Export', () => Promise.reject(cause));
    await until(() => jobs.get(id)?.state === 'failed');
    expect(jobs.get(id)?.message).toContain('E-12345678');
    expect(jobs.get(id)?.message).not.toContain('disk');
    expect(failures).toEqual([cause]);
  });

  it('takes eight at once, and remembers fifty that ended', async () => {
    const { jobs } = make();
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
