import { vi } from 'vitest';
import type { IRawProperty, Parameters } from 'fast-check';

/**
 * Runs before every test file of `npm run soak`: properties draw SOAK_PROPERTIES times as many samples as they ask for, from
 * a seed of their own time. What fails prints its seed and its path, as it does otherwise.
 */
const factor = Number(process.env['SOAK_PROPERTIES']);

vi.mock('fast-check', async (importOriginal) => {
  const original = await importOriginal<typeof import('fast-check')>();
  const more = <Ts>(property: IRawProperty<Ts>, { seed: _fixed, numRuns = 100, ...others }: Parameters<Ts> = {}) => original.assert(property, { ...others, numRuns: numRuns * factor });
  return { ...original, assert: more };
});
