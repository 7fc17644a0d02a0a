import { expect, it } from 'vitest';
import { parentPath, pathIn } from '../../../renderer/features/device-files/file-paths';

const description = { root: '/', separator: '/' };

it('goes up to the root and no further', () => {
  expect(['/log/old/', '/log/old', '/log', 'log', '/', ''].map((path) => parentPath(path, description))).toEqual(['/log', '/log', '/', '/', null, null]);
});

it('puts a name into a directory', () => {
  expect(['/', '/log', '/log/', ''].map((path) => pathIn(path, 'a.txt', description))).toEqual(['/a.txt', '/log/a.txt', '/log/a.txt', 'a.txt']);
});
