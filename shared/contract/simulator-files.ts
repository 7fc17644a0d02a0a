import { z } from 'zod';
import { microsSchema } from '../domain/time';
import { fileSchema } from './common';
import { procedure } from './procedure';

/** A file that a unit of a simulator serves. */
export const servedFileSchema = z.object({
  unitId: z.uuid(),
  path: z.string(),
  size: z.number().int(),
  changed: microsSchema,
  /** The client that wrote it; empty for what was there from the start. */
  writtenBy: z.string(),
});
export type ServedFile = z.infer<typeof servedFileSchema>;

const ref = z.object({ simulatorId: z.uuid() });

export const simulatorFileProcedures = {
  'simulator.files': procedure('Files that the units of a running simulator serve, those that clients wrote among them; none where none are served', 'view', ref, z.array(servedFileSchema)),
  'simulator.file': procedure('The content of such a file', 'view', ref.extend({ unitId: z.uuid(), path: z.string().max(255) }), fileSchema),
};
