import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeProcess } from '../../../electron/tenancy/process-identity';
import { TenantLock } from '../../../electron/tenancy/tenant-lock';
import { collectingLog, temporaryFolder } from '../../support/storage-fixtures';

async function acquire(folder: string): Promise<TenantLock> {
  const lock = await TenantLock.acquire({ folder, log: collectingLog() });
  onTestFinished(() => lock.release());
  return lock;
}

async function sleeper(): Promise<{ pid: number; end: () => Promise<void> }> {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(end);
  return { pid: child.pid ?? 0, end };
}

async function leaveLock(folder: string, fields: object): Promise<void> {
  await writeFile(join(folder, 'lock.json'), JSON.stringify({ id: crypto.randomUUID(), host: hostname(), ...fields }));
}

describe('the lock of a tenant', () => {
  it('lets one write and tells the second who has it, until it is given back', async () => {
    const folder = await temporaryFolder();
    const first = await acquire(folder);
    const second = await acquire(folder);
    expect([first.readOnly, first.reason]).toEqual([false, '']);
    expect(second.readOnly).toBe(true);
    expect(second.reason).toBe(`Another instance of the product (process ${process.pid} on ${hostname()}) has this tenant open. It is open here for reading only; close the other one to change it here.`);
    await second.release();
    expect((await acquire(folder)).readOnly).toBe(true);
    await first.release();
    expect((await acquire(folder)).readOnly).toBe(false);
  });

  it('of a running process holds, of a killed one is taken over', async () => {
    const folder = await temporaryFolder();
    const { pid, end } = await sleeper();
    await leaveLock(folder, await describeProcess(pid));
    expect((await acquire(folder)).readOnly).toBe(true);
    await end();
    expect((await acquire(folder)).readOnly).toBe(false);
  });

  it('is not held by another process that has the same number by now', async () => {
    const folder = await temporaryFolder();
    const { pid } = await sleeper();
    await leaveLock(folder, { ...(await describeProcess(pid)), startedAt: '1' });
    expect((await acquire(folder)).readOnly).toBe(false);
  });

  it('of before the last boot is stale even while the number is in use', async () => {
    const folder = await temporaryFolder();
    const { pid } = await sleeper();
    const identity = await describeProcess(pid);
    await leaveLock(folder, { ...identity, space: `00000000-0000-0000-0000-000000000000 ${identity.space.split(' ')[1] ?? ''}` });
    expect((await acquire(folder)).readOnly).toBe(false);
  });

  it('of another computer or container holds while it is touched, and is stale a minute after', async () => {
    const folder = await temporaryFolder();
    for (const fields of [{ host: 'elsewhere', pid: 1, startedAt: '', space: '' }, { pid: 1, startedAt: '5', space: `${(await describeProcess(1)).space.split(' ')[0] ?? ''} pid:[1]` }]) {
      await leaveLock(folder, fields);
      expect((await acquire(folder)).readOnly).toBe(true);
      const before = new Date(Date.now() - 120_000);
      await utimes(join(folder, 'lock.json'), before, before);
      const taken = await acquire(folder);
      expect(taken.readOnly).toBe(false);
      await taken.release();
    }
  });

  it('that a crash cut while it was made holds for a minute and not for ever', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock.json'), '{"id":');
    expect((await acquire(folder)).readOnly).toBe(true);
    const before = new Date(Date.now() - 120_000);
    await utimes(join(folder, 'lock.json'), before, before);
    expect((await acquire(folder)).readOnly).toBe(false);
  });

  it('goes to exactly one of many that find a stale one at the same time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const folder = await temporaryFolder();
      const { pid, end } = await sleeper();
      await leaveLock(folder, await describeProcess(pid));
      await end();
      const locks = await Promise.all(Array.from({ length: 8 }, () => acquire(folder)));
      expect(locks.filter(({ readOnly }) => !readOnly)).toHaveLength(1);
    }
  });

  it('does not remove the lock of another when it is given back', async () => {
    const folder = await temporaryFolder();
    const lock = await acquire(folder);
    await leaveLock(folder, { host: 'elsewhere', pid: 1, startedAt: '', space: '' });
    await lock.release();
    expect(await readFile(join(folder, 'lock.json'), 'utf8')).toContain('elsewhere');
  });
});
