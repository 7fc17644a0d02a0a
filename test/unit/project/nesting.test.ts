import { expect, it } from 'vitest';
import { isNestedDeeper, MOST_FILE_LEVELS } from '../../../shared/domain/nesting';
import { parseJson } from '../../../electron/disk/parse-json';

const nested = (levels: number): string => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;

it('counts objects and lists alike', () => {
  expect(isNestedDeeper(JSON.parse(nested(10)), 10)).toBe(false);
  expect(isNestedDeeper(JSON.parse(nested(10)), 9)).toBe(true);
  expect(isNestedDeeper('text', 0)).toBe(false);
  expect(isNestedDeeper(new Uint8Array(3), 0)).toBe(false);
});

it('takes a file nested deeper than any of ours for no JSON, so that no schema overflows on it', () => {
  expect(parseJson(Buffer.from(nested(MOST_FILE_LEVELS)))).toBeDefined();
  expect(parseJson(Buffer.from(nested(MOST_FILE_LEVELS + 2)))).toBeUndefined();
  expect(parseJson(Buffer.from(nested(200_000)))).toBeUndefined();
});
