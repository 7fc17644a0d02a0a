import { z } from 'zod';

const itemFieldSchema = z.object({
  key: z.string(),
  label: z.string(),
  /** `pem`: a certificate as text of several lines. `secret-pem`: a private key, kept like a secret. */
  kind: z.enum(['text', 'integer', 'number', 'choice', 'switch', 'serial-port', 'secret', 'pem', 'secret-pem']),
  group: z.string(),
  unit: z.string(),
  help: z.string(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  defaultValue: z.json(),
  /** Shown only while every named field has one of the values; empty: always. */
  visibleWhen: z.record(z.string(), z.array(z.string())),
});

/** Fields of a settings form, derived from a protocol's schema: what the device editor draws. */
export const settingFieldSchema = itemFieldSchema.extend({
  /** `list`: objects with the fields of `items`, each secret of them kept like any other. */
  kind: z.enum([...itemFieldSchema.shape.kind.options, 'list']),
  items: z
    .object({
      /** What one is called: `User`. */
      title: z.string(),
      fields: z.array(itemFieldSchema),
      most: z.number().int().min(1),
    })
    .optional(),
});
export type SettingField = z.infer<typeof settingFieldSchema>;
