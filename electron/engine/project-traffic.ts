import { randomUUID } from 'node:crypto';
import type { Project } from '../../shared/domain/project';
import type { Simulator, SimulatorPort } from '../../shared/domain/simulator';
import type { Opaque } from '../../shared/domain/point';
import type { Frame, Protocol, ServedFrameListener } from '../protocols/protocol';
import { FrameRecorder, type FrameRecorderContext } from '../traffic/frame-recorder';
import { FrameRows, type KnownStation } from '../traffic/frame-rows';
import type { FrameSource } from '../traffic/held-frame';
import { TestFrames } from '../traffic/test-frames';

export interface ProjectTrafficContext extends FrameRecorderContext {
  project(): Pick<Project, 'devices' | 'simulators'>;
  protocol(name: string): Protocol | null;
}

/** Devices and simulators, and whom their frames name. */
interface KnownStations {
  readonly devices: Project['devices'];
  readonly simulators: Project['simulators'];
  readonly byStation: ReadonlyMap<string, KnownStation>;
}

/** The frames of the open project: of lines and simulators on demand, of connection tests always; taken apart when somebody looks. */
export class ProjectTraffic {
  readonly recorder: FrameRecorder;
  readonly rows: FrameRows;
  private known: KnownStations | null = null;
  /** Tests that run on lines that are open already, by line. */
  private readonly tests = new Map<string, Set<TestFrames>>();

  constructor(private readonly context: ProjectTrafficContext) {
    this.recorder = new FrameRecorder(context);
    this.rows = new FrameRows(this.recorder, ({ id }, station) => this.stations().get(`${id} ${station}`) ?? null);
  }

  /** A frame of a line of the project. */
  onLineFrame(line: FrameSource, frame: Frame): void {
    const held = this.recorder.record(line, frame);
    if (this.tests.size > 0) for (const test of this.tests.get(line.id) ?? []) test.heard(frame, held);
  }

  /** Who hears the frames of a simulator's port. While nothing is recorded a frame costs one comparison. */
  portListener(simulator: Simulator, port: SimulatorPort, protocol: Protocol): ServedFrameListener {
    let source: FrameSource | undefined;
    return (direction, octets, peer) => {
      if (!this.recorder.isRecording) return;
      source ??= { id: simulator.id, kind: 'simulator', name: simulator.name, label: `Simulator ${simulator.name}, ${protocol.server?.portLabel(port.settings) ?? ''}`, protocol, settings: port.settings };
      this.recorder.record(source, { time: this.context.clock.nowMicros(), direction, octets }, peer);
    };
  }

  /** Keeps what a connection test sends and hears, for a line of its own or, named, one that is open already. */
  async tested<T>(protocol: Protocol, settings: Opaque, lineId: string | null, test: (frames: TestFrames) => Promise<T>): Promise<T> {
    const name = protocol.lineLabel(settings);
    const frames = new TestFrames(this.recorder, { id: randomUUID(), kind: 'test', name, label: `Connection test, ${name}`, protocol, settings });
    if (lineId === null) return test(frames);
    const others = this.tests.get(lineId) ?? new Set<TestFrames>();
    this.tests.set(lineId, others.add(frames));
    try {
      return await test(frames);
    } finally {
      others.delete(frames);
      if (others.size === 0) this.tests.delete(lineId);
    }
  }

  /** Devices and simulated units by how frames name them, made anew when those of the project are others. */
  private stations(): KnownStations['byStation'] {
    const { devices, simulators } = this.context.project();
    if (this.known?.devices === devices && this.known.simulators === simulators) return this.known.byStation;
    const byStation = new Map<string, KnownStation>();
    const add = (sourceId: string, protocol: string, settings: Opaque, station: KnownStation): void => {
      const name = this.context.protocol(protocol)?.dissector?.stationOf(settings) ?? '';
      if (name !== '') byStation.set(`${sourceId} ${name}`, station);
    };
    for (const { id, lineId, protocol, settings, points } of devices) add(lineId, protocol, settings, { deviceId: id, points });
    for (const { id, protocol, units } of simulators) for (const { settings, points } of units) add(id, protocol, settings, { deviceId: null, points });
    this.known = { devices, simulators, byStation };
    return byStation;
  }
}
