import type { Simulator } from '../../../shared/domain/simulator';
import type { AppServices } from '../../app/app-services';
import type { Command } from '../../app/commands/command-registry';
import { editOffReason } from '../../app/open-project';
import { counted } from '../../components/format/number';
import { currentDevice, freeLabel } from '../devices/device-commands';
import { AddSimulatorDialog } from './add-simulator-dialog';
import { AddUnitDialog } from './add-unit-dialog';
import { deviceFor, templateOf } from './connect-device';
import { DuplicateDialog } from './duplicate-dialog';
import { activeFaults } from './fault-text';
import { currentSimulator, currentUnit, openSimulator } from './simulator-selection';

/** What can be done with simulators, wherever the person is. */
export function simulatorCommands(app: AppServices): readonly Command[] {
  const { client, live } = app;
  const simulators = (): readonly Simulator[] => live.project.get()?.project.simulators ?? [];
  const noProject = (): string => (live.project.get() ? '' : 'Open a project first');
  const none = (): string => noProject() || (currentSimulator(app) ? '' : simulators().length === 0 ? 'There is no simulator' : 'No simulator is selected');
  const editOff = (): string => noProject() || editOffReason(live.project.get());
  const oneEditOff = (): string => none() || editOff();
  const isOn = (): boolean => currentSimulator(app)?.enabled === true;
  const withOne = (act: (simulator: Simulator) => Promise<unknown> | void) => async (): Promise<void> => {
    const simulator = currentSimulator(app);
    if (simulator) await act(simulator);
  };
  const all = (enabled: boolean) => async (): Promise<void> => {
    for (const { id } of simulators().filter((each) => each.enabled !== enabled)) await client.call(enabled ? 'simulator.start' : 'simulator.stop', { simulatorId: id });
  };
  const others = (enabled: boolean) => (): string => noProject() || (simulators().some((each) => each.enabled !== enabled) ? '' : simulators().length === 0 ? 'There is no simulator' : enabled ? 'Every simulator runs' : 'Every simulator is off');
  const addFor = (deviceId: string | null): void => app.openDialog((close) => <AddSimulatorDialog deviceId={deviceId} onClose={close} />);

  return [
    { id: 'simulator.add', title: 'Add a simulator', menu: 'Tools', group: 'simulators', icon: 'simulate', offReason: editOff, run: () => addFor(null) },
    {
      id: 'simulator.ofDevice',
      title: 'Simulate the device',
      menu: 'Device',
      group: 'map',
      icon: 'simulate',
      offReason: () => editOff() || (currentDevice(app) === undefined ? 'No device is selected' : currentDevice(app)?.points.length === 0 ? 'The device has no points' : ''),
      run: () => addFor(currentDevice(app)?.id ?? null),
    },
    { id: 'simulator.open', title: 'Open the simulator', menu: 'Tools', group: 'simulators', offReason: none, run: withOne(({ id }) => openSimulator(app, id)) },
    {
      id: 'simulator.toggle',
      title: 'Start or stop the simulator',
      menu: 'Tools',
      group: 'simulators',
      keys: 'Ctrl+Alt+S',
      checked: isOn,
      offReason: none,
      run: withOne(({ id, enabled }) => client.call(enabled ? 'simulator.stop' : 'simulator.start', { simulatorId: id })),
    },
    { id: 'simulator.startAll', title: 'Start all simulators', menu: 'Tools', group: 'simulators', offReason: others(true), run: all(true) },
    { id: 'simulator.stopAll', title: 'Stop all simulators', menu: 'Tools', group: 'simulators', offReason: others(false), run: all(false) },
    {
      id: 'simulator.reset',
      title: 'Reset the simulator: take written and set values back',
      menu: 'Tools',
      group: 'simulator',
      icon: 'refresh',
      offReason: () => none() || (isOn() ? '' : 'It does not run'),
      run: withOne(({ id }) => client.call('simulator.reset', { simulatorId: id })),
    },
    {
      id: 'simulator.faultsOff',
      title: 'Switch all faults of the simulator off',
      menu: 'Tools',
      group: 'simulator',
      keys: 'Ctrl+Alt+F',
      offReason: () => {
        const simulator = currentSimulator(app);
        return oneEditOff() || (simulator !== undefined && activeFaults(simulator).length > 0 ? '' : 'No fault is on');
      },
      run: withOne(async (simulator) => {
        await client.call('simulator.faultsOff', { simulatorId: simulator.id });
        app.offerUndo(`${counted(activeFaults(simulator).length, 'fault')} switched off`);
      }),
    },
    { id: 'simulator.connectDevice', title: 'Connect a device to the simulator', menu: 'Tools', group: 'simulator', icon: 'link', offReason: oneEditOff, run: withOne((simulator) => connectDevice(app, simulator)) },
    { id: 'simulator.addUnit', title: 'Add a unit to the simulator', menu: 'Tools', group: 'simulator', offReason: oneEditOff, run: withOne((simulator) => app.openDialog((close) => <AddUnitDialog simulator={simulator} onClose={close} />)) },
    { id: 'simulator.duplicate', title: 'Duplicate the simulator', menu: 'Tools', group: 'simulator', offReason: oneEditOff, run: withOne((simulator) => app.openDialog((close) => <DuplicateDialog simulator={simulator} onClose={close} />)) },
    {
      id: 'simulator.remove',
      title: 'Delete the simulator',
      menu: 'Tools',
      group: 'simulator',
      offReason: oneEditOff,
      run: withOne(async (simulator) => {
        await client.call('simulator.remove', { simulatorId: simulator.id });
        app.workspace.select(null);
        app.offerUndo(`${simulator.name} deleted with ${counted(simulator.units.length, 'unit')}`);
      }),
    },
  ];
}

/** A device of the project on the other side of the simulator, with the points of its selected unit. */
async function connectDevice(app: AppServices, simulator: Simulator): Promise<void> {
  const servers = await app.client.call('simulator.protocols', {});
  const server = servers.find(({ protocol }) => protocol === simulator.protocol);
  const protocol = app.session.protocols.get().find(({ name }) => name === simulator.protocol);
  if (server === undefined || protocol === undefined) return;
  const unit = currentUnit(app, simulator);
  const devices = app.live.project.get()?.project.devices ?? [];
  const taken = devices.map(({ deviceId }) => deviceId);
  const label = unit?.name.replaceAll(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 60) ?? '';
  const deviceId = label === '' || taken.includes(label) ? freeLabel(label === '' ? simulator.name.replaceAll(/[^A-Za-z0-9_.-]+/g, '-') : label, taken) : label;
  const made = deviceFor(simulator, unit, app.live.simulators.get(simulator.id), server, protocol, deviceId);
  if ('problem' in made) {
    app.notify({ id: 'simulator-connect', kind: 'plain', title: `No device was connected to ${simulator.name}`, detail: `${made.problem}.` });
    return;
  }
  const source = templateOf(simulator, unit);
  const { enabled, ...edit } = made.edit;
  const { id } = await (source === null ? app.client.call('device.add', made.edit) : app.client.call('template.addDevice', { source, edit, enabled }));
  app.workspace.open({ kind: 'register-map', id });
  app.workspace.select({ kind: 'device', deviceId: id });
  app.offerUndo(`${deviceId} connected to ${simulator.name}`);
}
