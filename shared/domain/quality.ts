import { z } from 'zod';

export const qualityLevelSchema = z.enum(['good', 'uncertain', 'bad']);
export type QualityLevel = z.infer<typeof qualityLevelSchema>;

/**
 * Quality of a value: the common word, the reason in few words (`Exception 2`, `No answer`, `Out of range`; empty
 * when good) and the protocol's own flags by their standard names.
 */
export const qualitySchema = z.object({
  level: qualityLevelSchema,
  reason: z.string(),
  flags: z.array(z.string()),
});
export type Quality = z.infer<typeof qualitySchema>;

export const GOOD: Quality = Object.freeze({ level: 'good', reason: '', flags: [] });

/** Bad quality with its reason in few words. */
export function bad(reason: string, flags: string[] = []): Quality {
  return { level: 'bad', reason, flags };
}

/** Uncertain quality with its reason in few words. */
export function uncertain(reason: string, flags: string[] = []): Quality {
  return { level: 'uncertain', reason, flags };
}

/** Flag beside a source time that was taken by a clock that had not been set. */
export const TIME_UNSYNCHRONIZED = 'TIME_UNSYNCHRONIZED';

/** Reasons that more than one part of the product uses. */
export const NO_ANSWER = 'No answer';
export const NOT_CONNECTED = 'Not connected';
export const OUT_OF_RANGE = 'Out of range';
