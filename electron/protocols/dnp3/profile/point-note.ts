import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { opaqueSchema, type Point } from '../../../../shared/domain/point';
import { ADDRESS_TYPES } from '../point-address';
import type { StatedPoint } from '../../protocol';

const noteSchema = z.object({ type: z.enum(ADDRESS_TYPES), fields: opaqueSchema, address: opaqueSchema });
export type PointNote = z.infer<typeof noteSchema>;

/**
 * What is true of a point and not told by the elements, as the body of a processing instruction: read with them it gives
 * the whole point. Other programs pass it over, and no schema minds it.
 */
export function noteOf({ address, ...fields }: Point, type: PointNote['type'], told: StatedPoint): string {
  const note = { type, fields: untold(fields, told.fields), address: untold(address, told.address) };
  // ASCII alone, and nothing that could end the instruction.
  return JSON.stringify(note).replaceAll(/[^ -~]|[>?]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Null for a body that is no such note. */
export function readNote(body: string): PointNote | null {
  try {
    const parsed = noteSchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function untold(all: object, told: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => !isDeepStrictEqual(value, Reflect.get(told, key))));
}
