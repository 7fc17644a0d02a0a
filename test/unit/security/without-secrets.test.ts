import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
});
