import { describe, expect, it } from 'vitest';
import { startTrouble } from '../../../electron/desktop/start-trouble';
import { PlainError } from '../../../electron/disk/plain-error';

describe('What people read when the application could not start', () => {
  it('is our own words where there are some', () => {
    expect(startTrouble(new PlainError('The vault is damaged.'), '/data')).toBe('The vault is damaged.');
  });

  it('is what a trouble of the disk means, with the folder, never the words of the system', () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write '/data/x'"), { code: 'ENOSPC' });
    expect(startTrouble(full, '/data')).toMatch(/^The data folder \/data can't be used: the disk is full\./);
    expect(startTrouble(full, '/data')).not.toContain('ENOSPC');
  });

  it('is no text of a library', () => {
    expect(startTrouble(new TypeError("Cannot read properties of undefined (reading 'x')"), '/data')).not.toMatch(/undefined|TypeError/);
  });
});
