import { describe, expect, it } from 'vitest';
import { AccessTokens } from '../../../electron/security/access-tokens';
import { permissions } from '../../../shared/contract/procedure';
import { collectingLog, MemoryFileSystem } from '../../support/storage-fixtures';

async function open(files = new MemoryFileSystem()) {
  const log = collectingLog();
  return { files, log, tokens: await AccessTokens.open({ folder: '/d', log, fileSystem: files }) };
}

describe('access tokens', () => {
  it('the first run makes one with every permission and keeps it for the runs after', async () => {
    const { files, tokens, log } = await open();
    const token = files.files.get('/d/access-token')?.toString().trim() ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(log.lines.join()).not.toContain(token);
    const grant = tokens.authenticate(token);
    expect([...(grant?.permissions ?? [])]).toEqual([...permissions]);
    expect(grant?.tenantIds).toBeNull();
    const again = await open(files);
    expect(again.tokens.authenticate(token)).not.toBeNull();
  });

  it('nobody gets in with another text, a part of the token or nothing', async () => {
    const { files, tokens } = await open();
    const token = files.files.get('/d/access-token')?.toString().trim() ?? '';
    for (const wrong of ['', token.slice(0, -1), `${token} `, token.toUpperCase(), 'x'.repeat(10_000)]) expect(tokens.authenticate(wrong)).toBeNull();
  });

  it('further ones hold fewer permissions, are kept as hashes only, and can be ended', async () => {
    const { files, tokens } = await open();
    const tenant = crypto.randomUUID();
    const token = await tokens.create({ name: 'Historian', permissions: ['view'], tenantIds: [tenant] });
    expect([...files.files.values()].map(String).join()).not.toContain(token);
    const again = await open(files);
    expect(again.tokens.authenticate(token)).toEqual({ user: 'Historian', permissions: new Set(['view']), tenantIds: new Set([tenant]) });
    await expect(again.tokens.create({ name: 'Historian', permissions: ['view'], tenantIds: null })).rejects.toThrowError('There is an access token Historian already.');
    await again.tokens.revoke('Historian');
    expect(again.tokens.authenticate(token)).toBeNull();
    expect((await open(files)).tokens.list()).toEqual([]);
  });

  it('none is made under a name that begins with #, which the engine keeps for itself', async () => {
    const { tokens } = await open();
    await expect(tokens.create({ name: '#engine', permissions: ['view'], tenantIds: null })).rejects.toMatchObject({ code: 'bad_input', details: { fields: [{ path: 'name' }] } });
    expect(tokens.list()).toEqual([]);
  });

  it('a damaged file stops the start instead of letting anybody in', async () => {
    const { files } = await open();
    files.files.set('/d/access-tokens.json', Buffer.from('{"version":1,"tok'));
    await expect(open(files)).rejects.toThrowError(/access tokens is damaged/);
    files.files.delete('/d/access-tokens.json');
    files.files.set('/d/access-token', Buffer.from('short\n'));
    await expect(open(files)).rejects.toThrowError(/shorter than 32 characters/);
  });
});
