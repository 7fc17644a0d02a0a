import type { TenantSummary } from '../../app/session/tenant-session';

export type ProjectSummary = TenantSummary['projects'][number];

/** Why a project can't be opened here; empty when it can. */
export function canOpen(project: ProjectSummary): string {
  if (project.state === 'newer') return project.message || 'The project was made by a newer version. The file is unchanged.';
  if (project.state === 'damaged') return project.message || 'The project file is damaged. It is unchanged.';
  return '';
}
