import type { AppServices } from '../../app/app-services';
import type { Feature } from '../../app/feature';
import { editOffReason } from '../../app/open-project';
import { downloadFile } from '../../components/download';
import { currentDevice } from '../devices/device-commands';
import { CompareDocument } from './compare-document';
import { CoverageDocument } from './coverage-document';
import { DevicesDialog } from './devices-dialog';
import { nameBitsOff, openNameBits } from './open-name-bits';
import { ReplaceDialog } from './replace-dialog';
import { chosenPoints } from './selected-points';
import { SeriesDialog } from './series-dialog';
import { ShiftDialog } from './shift-dialog';

/** Maps as a whole: compared, checked against the device, drawn, edited in bulk; devices out of a table. */
export const mapToolsFeature: Feature = {
  id: 'map-tools',
  documents: [
    {
      kind: 'map-compare',
      icon: 'split',
      title: ({ id }, project) => titled(project?.devices.find((device) => device.id === id)?.deviceId, 'Compare'),
      forDevice: ({ deviceId }) => ({ title: `${deviceId} Compare` }),
      component: CompareDocument,
    },
    {
      kind: 'map-coverage',
      icon: 'list',
      title: ({ id }, project) => titled(project?.devices.find((device) => device.id === id)?.deviceId, 'Address space'),
      forDevice: ({ deviceId }) => ({ title: `${deviceId} Address space` }),
      component: CoverageDocument,
    },
  ],
  commands: (app) => {
    const noDevice = (): string => (currentDevice(app) ? '' : 'No device is selected');
    const editOff = (): string => {
      const open = app.live.project.get();
      return open ? editOffReason(open) : 'Open a project first.';
    };
    const bulkOff = (): string => editOff() || noDevice() || ((currentDevice(app)?.points.length ?? 0) === 0 ? 'The device has no points' : '');
    const open = (kind: string) => (): void => {
      const device = currentDevice(app);
      if (device) app.workspace.open({ kind, id: device.id });
    };
    return [
      { id: 'map.compare', title: 'Compare the map of the device', menu: 'Device', group: 'map', icon: 'split', offReason: noDevice, run: open('map-compare') },
      { id: 'map.coverage', title: 'Address space of the device', menu: 'Device', group: 'map', icon: 'list', offReason: noDevice, run: open('map-coverage') },
      { id: 'rows.replace', title: 'Find and replace in the rows', menu: 'Edit', group: 'bulk', keys: 'Ctrl+H', offReason: bulkOff, run: () => withChosen(app, (chosen, close) => <ReplaceDialog chosen={chosen} onClose={close} />) },
      {
        id: 'rows.series',
        title: 'Number the rows as a series',
        menu: 'Edit',
        group: 'bulk',
        offReason: bulkOff,
        run: () =>
          withChosen(app, (chosen, close) => {
            const description = app.session.protocols.get().find(({ name }) => name === chosen.device.protocol);
            return description === undefined ? null : <SeriesDialog chosen={chosen} description={description} onClose={close} />;
          }),
      },
      {
        id: 'rows.shift',
        title: 'Move the addresses of the rows',
        menu: 'Edit',
        group: 'bulk',
        offReason: bulkOff,
        run: () =>
          withChosen(app, (chosen, close) => {
            const description = app.session.protocols.get().find(({ name }) => name === chosen.device.protocol);
            return <ShiftDialog chosen={chosen} notations={description?.addressNotations ?? []} onClose={close} />;
          }),
      },
      { id: 'rows.nameBits', title: 'Name the bits of the word', menu: 'Edit', group: 'bulk', offReason: () => editOff() || nameBitsOff(app), run: () => openNameBits(app) },
      { id: 'devices.import', title: 'Make devices from a table', menu: 'File', group: 'devices', icon: 'import', offReason: editOff, run: () => app.openDialog((close) => <DevicesDialog onClose={close} />) },
      ...(['csv', 'xlsx'] as const).map((format) => ({
        id: `devices.export.${format}`,
        title: `Export all devices as ${format.toUpperCase()}`,
        menu: 'File' as const,
        group: 'devices',
        icon: 'export' as const,
        offReason: () => (app.live.project.get() ? '' : 'Open a project first.'),
        run: async () => downloadFile(await app.client.call('devices.exportTable', { format })),
      })),
    ];
  },
};

function titled(deviceId: string | undefined, what: string): string | null {
  return deviceId === undefined ? null : `${deviceId} ${what}`;
}

function withChosen(app: AppServices, draw: (chosen: NonNullable<ReturnType<typeof chosenPoints>>, close: () => void) => React.ReactNode): void {
  const chosen = chosenPoints(app);
  if (chosen !== null) app.openDialog((close) => draw(chosen, close));
}
