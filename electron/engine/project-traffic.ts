import type { Device } from '../../shared/domain/device';
import type { Project } from '../../shared/domain/project';
import type { Protocol } from '../protocols/protocol';
import { FrameRecorder, type FrameRecorderContext } from '../traffic/frame-recorder';
import { FrameRows } from '../traffic/frame-rows';

export interface ProjectTrafficContext extends FrameRecorderContext {
  project(): Pick<Project, 'devices'>;
  protocol(name: string): Protocol | null;
}

/** The frames of the open project's lines: recorded on demand, taken apart when somebody looks. */
export class ProjectTraffic {
  readonly recorder: FrameRecorder;
  readonly rows: FrameRows;
  private known: { readonly devices: Project['devices']; readonly byStation: ReadonlyMap<string, Device> } | null = null;

  constructor(private readonly context: ProjectTrafficContext) {
    this.recorder = new FrameRecorder(context);
    this.rows = new FrameRows(this.recorder, (lineId, station) => this.stations().get(`${lineId} ${station}`) ?? null);
  }

  /** Devices by how frames of their line name them, made anew when the project's devices are others. */
  private stations(): ReadonlyMap<string, Device> {
    const { devices } = this.context.project();
    if (this.known?.devices === devices) return this.known.byStation;
    const byStation = new Map<string, Device>();
    for (const device of devices) {
      const station = this.context.protocol(device.protocol)?.dissector?.stationOf(device.settings) ?? '';
      if (station !== '') byStation.set(`${device.lineId} ${station}`, device);
    }
    this.known = { devices, byStation };
    return byStation;
  }
}
