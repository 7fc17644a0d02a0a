import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SessionFile, type KeptSession } from '../../../electron/security/session-file';

const warnings: string[] = [];
const log = { info: () => {}, warn: (message: string) => warnings.push(message), error: () => {}, failure: (what: string) => what };
const session: KeptSession = { digest: 'abc', user: 'access-token', permissions: ['view', 'write'], homeTenantId: '3f0c6a52-1d6a-4b7e-9d35-0a1b2c3d4e5f', tenantIds: null, endsAt: 5 };
let folder = '';

beforeEach(async () => {
  warnings.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'thermacore-sessions-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('sessions are read back after a restart, from a file that only its owner can read', async () => {
  const before = await SessionFile.open({ folder, log });
  before.keep([]);
  before.keep([session]);
  await before.close();
  expect((await stat(join(folder, 'sessions.json'))).mode & 0o777).toBe(0o600);
  expect((await SessionFile.open({ folder, log })).kept).toEqual([session]);
});

test('a damaged file is said and costs a new login, nothing else', async () => {
  await writeFile(join(folder, 'sessions.json'), '{"version":1,"sessions":[{"digest":4}]}');
  expect((await SessionFile.open({ folder, log })).kept).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining("can't be read")]);
});

test('a disk that refuses is said and stops nothing', async () => {
  const file = await SessionFile.open({ folder, log });
  await rm(folder, { recursive: true });
  file.keep([session]);
  await file.close();
  expect(warnings).toEqual([expect.stringContaining('could not be kept')]);
  await mkdir(folder);
  file.keep([session]);
  await file.close();
  expect(await readFile(join(folder, 'sessions.json'), 'utf8')).toContain('abc');
});
