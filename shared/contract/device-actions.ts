import { z } from 'zod';
import { opaqueSchema } from '../domain/point';
import { microsSchema } from '../domain/time';
import { deviceRefSchema } from './common';
import { procedure } from './procedure';
import { settingFieldSchema } from './setting-field';

/** Something that a person may have done with a device by hand, beside reading and writing its points. */
export const deviceActionSchema = z.object({
  id: z.string().min(1).max(64),
  title: z.string(),
  help: z.string(),
  /** Under what it stands in a list: `Polls`, `Time`. */
  group: z.string(),
  /** True where it changes something in the device: it takes the permission to write, and is recorded. */
  writes: z.boolean(),
  /** What a person has to agree to before, as a sentence; empty where it needs no question. */
  confirm: z.string(),
  fields: z.array(settingFieldSchema),
  /** Offered only for devices whose every named setting has one of the values; missing: for all. */
  onlyWhere: z.record(z.string(), z.array(z.string())).optional(),
  /** What screens offer it for beside the list of all: where the device is silent, where clocks are compared. */
  role: z.enum(['explain-silence', 'measure-clock']).optional(),
});
export type DeviceAction = z.infer<typeof deviceActionSchema>;

export const actionRequestSchema = z.object({
  action: z.string().min(1).max(64),
  values: opaqueSchema,
});
export type ActionRequest = z.infer<typeof actionRequestSchema>;

export const actionResultSchema = z.object({
  outcome: z.enum(['done', 'refused', 'no_answer', 'not_sent']),
  /** What came of it, in plain words. */
  message: z.string(),
  durationMs: z.number(),
  time: microsSchema,
  /** What was learned, where there is more to say than one sentence. */
  rows: z.array(z.object({ label: z.string(), value: z.string() })),
  /** What to try next; empty where nothing is left to do. */
  suggestions: z.array(z.object({ title: z.string(), how: z.string() })),
});
export type ActionResult = z.infer<typeof actionResultSchema>;

const actionInput = deviceRefSchema.extend({ request: actionRequestSchema });

export const deviceActionProcedures = {
  'device.act': procedure('Has a device do something that changes nothing in it: the actions of its protocol that do not write', 'operate', actionInput, actionResultSchema),
  'device.actWriting': procedure(
    'Has a device do something that changes it, once: the actions of its protocol that write. From the screens writing must be armed',
    'write',
    actionInput.extend({
      /** The sentence of the action as it was shown and agreed to; empty where the action has none. */
      confirmed: z.string().max(1000).default(''),
      reason: z.string().max(1000).default(''),
    }),
    actionResultSchema,
    { audited: true },
  ),
};
