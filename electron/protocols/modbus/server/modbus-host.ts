import type { Asked, LearnedUnit } from '../../../../shared/contract/simulators';
import type { Opaque, Point } from '../../../../shared/domain/point';
import type { Fault } from '../../../../shared/domain/simulator';
import type { ServedFrameListener, ServedSource, Server, ServerContext, ServerHost } from '../../protocol';
import { AskedRecord } from './asked-record';
import { checkFault } from './faults/checked-fault';
import { FaultPlan } from './faults/fault-plan';
import { learnedUnits } from './learned-map';
import { ModbusPort } from './modbus-port';
import { ServedUnit, type Asking } from './served-unit';
import { serverSettingsSchema, type ServerSettings } from './server-settings';
import { unitSettingsSchema } from './unit-settings';

interface KnownUnit {
  readonly settings: Opaque;
  readonly points: readonly Point[];
  readonly unit: ServedUnit;
}

/** The units of one port: made for its settings, and made again only where their definition changed. */
class PortUnits {
  #units = new Map<number, KnownUnit>();
  #source: ServedSource;
  #asking: Asking = { client: '', operation: '' };

  constructor(
    private readonly port: ServerSettings,
    private readonly identity: ServerContext['identity'],
    source: ServedSource,
  ) {
    this.#source = source;
    this.serve(source);
  }

  /** Who is asking, while a request is carried out. */
  asking(asking: Asking): void {
    this.#asking = asking;
  }

  serve(source: ServedSource): void {
    const before = this.#source.unknown === source.unknown ? this.#units : new Map<number, KnownUnit>();
    this.#source = source;
    this.#units = new Map();
    for (const { settings, points } of source.devices) {
      const { unitId } = unitSettingsSchema.parse(settings);
      const known = before.get(unitId);
      this.#units.set(unitId, known && known.settings === settings && known.points === points ? known : { settings, points, unit: this.#make(settings, points) });
    }
  }

  find(unitId: number): ServedUnit | undefined {
    const known = this.#units.get(unitId);
    if (known || (this.#source.unknown ?? 'absent') === 'absent') return known?.unit;
    const settings = { unitId };
    const made = { settings, points: [], unit: this.#make(settings, []) };
    this.#units.set(unitId, made);
    return made.unit;
  }

  *all(): Generator<ServedUnit> {
    for (const { unit } of this.#units.values()) yield unit;
  }

  #make(settings: Opaque, points: readonly Point[]): ServedUnit {
    const parsed = unitSettingsSchema.parse(settings);
    const refused = new Set(this.port.refused.filter(({ unitId }) => unitId === parsed.unitId).map(({ table, address }) => `${table}:${address}`));
    // Asked of whatever is served at the time: units outlive a change of the source.
    const source: ServedSource = { devices: [], read: (id) => this.#source.read(id), write: (...write) => this.#source.write(...write) };
    return new ServedUnit(points, source, {
      settings: parsed,
      identity: this.identity,
      gaps: this.port.gaps,
      isRefused: (table, address) => refused.has(`${table}:${address}`),
      answersAll: this.#source.unknown === 'zero',
      asking: () => this.#asking,
    });
  }
}

/** Serves one source as Modbus units on any number of ports, keeps what was asked, and lets faults happen. */
export class ModbusHost implements ServerHost {
  readonly #record = new AskedRecord();
  readonly #plan = new FaultPlan();
  readonly #ports = new Set<PortUnits>();
  #source: ServedSource;

  constructor(
    source: ServedSource,
    private readonly context: ServerContext,
  ) {
    this.#source = source;
  }

  async open(settings: Opaque, onLost: (reason: string) => void, onFrame?: ServedFrameListener): Promise<Server> {
    const parsed = serverSettingsSchema.parse(settings);
    const units = new PortUnits(parsed, this.context.identity, this.#source);
    this.#ports.add(units);
    try {
      const port = await ModbusPort.open(parsed, {
        clock: this.context.clock,
        record: this.#record,
        plan: this.#plan,
        unit: (unitId) => units.find(unitId),
        units: () => units.all(),
        asking: (asking) => units.asking(asking),
        onLost,
        ...(onFrame === undefined ? {} : { onFrame }),
      });
      return {
        address: port.address,
        clients: () => port.clients(),
        close: async () => {
          this.#ports.delete(units);
          await port.close();
        },
      };
    } catch (cause) {
      this.#ports.delete(units);
      throw cause;
    }
  }

  serve(source: ServedSource): void {
    this.#source = source;
    for (const units of this.#ports) units.serve(source);
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

  learned(): LearnedUnit[] {
    // Built for the question alone: what is there is told by the points, on whatever port.
    const served = new PortUnits(serverSettingsSchema.parse({}), this.context.identity, { ...this.#source, unknown: 'absent' });
    return learnedUnits(this.#record.kinds(), (unit, table, address) => served.find(unit)?.has(table, address) === true);
  }
}
