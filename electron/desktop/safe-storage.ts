import type { SafeStorage } from 'electron';
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

export type VaultKey = { readonly ok: true; readonly key: Uint8Array } | { readonly ok: false; readonly reason: string };

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function writeDurably(file: string, octets: Buffer): void {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, octets);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}

/**
 * The 32-octet key of the vault, sealed by the operating system's safe storage. Electron's `basic_text` backend, which it
 * takes on a Linux without a keyring, seals with a password that everybody knows: it is refused, and secrets cannot be
 * kept there (a passphrase in its place is not built yet).
 * Must be called when the app is ready.
 */
export function readVaultKey(safeStorage: SafeStorage, file: string, platform: NodeJS.Platform): VaultKey {
  if (platform === 'linux') {
    const backend = safeStorage.getSelectedStorageBackend();
    if (backend === 'basic_text' || backend === 'unknown') {
      return { ok: false, reason: 'This system has no keyring (such as GNOME Keyring or KWallet), so passwords cannot be kept safely here. Start a keyring and then the application again.' };
    }
  }
  if (!safeStorage.isEncryptionAvailable()) return { ok: false, reason: "The system's safe storage is locked or missing, so passwords cannot be kept. Unlock it and start the application again." };
  try {
    const key = Buffer.from(safeStorage.decryptString(readFileSync(file)), 'base64');
    return key.length === 32 ? { ok: true, key } : { ok: false, reason: `The key in ${file} is damaged. Passwords kept with it cannot be read.` };
  } catch (error) {
    if (!isMissing(error)) return { ok: false, reason: `The key in ${file} cannot be opened on this account. Passwords kept with it cannot be read.` };
  }
  const key = randomBytes(32);
  writeDurably(file, safeStorage.encryptString(key.toString('base64')));
  return { ok: true, key };
}
