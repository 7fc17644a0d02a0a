import { randomBytes } from 'node:crypto';
import { AtomicFile } from '../disk/atomic-file';
import { PlainError } from '../disk/plain-error';
import { NodeFileSystem, type FileSystem } from '../disk/file-system';

export const VAULT_KEY_OCTETS = 32;

/**
 * The key of the vaults where there is no safe storage of the operating system (headless): a file of mode 600 that the
 * first run makes. Rejects when the file is there and is no key: a new one would make every kept secret unreadable.
 */
export async function readVaultKeyFile(path: string, fileSystem: FileSystem = new NodeFileSystem()): Promise<Uint8Array> {
  const file = new AtomicFile({ fileSystem, path, mode: 0o600 });
  const octets = await file.read();
  if (octets !== null) {
    const key = Buffer.from(octets.toString('latin1').trim(), 'base64url');
    if (key.length !== VAULT_KEY_OCTETS) throw new PlainError(`The vault's key in ${path} is damaged. Put the right file there, or remove it and enter all secrets again.`);
    return new Uint8Array(key);
  }
  const key = randomBytes(VAULT_KEY_OCTETS);
  await file.write([`${key.toString('base64url')}\n`]);
  return new Uint8Array(key);
}
