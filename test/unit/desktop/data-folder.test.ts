import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseDataFolder, type DataFolderQuestion } from '../../../electron/desktop/data-folder';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ask = (change: Partial<DataFolderQuestion>): string =>
  chooseDataFolder({ asked: undefined, executable: join(folder, 'app', 'thermacore'), packaged: true, platform: 'linux', userData: join(folder, 'user'), ...change });

describe('the data folder', () => {
  beforeEach(() => mkdirSync(join(folder, 'app')));

  it('is the one that was asked for, made for its owner alone', () => {
    const asked = join(folder, 'a', 'b');
    expect(ask({ asked })).toBe(asked);
    expect(statSync(asked).mode & 0o777).toBe(0o700);
  });

  it("is the user's own otherwise", () => {
    expect(ask({})).toBe(join(folder, 'user', 'data'));
  });

  it('is beside the executable where there is one already', () => {
    mkdirSync(join(folder, 'app', 'data'));
    expect(ask({})).toBe(join(folder, 'app', 'data'));
  });

  it('is beside the executable on Windows when it runs out of its zip', () => {
    expect(ask({ platform: 'win32' })).toBe(join(folder, 'app', 'data'));
  });

  it("is the user's own on Windows when it was installed", () => {
    writeFileSync(join(folder, 'app', 'Uninstall ThermaCore Workstation.exe'), '');
    expect(ask({ platform: 'win32' })).toBe(join(folder, 'user', 'data'));
  });

  it('is never beside the runtime during development', () => {
    mkdirSync(join(folder, 'app', 'data'));
    expect(ask({ packaged: false })).toBe(join(folder, 'user', 'data'));
  });
});
