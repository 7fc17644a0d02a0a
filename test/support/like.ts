import { expect } from 'vitest';

/** Matchers of vitest as `unknown`: they stand in expectations, and say nothing about types. */
export const like = {
  text: expect.any(String) as unknown,
  number: expect.any(Number) as unknown,
  anything: expect.anything() as unknown,
  containing: (part: string): unknown => expect.stringContaining(part),
  matching: (pattern: RegExp): unknown => expect.stringMatching(pattern),
  near: (value: number, digits: number): unknown => expect.closeTo(value, digits),
  listWith: (...items: unknown[]): unknown => expect.arrayContaining(items),
  object: (fields: Record<string, unknown>): unknown => expect.objectContaining(fields),
};

/** A field deep in what came as JSON, by its path: `readings.level_0.quality`; undefined where there is none. */
export function at(value: unknown, path: string): unknown {
  let here = value;
  for (const key of path.split('.')) {
    if (here === null || typeof here !== 'object') return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}
