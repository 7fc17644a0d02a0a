import { describe, expect, it, vi } from 'vitest';
import { externalAddress } from '../../../electron/desktop/hardening';

vi.mock('electron', () => ({ dialog: {}, shell: {}, net: {}, protocol: {} }));

describe('an address for the browser', () => {
  it('is taken as https', () => {
    expect(externalAddress('https://example.org/a?b#c')?.href).toBe('https://example.org/a?b#c');
  });

  it.each(['http://example.org/', 'file:///etc/hostname', 'javascript:alert(1)', 'data:text/html,x', 'smb://host/share', 'ms-msdt:/id', 'thermacore://app/', 'https://name:word@example.org/', 'https://name@example.org/', '', '//example.org'])('is refused: %s', (address) => {
    expect(externalAddress(address)).toBeUndefined();
  });
});
