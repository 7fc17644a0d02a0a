import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { useStore } from '../../client/store';
import { Button } from '../../components/button/button';
import { Note } from '../../components/note/note';

/** What can't be opened, or only as recovered: what was found, what was done, what to do. Of the open project, the notices above the work say it. */
export function RecoveryNotes() {
  const app = useApp();
  const tenants = useStore(app.session.tenants);
  const open = useOpenProject();
  const troubled = tenants.flatMap((tenant) => tenant.projects.map((project) => ({ tenant, project }))).filter(({ project }) => project.message !== '' && project.state !== 'saved' && project.state !== 'open_elsewhere' && project.id !== open?.project.id);
  return (
    <>
      {troubled.map(({ tenant, project }, at) => (
        <div key={project.id} className="start-section">
          <Note
            kind={project.state === 'newer' || project.state === 'damaged' ? 'bad' : 'uncertain'}
            title={project.state === 'recovered' ? `${project.name} was recovered` : `${project.name} can't be opened`}
            actions={
              project.state === 'recovered' ? (
                <Button variant={at === 0 ? 'primary' : 'plain'} onClick={() => void app.attempt(`${project.name} could not be opened`, () => app.session.openProject(tenant.id, project.id))}>
                  Open it as recovered
                </Button>
              ) : undefined
            }
          >
            {project.message}
          </Note>
        </div>
      ))}
    </>
  );
}
