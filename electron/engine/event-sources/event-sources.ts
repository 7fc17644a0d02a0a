import type { EventPath } from '../../../shared/contract/event-path';
import type { Device, Line } from '../../../shared/domain/device';
import type { Clock, EventPathCapability } from '../../protocols/protocol';
import type { EventSourceUnit } from '../simulators/event-source-unit';
import type { RunningSimulators } from '../simulators/running-simulators';
import { SourceTrace } from './source-trace';

interface Followed extends EventSourceUnit {
  readonly path: EventPathCapability;
  trace: SourceTrace;
  end(): void;
}

/** Follows events back to their source where that is a simulator of the same project, from the first time that somebody asks. */
export class EventSources {
  private readonly followed = new Map<string, Followed>();

  constructor(
    private readonly simulators: Pick<RunningSimulators, 'sourceOf'>,
    private readonly clock: Clock,
  ) {}

  /** The device's event path with what its source knows. */
  complete(device: Device, line: Line, path: EventPathCapability): EventPath {
    const source = this.follow(device, line, path);
    const state = path.state();
    return {
      ...state,
      newest: state.newest.map((event) => ({ ...event, change: source?.trace.timesOf(event.seq) ?? null })),
      source: source && { simulatorId: source.simulatorId, simulatorName: source.simulatorName, unitId: source.unitId, unitName: source.unitName, ...source.trace.state() },
    };
  }

  /** Counts anew. */
  reset(deviceId: string): void {
    const followed = this.followed.get(deviceId);
    if (followed) followed.trace = new SourceTrace(this.clock.nowMicros());
  }

  close(): void {
    for (const followed of this.followed.values()) followed.end();
    this.followed.clear();
  }

  private follow(device: Device, line: Line, path: EventPathCapability): Followed | null {
    const found = this.simulators.sourceOf(line, device);
    const before = this.followed.get(device.id);
    if (before && found && before.path === path && before.changes === found.changes && before.unit === found.unit) {
      const now = { ...before, ...found };
      this.followed.set(device.id, now);
      return now;
    }
    before?.end();
    this.followed.delete(device.id);
    return found && this.begin(device.id, found, path);
  }

  private begin(deviceId: string, found: EventSourceUnit, path: EventPathCapability): Followed | null {
    const endChanges = found.changes.listen(found.unit, (change) => this.followed.get(deviceId)?.trace.changed(change));
    if (!endChanges) return null;
    const endEvents = path.listen((event) => this.followed.get(deviceId)?.trace.arrived(event));
    const followed: Followed = {
      ...found,
      path,
      trace: new SourceTrace(this.clock.nowMicros()),
      end: () => {
        endChanges();
        endEvents();
      },
    };
    this.followed.set(deviceId, followed);
    return followed;
  }
}
