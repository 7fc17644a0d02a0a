import type { Feature } from '../../app/feature';
import { currentDevice } from '../devices/device-commands';
import { SnapshotsDocument } from './snapshots-document';
import { TakeSnapshotDialog } from './take-snapshot-dialog';

const DOCUMENT = { kind: 'snapshots', id: 'project' };

/** Values as found: kept, compared, restored. */
export const snapshotsFeature: Feature = {
  id: 'snapshots',
  documents: [{ kind: 'snapshots', icon: 'camera', title: (_document, project) => (project === null ? null : 'Snapshots'), component: SnapshotsDocument }],
  commands: (app) => {
    const noProject = (): string => (app.live.project.get() ? '' : 'Open a project first.');
    const take = (deviceId: string | null): void => app.openDialog((close) => <TakeSnapshotDialog deviceId={deviceId} onClose={close} onTaken={() => app.workspace.open(DOCUMENT)} />);
    return [
      { id: 'snapshots.open', title: 'Snapshots of values', menu: 'Tools', group: 'snapshots', icon: 'camera', offReason: noProject, run: () => app.workspace.open(DOCUMENT) },
      { id: 'snapshot.take', title: 'Take a snapshot of all devices', menu: 'Tools', group: 'snapshots', icon: 'camera', offReason: noProject, run: () => take(null) },
      {
        id: 'snapshot.takeDevice',
        title: 'Take a snapshot of the device',
        menu: 'Device',
        group: 'map',
        icon: 'camera',
        offReason: () => noProject() || (currentDevice(app) ? '' : 'No device is selected'),
        run: () => take(currentDevice(app)?.id ?? null),
      },
    ];
  },
};
