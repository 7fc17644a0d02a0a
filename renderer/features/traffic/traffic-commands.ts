import type { CaptureState } from '../../../shared/contract/frames';
import type { AppServices } from '../../app/app-services';
import type { Command } from '../../app/commands/command-registry';
import { currentDevice } from '../devices/device-commands';
import { saveCapture } from './save-capture';
import { ALL_SOURCES, DECODE_DOCUMENT, TRAFFIC_DOCUMENT, TRAFFIC_SCREEN } from './traffic-view';

/** What can be done with frames, wherever the person is. */
export function trafficCommands(app: AppServices): readonly Command[] {
  const { client, live, workspace } = app;
  const noProject = (): string => (live.project.get() ? '' : 'Open a project first');
  const open = (id: string): void => workspace.open({ kind: TRAFFIC_DOCUMENT, id }, TRAFFIC_SCREEN);
  const startIfOff = async (): Promise<void> => {
    const state: CaptureState = await client.call('frames.state', {});
    if (!state.recording) await client.call('frames.start', {});
  };
  const currentLine = (): string | undefined => {
    const { selection } = workspace.state.get();
    return selection?.kind === 'line' ? selection.lineId : currentDevice(app)?.lineId;
  };

  const currentSimulator = (): string | undefined => {
    const { selection } = workspace.state.get();
    return selection?.kind === 'simulator' ? selection.simulatorId : undefined;
  };

  return [
    { id: 'traffic.show', title: 'Show the frames of all sources', menu: 'Tools', group: 'traffic', icon: 'traffic', keys: 'Ctrl+Alt+T', offReason: noProject, run: () => open(ALL_SOURCES) },
    {
      id: 'traffic.toggle',
      title: 'Start or stop the capture of frames',
      menu: 'Tools',
      group: 'traffic',
      icon: 'rec',
      keys: 'Ctrl+E',
      offReason: noProject,
      run: async () => {
        const { recording } = await client.call('frames.state', {});
        await client.call(recording ? 'frames.stop' : 'frames.start', {});
      },
    },
    { id: 'traffic.save', title: 'Save the capture as pcapng', menu: 'Tools', group: 'traffic', icon: 'export', offReason: noProject, run: () => saveCapture(app, null, null) },
    {
      id: 'traffic.decode',
      title: 'Decode octets',
      menu: 'Tools',
      group: 'traffic',
      keys: 'Ctrl+Alt+O',
      offReason: noProject,
      run: () => workspace.open({ kind: DECODE_DOCUMENT, id: 'octets' }, TRAFFIC_SCREEN),
    },
    {
      id: 'device.traffic',
      title: 'Show the frames of the device',
      menu: 'Device',
      group: 'one',
      icon: 'traffic',
      offReason: () => (currentDevice(app) === undefined ? 'No device is selected' : ''),
      run: async () => {
        const device = currentDevice(app);
        if (device === undefined) return;
        open(device.id);
        await startIfOff();
      },
    },
    {
      id: 'line.traffic',
      title: 'Show the frames of the line',
      menu: 'Device',
      group: 'one',
      offReason: () => (currentLine() === undefined ? 'No line is selected' : ''),
      run: async () => {
        const lineId = currentLine();
        if (lineId === undefined) return;
        open(lineId);
        await startIfOff();
      },
    },
    {
      id: 'simulator.traffic',
      title: 'Show the frames of the simulator',
      menu: 'Tools',
      group: 'traffic',
      offReason: () => (currentSimulator() === undefined ? 'No simulator is selected' : ''),
      run: async () => {
        const simulatorId = currentSimulator();
        if (simulatorId === undefined) return;
        open(simulatorId);
        await startIfOff();
      },
    },
  ];
}
