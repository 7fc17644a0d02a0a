import { z } from 'zod';
import { protocolNameSchema } from '../domain/device';
import { opaqueSchema } from '../domain/point';
import { microsSchema } from '../domain/time';
import { emptySchema, jobSchema } from './common';
import { procedure } from './procedure';

/** Octets as hex, in pairs without spaces. */
const hexSchema = z.string().regex(/^([0-9A-F]{2})*$/);
export const frameDirectionSchema = z.enum(['sent', 'received']);
export type FrameDirection = z.infer<typeof frameDirectionSchema>;

/** `notice`: a frame in order that says that something is not (an exception, an indication); `problem`: no frame in order. */
export const frameMarkSchema = z.enum(['none', 'notice', 'problem']);

/**
 * Where frames come from: a line of the project, a simulator, which is asked and answers, or a connection test on a line of
 * its own.
 */
export const frameSourceKindSchema = z.enum(['line', 'simulator', 'test']);
export type FrameSourceKind = z.infer<typeof frameSourceKindSchema>;

/** One frame in a list. */
export const frameRowSchema = z.object({
  /** Counts up over all sources, in the order in which the frames were seen. */
  seq: z.number().int(),
  /** The line's id, the simulator's, or that of a connection test; {@link captureStateSchema} tells which. */
  sourceId: z.uuid(),
  time: microsSchema,
  direction: frameDirectionSchema,
  /** With whom a simulator talks: `192.168.1.5:50123`, `COM5`; empty for all others, whose source says it. */
  peer: z.string(),
  /** The device that was asked or answered; null where the frame does not tell, or the project has none such. */
  deviceId: z.uuid().nullable(),
  /** Who was asked or answers, in the protocol's terms: `Unit 3`, `Outstation 10`; empty where the frame does not tell. */
  station: z.string(),
  /** `03 Read holding registers`, `129 Response`; empty where there is none. */
  function: z.string(),
  summary: z.string(),
  mark: frameMarkSchema,
  /** Octets of the frame. */
  length: z.number().int(),
  /** The frame that this one answers; null where it answers none, or that one is not held any more. */
  answers: z.number().int().nullable(),
  /** From that frame to this one. */
  roundTripMs: z.number().nullable(),
});
export type FrameRow = z.infer<typeof frameRowSchema>;

/** What octets are for, for their tint. */
export const fieldLayerSchema = z.enum(['link', 'application', 'data', 'check', 'none']);
export type FieldLayer = z.infer<typeof fieldLayerSchema>;

/** One field of a frame. The fields stand in the order of a tree read from the top; `level` 0 is a layer. */
export const frameFieldSchema = z.object({
  level: z.number().int().min(0).max(15),
  name: z.string(),
  text: z.string(),
  offset: z.number().int(),
  length: z.number().int(),
  layer: fieldLayerSchema,
});
export type FrameField = z.infer<typeof frameFieldSchema>;

/** Octets taken apart: those of a frame, or of what was sent in several frames. */
export const dissectedOctetsSchema = z.object({ octets: hexSchema, fields: z.array(frameFieldSchema) });
export type DissectedOctets = z.infer<typeof dissectedOctetsSchema>;

export const dissectionSchema = dissectedOctetsSchema.extend({
  station: z.string(),
  function: z.string(),
  summary: z.string(),
  mark: frameMarkSchema,
  /** What is wrong with the frame, or noteworthy in it, in plain words; empty when nothing is. */
  problem: z.string(),
  /** What several frames carry together, where this is one of them and all are held. */
  assembled: dissectedOctetsSchema.extend({ title: z.string(), frames: z.array(z.number().int()) }).nullable(),
});
export type FrameDissection = z.infer<typeof dissectionSchema>;

export const frameDetailSchema = dissectionSchema.extend({
  row: frameRowSchema,
  /** The frame that answers this one; null where none is held. */
  answeredBy: z.number().int().nullable(),
});
export type FrameDetail = z.infer<typeof frameDetailSchema>;

export const captureStateSchema = z.object({
  recording: z.boolean(),
  /** When recording began last; null before. */
  since: microsSchema.nullable(),
  /** Frames seen since the list was cleared, and those of them that gave way to newer ones. */
  seen: z.number().int(),
  dropped: z.number().int(),
  /** By source, what is held of it. */
  sources: z.array(z.object({ sourceId: z.uuid(), kind: frameSourceKindSchema, name: z.string(), protocol: protocolNameSchema, frames: z.number().int(), octets: z.number().int() })),
});
export type CaptureState = z.infer<typeof captureStateSchema>;

const sourceIds = z.array(z.uuid()).max(10_000).nullable().default(null);

/** Frames on their way to a screen: the newest that it has not seen, and how many it missed because they came too fast. */
export const framesTopic = {
  filter: z.object({ sourceIds }),
  payload: z.object({ /** Null where it is as it was. */ state: captureStateSchema.nullable(), rows: z.array(frameRowSchema), missed: z.number().int(), /** The reader begins here: older frames are had with `frames.list`. */ begins: z.boolean() }),
};

export const frameProcedures = {
  'frames.state': procedure('Whether frames are recorded, and how many are held', 'view', emptySchema, captureStateSchema),
  'frames.start': procedure('Begins to record the frames of every line and simulator of the open project, until it is stopped or the project is closed; those of connection tests are kept in any case', 'operate', emptySchema, captureStateSchema),
  'frames.stop': procedure('Ends recording; what is held stays', 'operate', emptySchema, captureStateSchema),
  'frames.clear': procedure('Forgets the frames that are held', 'operate', emptySchema, captureStateSchema),
  'frames.list': procedure(
    'The newest frames before one, the oldest of them first',
    'view',
    z.object({ sourceIds, before: z.number().int().nullable().default(null), limit: z.number().int().min(1).max(1000).default(200) }),
    z.object({ rows: z.array(frameRowSchema), /** Older ones are held. */ more: z.boolean() }),
  ),
  'frames.get': procedure('One frame taken apart, with the names of points', 'view', z.object({ seq: z.number().int() }), frameDetailSchema),
  'frames.decode': procedure(
    'Takes octets apart that were pasted; nothing is sent. Spaces, commas, colons and 0x between them are ignored',
    'view',
    z.object({ protocol: protocolNameSchema, lineSettings: opaqueSchema, direction: frameDirectionSchema, octets: z.string().max(20_000) }),
    dissectionSchema,
  ),
  'frames.export': procedure(
    'Starts to write held frames as pcapng, which Wireshark opens; the file is had with `job.result`',
    'view',
    z.object({ sourceIds, /** Only these frames; null: all. */ seqs: z.array(z.number().int()).max(100_000).nullable().default(null) }),
    jobSchema,
  ),
};
