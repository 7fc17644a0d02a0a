import { expect, it } from 'vitest';
import { confirmDelete, confirmWrite } from '../../../electron/engine/device-files/file-sentences';

const file = { name: 'a.txt', path: '/a.txt', type: 'file' as const, size: 1204, modified: 1_700_000_000_000_000, permissions: 'rw-------' };

it('says what is overwritten, what is new, and where that is not known', () => {
  expect(confirmWrite('RTU', '/a.txt', 1, file)).toBe('Overwrites /a.txt in RTU (1,204 octets, of 2023-11-14 22:13:20 UTC) with 1 octet. What is there now is lost.');
  expect(confirmWrite('RTU', '/a.txt', 9, null)).toBe('Sends 9 octets to RTU as /a.txt, which is not there yet.');
  expect(confirmWrite('RTU', '/a.txt', 9, 'unknown')).toContain('does not tell whether such a file is there');
});

it('says what is deleted, and refuses what is not there', () => {
  expect(confirmDelete('RTU', '/a.txt', { ...file, modified: null })).toBe("Deletes /a.txt of RTU (1,204 octets). This can't be undone.");
  expect(() => confirmDelete('RTU', '/a.txt', null)).toThrow('RTU has no file /a.txt. Nothing was sent.');
});

it('neither overwrites nor deletes a directory', () => {
  const directory = { ...file, type: 'directory' as const };
  expect(() => confirmWrite('RTU', '/a.txt', 9, directory)).toThrow('is a directory');
  expect(() => confirmDelete('RTU', '/a.txt', directory)).toThrow('is a directory');
});
