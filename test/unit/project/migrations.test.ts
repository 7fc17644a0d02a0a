import { describe, expect, it } from 'vitest';
import { migrateProject, projectMigrations, type Migration } from '../../../electron/project/migrations';
import { PROJECT_SCHEMA_VERSION } from '../../../shared/domain/project';

const steps: readonly Migration[] = [
  { from: 1, migrate: (project) => ({ ...project, title: project['name'] }) },
  { from: 2, migrate: ({ name: _name, ...project }) => ({ ...project, titleLength: String(project['title']).length }) },
];

describe('migrations', () => {
  it('lead step by step to the present version and leave what they were given', () => {
    const old = Object.freeze({ schemaVersion: 1, name: 'Plant' });
    expect(migrateProject(old, steps, 3)).toEqual({ kind: 'migrated', project: { schemaVersion: 3, title: 'Plant', titleLength: 5 }, from: 1 });
    expect(old).toEqual({ schemaVersion: 1, name: 'Plant' });
  });

  it('begin where the file is', () => {
    expect(migrateProject({ schemaVersion: 2, name: 'x', title: 'Plant' }, steps, 3)).toMatchObject({ from: 2, project: { schemaVersion: 3, titleLength: 5 } });
  });

  it('tell a newer file, a gap and what is no project', () => {
    expect(migrateProject({ schemaVersion: 9 }, steps, 3)).toEqual({ kind: 'newer', version: 9 });
    expect(migrateProject({ schemaVersion: 0 }, steps, 3)).toEqual({ kind: 'unknown', problem: 'no way leads from its schema 0 to 3' });
    for (const nothing of [null, 7, [], 'x', {}, { schemaVersion: '1' }, { schemaVersion: 1.5 }]) expect(migrateProject(nothing, steps, 3).kind).toBe('unknown');
  });

  it('lead from every version there ever was to the present one', () => {
    expect(projectMigrations.map(({ from }) => from)).toEqual(Array.from({ length: PROJECT_SCHEMA_VERSION - 1 }, (_, at) => at + 1));
  });

  it('give a project of version 1 an empty list of simulators', () => {
    expect(migrateProject({ schemaVersion: 1, name: 'Plant' })).toEqual({ kind: 'migrated', project: { schemaVersion: PROJECT_SCHEMA_VERSION, name: 'Plant', simulators: [] }, from: 1 });
  });
});
