import { z } from 'zod';
import { protocolNameSchema } from './device';
import { opaqueSchema, pointSchema, pollIntervalSchema } from './point';

/** Raised by one with every change of the file format that an older reader could not read. */
export const TEMPLATE_SCHEMA_VERSION = 1;
/** Marks a file as a device template, whatever it is called. */
export const TEMPLATE_FORMAT = 'thermacore-device-template';

/** What a device is, for the filter. */
export const templateKinds = ['meter', 'inverter', 'drive', 'boiler', 'heat-pump', 'ventilation', 'io-module', 'controller', 'sensor', 'charger', 'battery', 'other'] as const;
export const templateKindSchema = z.enum(templateKinds);
export type TemplateKind = z.infer<typeof templateKindSchema>;

/** Where the facts come from. Nothing of a template that its document does not say. */
export const templateDocumentSchema = z.object({
  /** The document as its title page names it. */
  title: z.string().min(1).max(300),
  /** Revision, version or date as printed; `not stated` where the document has none. */
  revision: z.string().min(1).max(100),
  /** Where it was read: a repository and path, an address, or the device itself. */
  readAt: z.string().min(1).max(500),
  /** When it came second-hand: through which project, under which licence. Empty for the vendor's own words. */
  remark: z.string().max(1000).default(''),
});
export type TemplateDocument = z.infer<typeof templateDocumentSchema>;

/** A point of a template: of no project yet, so without identity. */
export const templatePointSchema = pointSchema.omit({ id: true });
export type TemplatePoint = z.infer<typeof templatePointSchema>;

/** Tag of points that the device did not implement when it was asked to describe itself. */
export const NOT_IMPLEMENTED_TAG = 'not implemented';

export const MOST_TEMPLATE_POINTS = 10_000;

/** A device's register map (or topics, or nodes) with where it was read. One file each. */
export const templateSchema = z.object({
  format: z.literal(TEMPLATE_FORMAT),
  schemaVersion: z.literal(TEMPLATE_SCHEMA_VERSION),
  vendor: z.string().trim().min(1).max(100),
  model: z.string().trim().min(1).max(100),
  kind: templateKindSchema,
  protocol: protocolNameSchema,
  document: templateDocumentSchema,
  /** What the document says of the line (baud rate, port): only a beginning, the plant decides. */
  lineSettings: opaqueSchema.default({}),
  /** Settings of the device that the map needs (byte order, limits of a request). Never the unit identifier. */
  settings: opaqueSchema.default({}),
  /** Null: the protocol's default. */
  pollIntervalMs: pollIntervalSchema.nullable().default(null),
  points: z.array(templatePointSchema).min(1).max(MOST_TEMPLATE_POINTS),
  /** What a person must know before using it, a sentence each. */
  notes: z.array(z.string().min(1).max(1000)).max(50).default([]),
});
export type Template = z.infer<typeof templateSchema>;
export type TemplateInput = z.input<typeof templateSchema>;
