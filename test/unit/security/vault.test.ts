import { describe, expect, it } from 'vitest';
import { Vault, type VaultKey } from '../../../electron/security/vault';
import { readVaultKeyFile } from '../../../electron/security/vault-key-file';
import { MemoryFileSystem, systemError } from '../../support/storage-fixtures';

const PEER = 'mqtts broker.plant:8883';
const key: VaultKey = { ok: true, key: new Uint8Array(32).fill(7) };

function open(files: MemoryFileSystem, options: { key?: VaultKey; tenantId?: string; readOnly?: boolean } = {}): Promise<Vault> {
  return Vault.open({ path: '/t/vault.json', key, tenantId: 'A', fileSystem: files, ...options });
}

describe('the vault', () => {
  it('keeps a secret over a restart, and nothing of it is readable in the files', async () => {
    const files = new MemoryFileSystem();
    const vault = await open(files);
    const [first, second] = await Promise.all([vault.put('hunter2', PEER), vault.put('hunter2', PEER)]);
    expect(first).toMatch(/^vault:[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
    const again = await open(files);
    expect(again.get(first, PEER)).toBe('hunter2');
    expect(again.get(second, PEER)).toBe('hunter2');
    expect(again.get('vault:none', PEER)).toBeNull();
    expect(again.get('__proto__', PEER)).toBeNull();
    const text = [...files.files.values()].map(String).join();
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(Buffer.from('hunter2').toString('base64').slice(0, 8));
  });

  it('opens with no other key, in no other tenant, and not after a change of a single octet', async () => {
    const files = new MemoryFileSystem();
    const reference = await (await open(files)).put('hunter2', PEER);
    await expect(async () => (await open(files, { key: { ok: true, key: new Uint8Array(32).fill(8) } })).get(reference, PEER)).rejects.toThrowError('does not open with the key of this machine');
    await expect(async () => (await open(files, { tenantId: 'B' })).get(reference, PEER)).rejects.toThrowError('does not open');
    const text = files.files.get('/t/vault.json')?.toString() ?? '';
    const data = /"data":"(.)/.exec(text)?.[1] ?? '';
    files.files.set('/t/vault.json', Buffer.from(text.replace(`"data":"${data}`, `"data":"${data === 'A' ? 'B' : 'A'}`)));
    await expect(async () => (await open(files)).get(reference, PEER)).rejects.toThrowError('does not open');
  });

  it('opens for the peer alone that the secret was kept for, whatever the file says', async () => {
    const files = new MemoryFileSystem();
    const vault = await open(files);
    const reference = await vault.put('hunter2', PEER);
    expect(vault.refusal(reference, PEER)).toBeNull();
    expect(vault.refusal(reference, 'mqtts broker.elsewhere:8883')).toBe('was kept for mqtts broker.plant:8883, and this is mqtts broker.elsewhere:8883: enter it again');
    expect(() => vault.get(reference, 'mqtts broker.elsewhere:8883')).toThrowError('A password or key was kept for mqtts broker.plant:8883');
    const text = files.files.get('/t/vault.json')?.toString() ?? '';
    files.files.set('/t/vault.json', Buffer.from(text.replace('broker.plant', 'broker.elsewhere')));
    await expect(async () => (await open(files)).get(reference, 'mqtts broker.elsewhere:8883')).rejects.toThrowError('does not open');
  });

  it('asks again for a secret that was kept without its peer', async () => {
    const files = new MemoryFileSystem();
    const reference = await (await open(files)).put('hunter2', PEER);
    const text = files.files.get('/t/vault.json')?.toString() ?? '';
    files.files.set('/t/vault.json', Buffer.from(text.replace(`,"peer":"${PEER}"`, '')));
    await expect(async () => (await open(files)).get(reference, PEER)).rejects.toThrowError('was kept without the address that it is for: enter it again');
  });

  it('keeps nothing where there is no key, and says why', async () => {
    const vault = await open(new MemoryFileSystem(), { key: { ok: false, reason: 'the operating system has no safe storage' } });
    await expect(vault.put('x', PEER)).rejects.toThrowError("Secrets can't be kept here: the operating system has no safe storage");
  });

  it('does not take a secret for kept that the disk refused', async () => {
    const files = new MemoryFileSystem();
    const vault = await open(files);
    const kept = await vault.put('one', PEER);
    files.before = (call) => {
      if (call === 'sync') throw systemError('ENOSPC');
    };
    await expect(vault.put('two', PEER)).rejects.toThrowError('The secret could not be kept: the disk is full.');
    files.before = () => undefined;
    const later = await vault.put('three', PEER);
    const again = await open(files);
    expect([again.get(kept, PEER), again.get(later, PEER)]).toEqual(['one', 'three']);
  });

  it('survives a crash between the two renames of a save', async () => {
    const files = new MemoryFileSystem();
    const vault = await open(files);
    const first = await vault.put('one', PEER);
    files.before = (call, path) => {
      if (call === 'rename' && path.endsWith('.tmp')) throw systemError('EIO');
    };
    await expect(vault.put('two', PEER)).rejects.toThrowError('The secret could not be kept');
    expect(files.files.has('/t/vault.json')).toBe(false);
    expect((await open(files)).get(first, PEER)).toBe('one');
  });
});

describe('the key file', () => {
  it('is made once and read ever after; a damaged one is never replaced', async () => {
    const files = new MemoryFileSystem();
    const made = await readVaultKeyFile('/d/vault-key', files);
    expect(made).toHaveLength(32);
    expect(await readVaultKeyFile('/d/vault-key', files)).toEqual(made);
    files.files.set('/d/vault-key', Buffer.from('abc'));
    await expect(readVaultKeyFile('/d/vault-key', files)).rejects.toThrowError(/is damaged/);
  });
});
