import type { SimulatorStatus, SimulatorWrite } from '../../../shared/contract/simulators';
import type { Device, Line } from '../../../shared/domain/device';
import type { Project } from '../../../shared/domain/project';
import type { Simulator, SimulatorPort } from '../../../shared/domain/simulator';
import type { SourceInputs } from '../../simulation/running-source';
import type { Clock, Protocol, ServedFrameListener } from '../../protocols/protocol';
import { servedPeer } from '../edits/settings';
import { HELD_ELSEWHERE } from '../devices/held-elsewhere';
import type { TenantLog } from '../log/tenant-log';
import type { EventSourceUnit } from './event-source-unit';
import { SimulatorRuntime } from './simulator-runtime';

export interface RunningSimulatorsContext {
  readonly clock: Clock;
  readonly log: TenantLog;
  readonly product: { readonly name: string; readonly version: string };
  readonly live: SourceInputs['live'];
  secret(reference: string, peer: string): Promise<string | null>;
  protocol(name: string): Protocol | null;
  onChange(simulatorId: string): void;
  onWrite(write: SimulatorWrite): void;
  /** Values have moved on, some times a second while anything runs. */
  onValues(): void;
  /** Who hears the frames of a port. */
  portListener(simulator: Simulator, port: SimulatorPort, protocol: Protocol): ServedFrameListener;
  /** Another instance has the tenant: nothing is served here. */
  readonly heldElsewhere: boolean;
}

/** Values change ten times a second. */
const TICK_MS = 100;
/** Rates are measured every so many ticks, and screens are told of values. */
const MEASURE_EVERY = 10;
const SHOW_EVERY = 3;

type Wanted = Pick<Project, 'simulators'>;

/** Keeps simulators running as the project says. */
export class RunningSimulators {
  private readonly simulators = new Map<string, SimulatorRuntime>();
  private applied: readonly Simulator[] = [];
  private work: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;
  private ticks = 0;

  constructor(private readonly context: RunningSimulatorsContext) {}

  /** Brings what runs to the project's state; resolves when it is there. */
  apply({ simulators }: Wanted): Promise<void> {
    const done = this.work.then(() => this.bring(simulators));
    this.work = done.catch(() => undefined);
    return done;
  }

  /** Resolves when everything applied so far runs. */
  settled(): Promise<void> {
    return this.work;
  }

  ids(): Iterable<string> {
    return this.applied.map(({ id }) => id);
  }

  get(simulatorId: string): SimulatorRuntime | null {
    return this.simulators.get(simulatorId) ?? null;
  }

  /** The simulated unit that a device on this line is; null where its line leads elsewhere. */
  sourceOf({ protocol, settings }: Line, device: Device): EventSourceUnit | null {
    for (const simulator of this.applied) {
      const source = simulator.protocol === protocol ? this.simulators.get(simulator.id)?.sourceOf({ line: settings, device: device.settings }) : null;
      if (source) return source;
    }
    return null;
  }

  status(simulatorId: string): SimulatorStatus | null {
    const running = this.simulators.get(simulatorId);
    if (running) {
      const status = running.status();
      return this.context.heldElsewhere ? { ...status, reason: HELD_ELSEWHERE } : status;
    }
    const simulator = this.applied.find(({ id }) => id === simulatorId);
    return simulator ? this.unknown(simulator) : null;
  }

  async close(): Promise<void> {
    await this.apply({ simulators: [] });
    if (this.timer) clearInterval(this.timer);
  }

  private async bring(wanted: readonly Simulator[]): Promise<void> {
    const before = new Map(this.applied.map((simulator) => [simulator.id, simulator]));
    this.applied = wanted;
    const now = new Map(wanted.map((simulator) => [simulator.id, simulator]));
    const gone = [...this.simulators].filter(([id]) => now.get(id)?.protocol !== before.get(id)?.protocol);
    for (const [id] of gone) this.simulators.delete(id);
    // First what ends: a port that it gives back may be another one's.
    await Promise.all(gone.map(([, runtime]) => runtime.close()));
    const changed = wanted.filter((simulator) => before.get(simulator.id) !== simulator);
    await Promise.all(changed.filter(({ enabled }) => !enabled).map((simulator) => this.bringOne(simulator)));
    await Promise.all(changed.filter(({ enabled }) => enabled).map((simulator) => this.bringOne(simulator)));
    for (const [id] of gone) this.context.onChange(id);
    this.keepTime();
  }

  private async bringOne(simulator: Simulator): Promise<void> {
    const { context } = this;
    const protocol = context.protocol(simulator.protocol);
    const server = protocol?.server;
    if (!server) return context.onChange(simulator.id);
    const known = this.simulators.get(simulator.id);
    const runtime =
      known ??
      new SimulatorRuntime(simulator, {
        clock: context.clock,
        log: context.log.of(simulator.name),
        server,
        portListener: (now, port) => context.portListener(now, port, protocol),
        product: context.product,
        live: context.live,
        secret: (reference) => context.secret(reference, servedPeer(simulator.protocol)),
        onChange: (id) => context.onChange(id),
        onWrite: (write) => context.onWrite(write),
      });
    this.simulators.set(simulator.id, runtime);
    try {
      await runtime.apply(simulator, simulator.enabled && !context.heldElsewhere);
    } catch (cause) {
      context.log.failure(simulator.name, 'The simulator could not follow the project', cause);
    }
  }

  /** The clock runs only while a simulator does. */
  private keepTime(): void {
    const needed = [...this.simulators.values()].some(({ isRunning }) => isRunning);
    if (needed && !this.timer) {
      this.timer = setInterval(() => this.tick(), TICK_MS);
      this.timer.unref();
    } else if (!needed && this.timer) {
      clearInterval(this.timer);
      this.timer = null;
    }
  }

  private tick(): void {
    this.ticks += 1;
    for (const runtime of this.simulators.values()) {
      runtime.tick();
      if (this.ticks % MEASURE_EVERY === 0) runtime.measure();
    }
    if (this.ticks % SHOW_EVERY === 0) this.context.onValues();
  }

  private unknown({ id, protocol, ports }: Simulator): SimulatorStatus {
    const reason = `This version can't simulate the protocol "${protocol}".`;
    return {
      simulatorId: id,
      state: 'off',
      reason,
      since: this.context.clock.nowMicros(),
      ports: ports.map((port) => ({ portId: port.id, state: 'closed', address: '', reason: '' })),
      clients: [],
      requests: 0,
      requestsPerSecond: 0,
      refused: 0,
      writes: 0,
      faultsMet: {},
      pointsInTrouble: 0,
      switchesOn: [],
    };
  }
}
