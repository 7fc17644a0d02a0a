import type { AppServices } from './app-services';

const RECOVERED = 'project-recovered';
const READ_ONLY = 'project-read-only';

/** Says above the work, on whatever screen, that the open project was recovered or can only be read; once for each project. */
export function tellOfProject(app: AppServices): void {
  let told = '';
  app.live.project.subscribe(() => {
    const open = app.live.project.get();
    const matter = open ? [open.project.id, open.recovery, open.readOnlyReason].join('\n') : '';
    if (matter === told) return;
    told = matter;
    app.dismiss(RECOVERED);
    app.dismiss(READ_ONLY);
    if (!open) return;
    if (open.recovery !== '') {
      const action = { label: 'Look at its versions', run: () => app.commands.runById('project.versions') };
      app.notify({ id: RECOVERED, kind: 'uncertain', title: `${open.project.name} was recovered`, detail: open.recovery, action });
    }
    if (open.readOnly) app.notify({ id: READ_ONLY, kind: 'uncertain', title: `${open.project.name} is open read-only`, detail: open.readOnlyReason });
  });
}
