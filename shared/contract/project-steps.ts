import { z } from 'zod';
import { deviceSchema, lineSchema } from '../domain/device';
import { pointSchema } from '../domain/point';
import { projectSchema, trendSchema } from '../domain/project';
import { simulatorSchema } from '../domain/simulator';
import { microsSchema } from '../domain/time';

/** What the screens need to know about the open project's file. */
export const projectFileSchema = z.object({
  readOnly: z.boolean(),
  readOnlyReason: z.string(),
  undoLabel: z.string().nullable(),
  redoLabel: z.string().nullable(),
  savedAt: microsSchema.nullable(),
  /** Why the last save failed; empty when it did not. */
  saveError: z.string(),
  /** Set when the file was recovered: what was found and what was done. */
  recovery: z.string(),
});
export type ProjectFile = z.infer<typeof projectFileSchema>;

/**
 * A list told by the list before it: stretches of the earlier list that stay (from which place, how many) and items that
 * are new or changed, in the order of the list as it is now.
 */
const stretches = <T extends z.ZodType>(item: T) =>
  z.array(z.union([z.object({ keep: z.tuple([z.number().int().min(0), z.number().int().min(1)]) }), z.object({ items: z.array(item) })]));

/** See {@link stretches}. */
export type Stretch<T> = { keep: [from: number, count: number] } | { items: T[] };

/** The project without its long lists. */
export const projectRestSchema = projectSchema.omit({ lines: true, devices: true, trends: true, simulators: true });
export type ProjectRest = z.infer<typeof projectRestSchema>;

/**
 * A device that is new or changed. Its points build on those of the first device of this id in the list before; null: they
 * are the same.
 */
export const deviceStepSchema = z.object({ device: deviceSchema.omit({ points: true }), points: stretches(pointSchema).nullable() });
export type DeviceStep = z.infer<typeof deviceStepSchema>;

/**
 * One message of the topic `project` with `content`: what leads from the project of the message before to this one. The
 * first has the serial 0 and builds on nothing. A reader that finds another serial than the next one has missed something
 * and subscribes anew. Null is what stays as it is.
 */
export const projectStepSchema = z.object({
  serial: z.number().int().min(0),
  /** False while more of the same change follows: a long one comes in parts, and only after the last one fits everything. */
  complete: z.boolean(),
  file: projectFileSchema,
  rest: projectRestSchema.nullable(),
  lines: stretches(lineSchema).nullable(),
  trends: stretches(trendSchema).nullable(),
  simulators: stretches(simulatorSchema).nullable(),
  devices: stretches(deviceStepSchema).nullable(),
});
export type ProjectStep = z.infer<typeof projectStepSchema>;
