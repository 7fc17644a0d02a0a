import type { AppServices } from '../../app/app-services';
import type { Command } from '../../app/commands/command-registry';
import { editOffReason } from '../../app/open-project';
import type { Device } from '../../../shared/domain/device';

/** The device that is selected in the tree or whose point is, else the one whose tab shows. */
export function currentDevice(app: AppServices): Device | undefined {
  const { selection } = app.workspace.state.get();
  const devices = app.live.project.get()?.project.devices ?? [];
  const selected = selection?.kind === 'device' || selection?.kind === 'points' ? selection.deviceId : undefined;
  const shown = app.workspace.activeDocument()?.id;
  return devices.find((device) => device.id === selected) ?? devices.find((device) => device.id === shown);
}

/** What can be done with a device that is not an edit of its settings. */
export function deviceCommands(app: AppServices): readonly Command[] {
  const { client, live, workspace } = app;
  const none = (): string => (currentDevice(app) ? '' : 'No device is selected');
  const readOnly = (): string => editOffReason(live.project.get());
  const withDevice = (act: (device: Device) => Promise<unknown> | void) => async (): Promise<void> => {
    const device = currentDevice(app);
    if (device) await act(device);
  };
  const all = (wanted: boolean) => async (): Promise<void> => {
    const devices = live.project.get()?.project.devices.filter((device) => device.enabled !== wanted) ?? [];
    for (const device of devices) await client.call(wanted ? 'device.connect' : 'device.disconnect', { deviceId: device.id });
  };
  const others = (wanted: boolean) => (): string =>
    live.project.get()?.project.devices.some((device) => device.enabled !== wanted) === true ? '' : wanted ? 'Every device is wanted on already' : 'Every device is off already';

  return [
    { id: 'device.open', title: 'Open the device', menu: 'Device', group: 'one', icon: 'table', offReason: none, run: withDevice((device) => workspace.open({ kind: 'register-map', id: device.id })) },
    { id: 'device.edit', title: 'Settings of the device', menu: 'Device', group: 'one', icon: 'settings', offReason: none, run: withDevice((device) => workspace.open({ kind: 'device-settings', id: device.id })) },
    {
      id: 'device.diagnostics',
      title: 'Diagnostics of the device',
      menu: 'Device',
      group: 'one',
      icon: 'doctor',
      offReason: none,
      run: withDevice((device) => {
        workspace.select({ kind: 'device', deviceId: device.id });
        workspace.showDock('diagnostics');
      }),
    },
    {
      id: 'device.connect',
      title: 'Connect the device',
      menu: 'Device',
      group: 'connection',
      icon: 'link',
      offReason: () => none() || (currentDevice(app)?.enabled === true ? 'It is wanted on already' : ''),
      run: withDevice((device) => client.call('device.connect', { deviceId: device.id })),
    },
    {
      id: 'device.disconnect',
      title: 'Disconnect the device',
      menu: 'Device',
      group: 'connection',
      offReason: () => none() || (currentDevice(app)?.enabled === true ? '' : 'It is off already'),
      run: withDevice((device) => client.call('device.disconnect', { deviceId: device.id })),
    },
    { id: 'device.connectAll', title: 'Connect all devices', menu: 'Device', group: 'connection', offReason: others(true), run: all(true) },
    { id: 'device.disconnectAll', title: 'Disconnect all devices', menu: 'Device', group: 'connection', offReason: others(false), run: all(false) },
    {
      id: 'device.readNow',
      title: 'Read all points of the device now',
      menu: 'Device',
      group: 'connection',
      icon: 'refresh',
      keys: 'F5',
      offReason: none,
      run: withDevice((device) => client.call('device.readNow', { deviceId: device.id })),
    },
    {
      id: 'device.duplicate',
      title: 'Duplicate the device',
      menu: 'Device',
      group: 'edit',
      offReason: () => none() || readOnly(),
      run: withDevice(async (device) => {
        const { id } = await client.call('device.duplicate', { id: device.id, deviceId: freeLabel(device.deviceId, live.project.get()?.project.devices.map((one) => one.deviceId) ?? []) });
        workspace.select({ kind: 'device', deviceId: id });
        app.offerUndo(`${device.deviceId} duplicated`);
      }),
    },
    {
      id: 'device.remove',
      title: 'Remove the device',
      menu: 'Device',
      group: 'edit',
      offReason: () => none() || readOnly(),
      run: withDevice(async (device) => {
        await client.call('device.remove', { ids: [device.id] });
        workspace.select(null);
        app.offerUndo(`${device.deviceId} removed with ${device.points.length} points; its history stays`);
      }),
    },
    {
      id: 'device.clearFindings',
      title: 'Forget what was learned from the device',
      menu: 'Device',
      group: 'edit',
      offReason: () => none() || ((currentDevice(app)?.findings.length ?? 0) > 0 ? '' : 'Nothing was learned from it'),
      run: withDevice((device) => client.call('device.clearFindings', { deviceId: device.id })),
    },
  ];
}

/** A label that no device has: the same with the next number at its end. */
export function freeLabel(label: string, taken: readonly string[]): string {
  const [, stem = label, digits = ''] = /^(.*?)(\d*)$/.exec(label) ?? [];
  const used = new Set(taken);
  for (let number = digits === '' ? 2 : Number(digits) + 1; ; number += 1) {
    const next = digits === '' ? `${stem}-${number}` : `${stem}${String(number).padStart(digits.length, '0')}`;
    if (!used.has(next)) return next.slice(0, 64);
  }
}
