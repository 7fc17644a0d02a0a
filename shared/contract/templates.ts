import { z } from 'zod';
import { protocolNameSchema } from '../domain/device';
import { templateDocumentSchema, templateKindSchema, templateSchema } from '../domain/template';
import { emptySchema, fileSchema, jobSchema, okSchema } from './common';
import { deviceEditSchema } from './devices';
import { procedure } from './procedure';

/** `product:<name>` for a template that came with the product, `own:<uuid>` for one of the tenant's. */
export const templateIdSchema = z.string().regex(/^(product:[a-z0-9][a-z0-9-]{0,99}|own:[0-9a-f-]{36})$/, 'a template is named product:<name> or own:<id>');

export const templateSummarySchema = z.object({
  id: templateIdSchema,
  /** True for the tenant's own, which can be deleted. */
  own: z.boolean(),
  vendor: z.string(),
  model: z.string(),
  kind: templateKindSchema,
  protocol: protocolNameSchema,
  points: z.number().int(),
  document: templateDocumentSchema,
});
export type TemplateSummary = z.infer<typeof templateSummarySchema>;

/** Which template: a kept one by its id, or one given whole, as it was read from a device that describes itself. */
export const templateSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kept'), id: templateIdSchema }),
  z.object({ kind: z.literal('given'), template: templateSchema }),
]);
export type TemplateSource = z.infer<typeof templateSourceSchema>;

/** What taking a template again would change in a device, found by the points' addresses. */
export const templateComparisonSchema = z.object({
  added: z.number().int(),
  same: z.number().int(),
  /** Points of the device that would be read in another way. */
  changed: z.number().int(),
  /** Of these, points whose scale is another now, by name: a wrong scale is a wrong value. */
  rescaled: z.array(z.object({ name: z.string(), before: z.number(), now: z.number() })),
  /** Points of the device that the template does not have; they stay. */
  others: z.number().int(),
});
export type TemplateComparison = z.infer<typeof templateComparisonSchema>;

const editResult = z.object({ revision: z.number().int() });

export const templateProcedures = {
  'templates.list': procedure('Device templates: those of the product and the tenant\'s own', 'view', emptySchema, z.object({
    templates: z.array(templateSummarySchema),
    /** Files that can't be used, and why. */
    problems: z.array(z.object({ file: z.string(), message: z.string() })),
  })),
  'template.get': procedure('A template whole, with the addresses of its points as text in each notation', 'view', z.object({ id: templateIdSchema }), z.object({
    template: templateSchema,
    /** By point in the template's order, each in the notations of its protocol. */
    addresses: z.array(z.array(z.string())),
  })),
  'template.addDevice': procedure('Adds a device with the points of a template, in one edit; settings that are not given are the template\'s', 'configure', z.object({ source: templateSourceSchema, edit: deviceEditSchema, enabled: z.boolean() }), z.object({ id: z.uuid() }), { audited: true }),
  'template.compare': procedure('What taking a template into a device would change; nothing is changed', 'view', z.object({ source: templateSourceSchema, deviceId: z.uuid() }), templateComparisonSchema),
  'template.takeInto': procedure(
    'Takes the points of a template into a device: new ones are added, those at the same address are read as it says; the settings that the map needs are set',
    'configure',
    z.object({ source: templateSourceSchema, deviceId: z.uuid() }),
    editResult.extend({ added: z.number().int(), changed: z.number().int() }),
    { audited: true },
  ),
  'template.saveDevice': procedure(
    "Keeps a device's points and settings as one of the tenant's own templates",
    'configure',
    z.object({ deviceId: z.uuid(), vendor: templateSchema.shape.vendor, model: templateSchema.shape.model, kind: templateKindSchema, document: templateDocumentSchema, notes: templateSchema.shape.notes }),
    z.object({ id: templateIdSchema }),
    { audited: true },
  ),
  'template.export': procedure('A template as a file', 'view', z.object({ id: templateIdSchema }), fileSchema),
  'template.import': procedure("Takes a template file in as one of the tenant's own", 'configure', fileSchema, z.object({ id: templateIdSchema }), { audited: true }),
  'template.remove': procedure("Deletes one of the tenant's own templates; devices made from it stay as they are", 'configure', z.object({ id: templateIdSchema }), okSchema, { audited: true }),
  'device.readDescription': procedure(
    'Reads what a device says of itself (SunSpec) and makes a template of it: a job whose file is the template',
    'operate',
    z.object({ deviceId: z.uuid() }),
    jobSchema,
    { audited: true },
  ),
};
