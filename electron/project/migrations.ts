import { PROJECT_SCHEMA_VERSION } from '../../shared/domain/project';

/** Leads a project of one schema version to the next: a pure function on what JSON.parse gave. */
export interface Migration {
  /** The version that it takes; it gives `from + 1`. */
  readonly from: number;
  readonly migrate: (project: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

/** Every step there ever was, in order. */
export const projectMigrations: readonly Migration[] = [
  // Version 2 knows simulators; a product of version 1 would have lost them.
  { from: 1, migrate: (project) => ({ ...project, simulators: [] }) },
];

export type Migrated =
  | { readonly kind: 'migrated'; readonly project: Readonly<Record<string, unknown>>; readonly from: number }
  /** Made by a newer product. */
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'unknown'; readonly problem: string };

/** Leads a project to the present version, step by step. Never changes what it is given. */
export function migrateProject(
  content: unknown,
  migrations: readonly Migration[] = projectMigrations,
  target: number = PROJECT_SCHEMA_VERSION,
): Migrated {
  if (!isRecord(content)) return { kind: 'unknown', problem: 'it holds no project' };
  const version = content['schemaVersion'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) return { kind: 'unknown', problem: 'it names no schema version' };
  if (version > target) return { kind: 'newer', version };
  let project: Readonly<Record<string, unknown>> = content;
  for (let at = version; at < target; at += 1) {
    const step = migrations.find((migration) => migration.from === at);
    if (step === undefined) return { kind: 'unknown', problem: `no way leads from its schema ${at} to ${target}` };
    project = { ...step.migrate(project), schemaVersion: at + 1 };
  }
  return { kind: 'migrated', project, from: version };
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
