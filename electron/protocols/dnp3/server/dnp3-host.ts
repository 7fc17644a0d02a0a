import type { Asked } from '../../../../shared/contract/simulators';
import type { Opaque } from '../../../../shared/domain/point';
import type { Fault } from '../../../../shared/domain/simulator';
import type { ServedFrameListener, ServedSource, Server, ServerContext, ServedFilesCapability, ServerHost, SwitchCapability } from '../../protocol';
import { AskedRecord } from './asked-record';
import { Dnp3Port } from './dnp3-port';
import { checkFault } from './faults/fault-kinds';
import { FaultPlan } from './faults/fault-plan';
import { HeardChanges } from './heard-changes';
import { ServedOutstation } from './served-outstation';
import { serverSettingsSchema } from './server-settings';
import { orderSwitch, switchesOn } from './station-switches';
import { unitSettingsSchema } from './unit-settings';

/** Serves one source as outstations on any number of ports, keeps what was asked, and lets faults happen. */
export class Dnp3Host implements ServerHost {
  readonly switches: SwitchCapability;
  readonly files: ServedFilesCapability;
  readonly changes = new HeardChanges((unit) => this.#stations.has(unit));
  readonly #record = new AskedRecord();
  readonly #plan = new FaultPlan();
  readonly #ports = new Set<Dnp3Port>();
  #stations = new Map<string, ServedOutstation>();
  /** Until the update keys of all outstations are there. */
  #keys: Promise<unknown> = Promise.resolve();

  constructor(
    source: ServedSource,
    private readonly context: ServerContext,
  ) {
    this.serve(source);
    this.files = {
      list: () => [...this.#stations].flatMap(([unit, { files }]) => (files?.shown() ?? []).map((file) => ({ unit, ...file }))),
      read: (unit, path) => {
        const content = this.#stations.get(unit)?.files?.read(path);
        return typeof content === 'object' ? content : null;
      },
    };
    this.switches = {
      order: ({ unit, ...order }) => {
        const station = this.#stations.get(unit);
        return station === undefined ? 'There is no such outstation' : orderSwitch(station, order);
      },
      on: () => [...this.#stations].flatMap(([unit, station]) => switchesOn(station).map((each) => ({ unit, ...each }))),
      onAt: (pointId) => [...this.#stations.values()].find((station) => station.has(pointId))?.onAt(pointId) ?? [],
    };
  }

  async open(settings: Opaque, onLost: (reason: string) => void, onFrame?: ServedFrameListener): Promise<Server> {
    const { clock } = this.context;
    await this.#keys;
    const port = await Dnp3Port.open(serverSettingsSchema.parse(settings), { clock, record: this.#record, plan: this.#plan, secret: (reference) => this.context.secret?.(reference) ?? Promise.resolve(null), stations: () => [...this.#stations.values()], onLost, ...(onFrame === undefined ? {} : { onFrame }) });
    this.#ports.add(port);
    // The source may have changed while it was opened.
    port.stationsChanged();
    return {
      get address() {
        return port.address;
      },
      clients: () => port.clients(),
      close: async () => {
        this.#ports.delete(port);
        await port.close();
        if (this.#ports.size === 0) for (const station of this.#stations.values()) station.rest();
      },
    };
  }

  serve(source: ServedSource): void {
    const before = this.#stations;
    this.#stations = new Map();
    for (const { settings, points } of source.devices) {
      const unit = unitKey(settings);
      const known = before.get(unit);
      if (known !== undefined && known.given.settings === settings && known.given.points === points) {
        known.follow(source);
        this.#stations.set(unit, known);
      } else this.#stations.set(unit, this.#make(settings, points, source));
    }
    const added = [...this.#stations.values()].filter((station) => before.get(unitKey(station.given.settings)) !== station);
    this.#keys = Promise.all(added.map((station) => station.security.openKeys(this.context.secret?.bind(this.context))));
    for (const [unit, station] of before) if (this.#stations.get(unit) !== station) station.rest();
    for (const port of this.#ports) port.stationsChanged();
  }

  tick(): void {
    for (const station of this.#stations.values()) station.tick();
  }

  setFaults(faults: readonly Fault[], seed: number): void {
    this.#plan.set(faults, seed);
  }

  faultOnce(fault: Pick<Fault, 'kind' | 'settings' | 'scope'>): void {
    const checked = checkFault(fault);
    if (!('problem' in checked)) this.#plan.once(checked);
  }

  faultsMet(): Record<string, number> {
    return this.#plan.met();
  }

  counts(): { requests: number; refused: number } {
    return { requests: this.#record.requests, refused: this.#record.refused };
  }

  asked(): { asked: Asked[]; notKept: number } {
    return { asked: this.#record.entries(), notKept: this.#record.notKept };
  }

  forgetAsked(): void {
    this.#record.clear();
  }

  /** Nothing: what a master asks by class does not say which points it expects. */
  learned(): never[] {
    return [];
  }

  #make(settings: Opaque, points: ServedSource['devices'][number]['points'], source: ServedSource): ServedOutstation {
    return new ServedOutstation({ settings, points }, source, {
      server: this.context,
      commandFault: (outstation, master) => this.#plan.forCommand(outstation, master),
      isHeard: (station) => this.changes.has(String(station.address)),
      onChange: (station, change) => this.changes.tell(String(station.address), change),
      onRestarted: (station) => {
        for (const port of this.#ports) port.restarted(station);
      },
    });
  }
}

/** Outstations are told apart by their addresses. */
export function unitKey(settings: Opaque): string {
  return String(unitSettingsSchema.parse(settings).outstationAddress);
}
