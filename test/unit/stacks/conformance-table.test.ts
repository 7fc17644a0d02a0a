import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FUNCTION, OBJECT_TYPES, objectType } from '../../../electron/stacks/dnp3';

/** The conformance table of the DNP3 library's README: what it claims is shown by tests that there are. */
const README = readFileSync('electron/stacks/dnp3/README.md', 'utf8');

/** `M` and where it is: `session/dnp3/master`. */
const legend = new Map(
  [...(/Tests are under `test\/`: (.*)/.exec(README)?.[1] ?? '').matchAll(/([A-Z]{1,2}) ((?:`[^`]+`(?: and )?)+)/g)].map(([, key = '', files = '']) => [key, [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file)] as const),
);

interface Row {
  readonly table: string;
  readonly cells: readonly string[];
}

const rows = README.split(/^### /m)
  .slice(1)
  .flatMap((part): Row[] => {
    const [title = '', ...lines] = part.split('\n');
    const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
    return cells.slice(2).map((row) => ({ table: title, cells: row }));
  });

it('names test files that there are', () => {
  expect(legend.size).toBeGreaterThan(20);
  for (const files of legend.values()) for (const file of files) expect(existsSync(`test/${file}.test.ts`), file).toBe(true);
});

it('names a test in every line that claims something', () => {
  expect(rows.length).toBeGreaterThan(60);
  const unshown = rows.filter(({ cells }) => {
    const named = (cells.at(-1) ?? '').match(/[A-Z]{1,2}(?![A-Za-z])/g) ?? [];
    const claims = cells.slice(1, -1).some((cell) => /^(?:yes|p\b|e\b|all)/.test(cell));
    return claims && (named.length === 0 || !named.every((key) => legend.has(key)));
  });
  expect(unshown.map(({ cells }) => cells.join(' | '))).toEqual([]);
});

it('has a line for every function code and every group that the library knows', () => {
  const numbers = (table: string): Set<number> =>
    new Set(
      rows
        .filter((row) => row.table === table)
        .flatMap(({ cells: [cell = ''] }) => cell.split(',').flatMap((part) => {
          const [from = Number.NaN, to = from] = part.split(/ to /).map(Number);
          return Array.from({ length: to - from + 1 }, (_, at) => from + at);
        })),
    );
  const functions = numbers('Functions');
  expect(Object.values(FUNCTION).filter((code) => !functions.has(code))).toEqual([]);
  const groups = numbers('Objects');
  const known = new Set([...OBJECT_TYPES.map(({ group }) => group), ...Array.from({ length: 256 }, (_, group) => group).filter((group) => objectType(group, 1) !== undefined)]);
  expect([...known].filter((group) => !groups.has(group))).toEqual([]);
});
