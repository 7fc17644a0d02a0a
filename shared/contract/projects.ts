import { z } from 'zod';
import { pollIntervalSchema } from '../domain/point';
import { projectSchema, trendSchema } from '../domain/project';
import { microsSchema } from '../domain/time';
import { emptySchema, fileSchema, okSchema } from './common';
import { procedure } from './procedure';
import { projectFileSchema } from './project-steps';

export const projectSummarySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  devices: z.number().int(),
  lastOpenedAt: microsSchema.nullable(),
  /** `newer` and `damaged` files are listed, explained, and never overwritten. */
  state: z.enum(['saved', 'recovered', 'open_elsewhere', 'newer', 'damaged']),
  message: z.string(),
});

export const tenantSummarySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Swatch in the title bar and on paper. */
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  demonstration: z.boolean(),
  openProjectId: z.uuid().nullable(),
  projects: z.array(projectSummarySchema),
});

/** The open project with all that the screens need to know about its file. */
export const openProjectSchema = projectFileSchema.extend({
  project: projectSchema,
  /** Raised with every edit, undo and redo. */
  revision: z.number().int(),
});

export const projectVersionSchema = z.object({ id: z.string(), name: z.string(), savedAt: microsSchema, devices: z.number().int() });

const editResult = z.object({ revision: z.number().int() });

export const projectProcedures = {
  'tenants.list': procedure('Tenants that the session may see, with their projects', 'view', emptySchema, z.array(tenantSummarySchema), { tenant: false }),
  'project.current': procedure('The open project of the tenant; null when none is open', 'view', emptySchema, openProjectSchema.nullable()),
  'project.create': procedure('Creates a project and opens it', 'configure', z.object({ name: z.string().trim().min(1).max(200) }), z.object({ projectId: z.uuid() }), { audited: true }),
  'project.open': procedure('Opens a project in the place of the open one', 'operate', z.object({ projectId: z.uuid() }), okSchema, { audited: true }),
  'project.close': procedure('Closes the open project, everything saved', 'operate', emptySchema, okSchema, { audited: true }),
  'project.rename': procedure('Renames the open project', 'configure', z.object({ name: z.string().trim().min(1).max(200) }), editResult),
  'project.undo': procedure('Takes the last edit back (never a write to a device)', 'configure', emptySchema, z.object({ label: z.string() })),
  'project.redo': procedure('Does the edit again that was taken back', 'configure', emptySchema, z.object({ label: z.string() })),
  'project.saveVersion': procedure('Names a version to come back to', 'configure', z.object({ name: z.string().trim().min(1).max(200) }), projectVersionSchema),
  'project.versions': procedure('The named versions, newest first', 'view', emptySchema, z.array(projectVersionSchema)),
  'project.restoreVersion': procedure('Goes back to a named version; can be undone', 'configure', z.object({ versionId: z.string().max(200) }), editResult, { audited: true }),
  'project.export': procedure('The project as one versioned file with a checksum; secrets are left out', 'view', emptySchema, fileSchema, { audited: true }),
  'project.import': procedure(
    'Takes an exported project in as a new project of the tenant, and opens it',
    'configure',
    fileSchema,
    z.object({ projectId: z.uuid(), devices: z.number().int(), points: z.number().int(), notes: z.array(z.string()) }),
    { audited: true },
  ),
  'project.setHistory': procedure('How long samples are kept', 'configure', z.object({ retentionDays: z.number().int().min(1).max(3650) }), editResult),
  'protocol.configure': procedure(
    'Switches a protocol on or off and sets the defaults of new lines and devices',
    'configure',
    z.object({ protocol: z.string(), enabled: z.boolean(), lineDefaults: z.record(z.string(), z.json()), deviceDefaults: z.record(z.string(), z.json()), pollIntervalMs: pollIntervalSchema.nullable().optional() }),
    editResult,
    { audited: true },
  ),
  'trend.save': procedure('Adds a trend, or changes the one with its id', 'configure', trendSchema, editResult),
  'trend.remove': procedure('Removes a trend', 'configure', z.object({ trendId: z.uuid() }), editResult),
  'demo.start': procedure('Starts the demonstration plant in its own tenant and opens it', 'operate', emptySchema, z.object({ tenantId: z.uuid(), projectId: z.uuid() }), { tenant: false, audited: true }),
  'demo.stop': procedure('Stops the demonstration plant', 'operate', emptySchema, okSchema, { tenant: false, audited: true }),
  'demo.state': procedure('Whether the demonstration plant runs', 'view', emptySchema, z.object({ running: z.boolean(), tenantId: z.uuid().nullable() }), { tenant: false }),
};
