import type { SafeStorage } from 'electron';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readVaultKey } from '../../../electron/desktop/safe-storage';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keyring that turns every octet round: enough to see that what lies on disk went through it. */
const keyring = (backend: string, available = true): SafeStorage =>
  ({
    getSelectedStorageBackend: () => backend,
    isEncryptionAvailable: () => available,
    encryptString: (text: string) => Buffer.from(text).map((octet) => octet ^ 0xff),
    decryptString: (octets: Buffer) => Buffer.from(octets.map((octet) => octet ^ 0xff)).toString(),
  }) as unknown as SafeStorage;

describe('the key of the vault', () => {
  it('is made once, sealed, readable by its owner alone, and found again', () => {
    const file = join(folder, 'vault-key');
    const first = readVaultKey(keyring('gnome_libsecret'), file, 'linux');
    const second = readVaultKey(keyring('gnome_libsecret'), file, 'linux');
    expect(first.ok && first.key.length).toBe(32);
    expect(second).toEqual(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(first.ok && readFileSync(file).includes(Buffer.from(first.key).toString('base64'))).toBe(false);
  });

  it.each(['basic_text', 'unknown'])('is refused on the backend %s, and nothing is written', (backend) => {
    const file = join(folder, 'vault-key');
    expect(readVaultKey(keyring(backend), file, 'linux')).toMatchObject({ ok: false });
    expect(existsSync(file)).toBe(false);
  });

  it('is refused where safe storage is locked', () => {
    expect(readVaultKey(keyring('', false), join(folder, 'vault-key'), 'win32')).toMatchObject({ ok: false });
  });

  it('is never replaced when it cannot be read: what it sealed would be lost', () => {
    const file = join(folder, 'vault-key');
    writeFileSync(file, 'damaged');
    expect(readVaultKey(keyring('kwallet5'), file, 'linux')).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe('damaged');
  });
});
