import { z } from 'zod';

/** A number that a form gives as the text of its choice, a program as it is. */
const numberOrText = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

/** A whole number from `low` to `high`. */
export const numberBetween = (low: number, high: number) => numberOrText.pipe(z.number().int().min(low).max(high));

/** One of a few numbers. */
export const oneOf = <const N extends readonly number[]>(numbers: N, fallback: N[number]) => numberOrText.refine((value) => numbers.includes(value), `one of ${numbers.join(', ')}`).default(fallback);

/** Certificates as PEM text; empty for none. */
export const pem = (what: string) =>
  z
    .string()
    .trim()
    .max(1_000_000)
    .refine((text) => text === '' || /-----BEGIN [A-Z ]*CERTIFICATE-----/.test(text), `${what} is text that holds -----BEGIN CERTIFICATE-----; files that do not are another format than PEM`)
    .default('');
