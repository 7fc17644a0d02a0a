import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY, fileFor } from '../../../electron/desktop/app-scheme';

vi.mock('electron', () => ({ net: {}, protocol: {} }));

const folder = join('/', 'opt', 'app', 'dist', 'renderer');

describe('the scheme of the window', () => {
  it('maps the start and files below the folder', () => {
    expect(fileFor('thermacore://app/', folder)).toBe(join(folder, 'index.html'));
    expect(fileFor('thermacore://app/index.html?theme=dark#start', folder)).toBe(join(folder, 'index.html'));
    expect(fileFor('thermacore://app/assets/index-1.js', folder)).toBe(join(folder, 'assets', 'index-1.js'));
    expect(fileFor('thermacore://app/a%20name.png', folder)).toBe(join(folder, 'a name.png'));
  });

  it.each([
    ['another host', 'thermacore://other/index.html'],
    ['another scheme', 'https://app/index.html'],
    ['a path that climbs in encoded form', 'thermacore://app/..%2f..%2fpackage.json'],
    ['a path that climbs twice encoded at its start', 'thermacore://app/assets/..%2f..%2f..%2fpackage.json'],
    ['a backslash', 'thermacore://app/..%5c..%5cpackage.json'],
    ['a zero octet', 'thermacore://app/index.html%00.js'],
    ['a bad escape', 'thermacore://app/%zz'],
    ['no address', 'index.html'],
    ['a sibling whose name begins alike', 'thermacore://app/..%2frenderer-of-another/index.html'],
  ])('serves nothing for %s', (_name, address) => {
    expect(fileFor(address, folder)).toBeUndefined();
  });

  it('allows scripts from itself alone', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toContain("script-src 'self';");
    expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe-eval');
  });
});
