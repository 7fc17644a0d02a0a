import { useEffect, useState } from 'react';
import { useStore } from '../../client/store';
import { useApp } from '../../app/app-context';
import { Swatch } from '../../app/frame/swatch';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { counted } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { ProjectState } from './project-state';
import { canOpen } from './can-open';

/** The projects of every tenant, and the way to a file. */
export function OpenProjectDialog({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const tenants = useStore(app.session.tenants);
  const rows = tenants.flatMap((tenant) => tenant.projects.map((project) => ({ tenant, project })));
  const [chosen, setChosen] = useState<string | null>(null);
  const row = rows.find((one) => one.project.id === chosen) ?? rows.find((one) => canOpen(one.project) === '');
  useEffect(() => void app.attempt('The projects could not be listed', () => app.session.refreshTenants()), [app]);

  const open = (): void => {
    if (!row || canOpen(row.project) !== '') return;
    onClose();
    void app.attempt(`${row.project.name} could not be opened`, () => app.session.openProject(row.tenant.id, row.project.id));
  };

  return (
    <Dialog
      title="Open project"
      onClose={onClose}
      onSubmit={open}
      footer={
        <>
          <Button
            big
            icon="import"
            onClick={() => {
              onClose();
              app.commands.runById('project.import');
            }}
          >
            Import a project file
          </Button>
          <span className="grow" />
          <Button big keys="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={row ? canOpen(row.project) : 'No project is chosen'} onClick={open}>
            {row ? `Open ${row.project.name}` : 'Open'}
          </Button>
        </>
      }
    >
      {rows.length === 0 ? (
        <EmptyState title="No projects yet">Make a new one, or import a file that was exported on another laptop.</EmptyState>
      ) : (
        <div className="framed" role="radiogroup" aria-label="Projects">
          {rows.map(({ tenant, project }) => (
            <label key={project.id} className="project-row">
              <input
                type="radio"
                name="project"
                // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog says where the focus starts
                autoFocus={project.id === row?.project.id} checked={project.id === row?.project.id} onChange={() => setChosen(project.id)} onDoubleClick={open} />
              <b className="strong ell">{project.name}</b>
              <span className="row ell">
                <Swatch color={tenant.color} />
                {tenant.name}
              </span>
              <span className="num dim">{counted(project.devices, 'device')}</span>
              <ProjectState project={project} />
            </label>
          ))}
        </div>
      )}
    </Dialog>
  );
}
