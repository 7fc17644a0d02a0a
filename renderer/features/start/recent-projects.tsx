import { useState } from 'react';
import { useApp } from '../../app/app-context';
import { Swatch } from '../../app/frame/swatch';
import { useStore } from '../../client/store';
import { useNow } from '../../client/use-now';
import { Segmented } from '../../components/field/segmented';
import { TextField } from '../../components/field/text-field';
import { formatWhen } from '../../components/format/time';
import { Icon } from '../../components/icon';
import { EmptyState } from '../../components/note/empty-state';
import { canOpen } from '../project/can-open';
import { ProjectState } from '../project/project-state';

const ALL = 'all';

/** Every project that the session may see, the last opened first. */
export function RecentProjects() {
  const app = useApp();
  const tenants = useStore(app.session.tenants);
  const now = useNow(60_000);
  const [tenantId, setTenantId] = useState<string>(ALL);
  const [filter, setFilter] = useState('');
  const rows = tenants
    .filter((tenant) => tenantId === ALL || tenant.id === tenantId)
    .flatMap((tenant) => tenant.projects.map((project) => ({ tenant, project })))
    .filter(({ project }) => project.name.toLowerCase().includes(filter.trim().toLowerCase()))
    .sort((a, b) => (b.project.lastOpenedAt ?? 0) - (a.project.lastOpenedAt ?? 0));

  return (
    <section aria-label="Recent projects">
      <div className="start-head">
        <h2 className="grow">Recent projects</h2>
        {tenants.length > 1 ? (
          <Segmented label="Tenant" value={tenantId} onChange={setTenantId} choices={[{ value: ALL, label: 'All tenants' }, ...tenants.map((tenant) => ({ value: tenant.id, label: tenant.name }))]} />
        ) : null}
        <TextField label="Filter projects" hiddenLabel icon="filter" placeholder="Filter" width={14} value={filter} onChange={setFilter} />
      </div>
      <div className="framed">
        {rows.length === 0 ? (
          <EmptyState title={filter === '' ? 'No projects yet' : `No project is called ${filter}`}>
            {filter === '' ? 'A new project holds the devices of one plant or one job. Or start the demonstration plant and look around.' : 'Clear the filter to see all of them.'}
          </EmptyState>
        ) : (
          <table className="list">
            <thead>
              <tr>
                <th>Project</th>
                <th>Tenant</th>
                <th className="num start-optional">Devices</th>
                <th className="num">Last opened</th>
                <th>State</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ tenant, project }) => (
                <tr key={project.id} className="start-row">
                  <td>
                    <button
                      type="button"
                      className="start-name"
                      aria-disabled={canOpen(project) !== ''}
                      onClick={() => {
                        if (canOpen(project) === '') void app.attempt(`${project.name} could not be opened`, () => app.session.openProject(tenant.id, project.id));
                      }}
                    >
                      <Icon name="file" />
                      {project.name}
                    </button>
                  </td>
                  <td>
                    <span className="tenant-cell">
                      <Swatch color={tenant.color} />
                      {tenant.name}
                    </span>
                  </td>
                  <td className="num start-optional">{project.devices}</td>
                  <td className="num">{project.lastOpenedAt === null ? 'Never' : formatWhen(project.lastOpenedAt, now)}</td>
                  <td>
                    <ProjectState project={project} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
