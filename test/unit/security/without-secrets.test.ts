import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { createMqttProtocol } from '../../../electron/protocols/mqtt';
import { withoutSecrets } from '../../../electron/security/without-secrets';

describe('what the audit trail keeps of an input', () => {
  it('leaves secrets out by their name and by what they look like', () => {
    expect(
      withoutSecrets({
        host: 'broker',
        password: 'hunter2',
        tls: { key: '-----BEGIN PRIVATE KEY-----\nMII', passphrase: 'x', verify: true },
        settings: { password: 'vault:1', secret: '', accessToken: 'abc', tokens: ['a'] },
      }),
    ).toEqual({
      host: 'broker',
      password: '(left out)',
      tls: { key: '(left out)', passphrase: '(left out)', verify: true },
      settings: { password: 'vault:1', secret: '', accessToken: '(left out)', tokens: '(left out)' },
    });
  });

  it('knows by name every secret that a protocol has in its forms', () => {
    const fields = [createDnp3Protocol(), createModbusProtocol(), createMqttProtocol()].flatMap(({ description, server }) => [...description.lineFields, ...description.deviceFields, ...(server?.description.portFields ?? []), ...(server?.description.unitFields ?? [])]);
    const all = fields.flatMap((field) => [field, ...(field.items?.fields ?? [])]);
    const secrets = all.filter(({ kind }) => kind === 'secret').map(({ key }) => key);
    expect(secrets).toEqual(expect.arrayContaining(['password', 'updateKey', 'authorityKey']));
    for (const key of secrets) expect(withoutSecrets({ [key]: '0123456789abcdef' })).toEqual({ [key]: '(left out)' });
  });

  it('cuts what is long and says so', () => {
    expect(withoutSecrets({ points: Array.from({ length: 100_000 }, (_, at) => at) })).toEqual({ points: [...Array.from({ length: 50 }, (_, at) => at), '(99950 more)'] });
    expect(withoutSecrets('x'.repeat(1000))).toBe(`${'x'.repeat(500)}... (1000 characters)`);
  });

  it('is small JSON whatever comes', () => {
    const nested: { inner?: unknown } = {};
    nested.inner = nested;
    expect(JSON.stringify(withoutSecrets(nested)).length).toBeLessThan(500);
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (value) => {
        const text = JSON.stringify(withoutSecrets(value));
        expect(JSON.parse(text)).toEqual(JSON.parse(text));
      }),
      { seed: 1 },
    );
  });

  it('leaves the content of files out, whatever it is', () => {
    const copy = withoutSecrets({ name: '/config/station.cfg', contentBase64: Buffer.from('password=hunter2').toString('base64') });
    expect(copy).toEqual({ name: '/config/station.cfg', contentBase64: '(a file, 24 characters of base64)' });
  });
});
