import type { AppServices } from '../../app/app-services';
import type { Command } from '../../app/commands/command-registry';
import { editOffReason } from '../../app/open-project';
import { chooseFile, downloadFile, fileContent } from '../../components/download';
import { counted } from '../../components/format/number';
import { NameDialog } from './name-dialog';
import { OpenProjectDialog } from './open-project-dialog';
import { VersionsDialog } from './versions-dialog';
import './project.css';
import { untilKnown, untilOpen } from './until-open';

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** New, open, import, export, versions, undo, the demonstration plant, and the arming of writes. */
export function projectCommands(app: AppServices): readonly Command[] {
  const { client, live, session } = app;
  const open = () => live.project.get();
  const may = (permission: 'configure' | 'write' | 'operate'): string => (session.session.get()?.permissions.includes(permission) === false ? `Your access token lacks the permission "${permission}"` : '');
  const needsProject = (): string => (open() ? '' : 'No project is open');
  const needsEditable = (): string => needsProject() || editOffReason(open()) || may('configure');

  /** The demonstration plant's tenant is for the plant alone: work of one's own goes to one's own tenant. */
  const leaveDemonstration = (): void => {
    const home = session.session.get()?.tenantId;
    if (session.current()?.demonstration === true && home !== undefined) session.switchTo(home);
  };

  const newProject = (then?: () => void): void =>
    app.openDialog((close) => (
      <NameDialog
        title="New project"
        label="Name"
        hint="of the plant or the job"
        initial=""
        act="Make the project"
        onClose={close}
        onSubmit={async (name) => {
          leaveDemonstration();
          const { projectId } = await client.call('project.create', { name });
          await Promise.all([session.refreshTenants(), untilOpen(live, projectId)]);
          then?.();
        }}
      />
    ));

  const importFile = async (): Promise<void> => {
    const file = await chooseFile('.thermacore,.json,application/json');
    if (!file) return;
    leaveDemonstration();
    const taken = await client.call('project.import', await fileContent(file));
    await session.refreshTenants();
    // What came shows by itself; only what did not come as it was has to be said.
    if (taken.notes.length > 0) app.notify({ id: 'imported', kind: 'uncertain', title: `${file.name} is imported: ${counted(taken.devices, 'device')}, ${counted(taken.points, 'point')}`, detail: taken.notes.join(' ') });
  };

  return [
    { id: 'project.new', title: 'New project', menu: 'File', group: 'open', icon: 'plus', keys: 'Ctrl+N', offReason: () => may('configure'), run: () => newProject() },
    { id: 'project.open', title: 'Open project', menu: 'File', group: 'open', icon: 'folder', keys: 'Ctrl+O', offReason: () => may('operate'), run: () => app.openDialog((close) => <OpenProjectDialog onClose={close} />) },
    { id: 'project.import', title: 'Import a project file', menu: 'File', group: 'open', icon: 'import', offReason: () => may('configure'), run: importFile },
    { id: 'project.export', title: 'Export the project as a file', menu: 'File', group: 'save', icon: 'export', offReason: needsProject, run: async () => downloadFile(await client.call('project.export', {})) },
    {
      id: 'project.saveVersion',
      title: 'Save a version',
      menu: 'File',
      group: 'save',
      keys: 'Ctrl+S',
      offReason: needsEditable,
      run: () =>
        app.openDialog((close) => (
          <NameDialog
            title="Save a version"
            label="Name"
            hint="Edits are saved already; this names them to come back to"
            initial={`${today()} `}
            act="Save the version"
            onClose={close}
            onSubmit={(name) => client.call('project.saveVersion', { name })}
          />
        )),
    },
    { id: 'project.versions', title: 'Versions', menu: 'File', group: 'save', icon: 'clock', offReason: needsProject, run: () => app.openDialog((close) => <VersionsDialog onClose={close} />) },
    {
      id: 'project.rename',
      title: 'Rename the project',
      menu: 'File',
      group: 'save',
      offReason: needsEditable,
      run: () =>
        app.openDialog((close) => (
          <NameDialog title="Rename the project" label="Name" initial={open()?.project.name ?? ''} act="Rename" onClose={close} onSubmit={(name) => client.call('project.rename', { name }).then(() => session.refreshTenants())} />
        )),
    },
    {
      id: 'project.close',
      title: 'Close the project',
      menu: 'File',
      group: 'close',
      offReason: () => needsProject() || may('operate'),
      run: async () => {
        await client.call('project.close', {});
        await session.refreshTenants();
      },
    },
    {
      id: 'edit.undo',
      title: 'Undo',
      menu: 'Edit',
      icon: 'undo',
      keys: 'Ctrl+Z',
      offReason: () => needsEditable() || (open()?.undoLabel == null ? 'There is no edit to take back' : ''),
      run: async () => {
        // Offered once more, it would take back the edit before.
        app.toast.set(null);
        await client.call('project.undo', {});
      },
    },
    {
      id: 'edit.redo',
      title: 'Redo',
      menu: 'Edit',
      icon: 'redo',
      keys: 'Ctrl+Y',
      offReason: () => needsEditable() || (open()?.redoLabel == null ? 'There is no edit to do again' : ''),
      run: async () => {
        app.toast.set(null);
        await client.call('project.redo', {});
      },
    },
    {
      id: 'demo.start',
      title: 'Start the demonstration plant',
      menu: 'Tools',
      group: 'demo',
      icon: 'play',
      offReason: () => may('operate'),
      run: async () => {
        const { tenantId } = await client.call('demo.start', {});
        await session.refreshTenants();
        session.switchTo(tenantId);
        app.workspace.openScreen('devices');
      },
    },
    {
      id: 'demo.stop',
      title: 'Stop the demonstration plant',
      menu: 'Tools',
      group: 'demo',
      icon: 'stop',
      offReason: () => (session.tenants.get().some((tenant) => tenant.demonstration) ? may('operate') : 'It was never started'),
      run: async () => {
        await client.call('demo.stop', {});
        await session.refreshTenants();
        const home = session.session.get()?.tenantId;
        if (session.current()?.demonstration !== false && home !== undefined) session.switchTo(home);
      },
    },
    {
      id: 'writing.arm',
      title: 'Arm writing for 30 minutes',
      menu: 'Device',
      group: 'writing',
      icon: 'unlock',
      offReason: () => needsProject() || may('write') || (live.writing.get().armed ? 'Writing is armed already' : ''),
      run: async () => live.writing.set(await client.call('writing.arm', { armed: true })),
    },
    {
      id: 'writing.disarm',
      title: 'End writing: read only again',
      menu: 'Device',
      group: 'writing',
      icon: 'lock',
      offReason: () => (live.writing.get().armed ? '' : 'Writing is not armed'),
      run: async () => live.writing.set(await client.call('writing.arm', { armed: false })),
    },
    {
      id: 'device.connectOne',
      title: 'Connect one device',
      menu: 'Device',
      group: 'add',
      icon: 'link',
      keys: 'Ctrl+D',
      offReason: () => (open() ? needsEditable() : may('configure')),
      run: async () => {
        await untilKnown(live);
        const add = (): void => app.commands.runById('device.add');
        if (open()) add();
        else newProject(add);
      },
    },
  ];
}
