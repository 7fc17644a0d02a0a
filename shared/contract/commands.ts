import { z } from 'zod';
import { opaqueSchema } from '../domain/point';
import { microsSchema } from '../domain/time';
import { wireValueSchema } from '../domain/value';
import { emptySchema } from './common';
import { octetFieldSchema } from './points';
import { procedure } from './procedure';
import { settingFieldSchema } from './setting-field';

/** What a person chooses of a command to one point. */
export const commandFormSchema = z.object({
  /** True where a value goes with it; false where the options are the whole command. */
  takesValue: z.boolean(),
  fields: z.array(settingFieldSchema),
  /** The options as the point's settings have them. */
  options: opaqueSchema,
  /** The point that shows what came of it, where the protocol has one: the same output's status. */
  feedbackPointId: z.uuid().nullable(),
});
export type CommandForm = z.infer<typeof commandFormSchema>;

export const preparedPointCommandSchema = z.object({
  operation: z.string(),
  connection: z.string(),
  address: z.string(),
  octets: z.array(octetFieldSchema),
  consequences: z.array(z.string()),
  /** One of these options asks first, and a second step by the person carries it out. */
  twoSteps: z.boolean(),
  /** What the feedback should show; null where only a change can be told. */
  expected: wireValueSchema,
  /** Why it can't be commanded; empty when it can. */
  problem: z.string(),
});
export type PreparedPointCommand = z.infer<typeof preparedPointCommandSchema>;

export const commandEventSchema = z.object({
  step: z.enum(['prepared', 'selected', 'accepted', 'sent', 'refused', 'failed', 'cancelled', 'feedback', 'verdict']),
  /** In plain words. */
  text: z.string(),
  time: microsSchema,
  /** Milliseconds since the command was given; counted by the clock that only goes forward. */
  afterMs: z.number(),
});
export type CommandEvent = z.infer<typeof commandEventSchema>;

/** One command from the moment it was given. */
export const commandRunSchema = z.object({
  id: z.uuid(),
  pointId: z.uuid(),
  operation: z.string(),
  /** `selecting` and `operating`: on their way. `selected`: waits for the person. `watching`: accepted, the feedback is awaited. */
  state: z.enum(['selecting', 'selected', 'operating', 'watching', 'ended']),
  events: z.array(commandEventSchema),
  /** While it is selected: until when it may be operated. */
  selectedUntil: microsSchema.nullable(),
  /** Null until it has ended. `feedback`: carried out and seen. `no_feedback`: accepted, but nothing was seen. `accepted`: nothing was watched. `cancelled`: never operated. */
  verdict: z.enum(['feedback', 'no_feedback', 'accepted', 'sent', 'refused', 'no_answer', 'not_sent', 'cancelled']).nullable(),
  /** In plain words; empty until it has ended. */
  message: z.string(),
  /** What to do about it; empty where there is nothing to do. */
  advice: z.string(),
});
export type CommandRun = z.infer<typeof commandRunSchema>;

const command = z.object({ pointId: z.uuid(), value: wireValueSchema.default(null), options: opaqueSchema });
const commandRef = z.object({ commandId: z.uuid() });

export const feedbackSchema = z.object({
  pointId: z.uuid(),
  /** What it should show, in the point's engineering units; null: any change. */
  expected: wireValueSchema.default(null),
  withinMs: z.number().int().min(100).max(60_000).default(5000),
});
export type Feedback = z.infer<typeof feedbackSchema>;

export const commandProcedures = {
  'point.commandForm': procedure('What can be chosen of a command to a point; null where a value is all there is', 'view', z.object({ pointId: z.uuid() }), z.object({ form: commandFormSchema.nullable() })),
  'point.prepareCommand': procedure('What a command would send; nothing is sent', 'view', command, preparedPointCommandSchema),
  'point.command': procedure(
    'Commands an output, once, and watches its feedback. From the screens writing must be armed. Where the options ask for two steps it ends when the output is selected, and `point.operate` follows',
    'write',
    command.extend({
      /** Made up by the caller, to follow the command with `point.commandRun`. */
      commandId: z.uuid(),
      feedback: feedbackSchema.nullable().default(null),
      reason: z.string().max(1000).default(''),
    }),
    commandRunSchema,
    { audited: true },
  ),
  'point.operate': procedure('The second step of a command: operates what is selected, once, and watches its feedback', 'write', commandRef, commandRunSchema, { audited: true }),
  'point.cancelCommand': procedure('Gives up what is selected: it is not operated', 'write', commandRef, emptySchema, { audited: true }),
  'point.commandRun': procedure('How far a command is; null where it is not known', 'view', commandRef, z.object({ run: commandRunSchema.nullable() })),
};
