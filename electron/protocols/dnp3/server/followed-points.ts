import { Database, FLAG } from '../../../stacks/dnp3';
import type { PointConfig, PointState, PointType } from '../../../stacks/dnp3';
import type { Point } from '../../../../shared/domain/point';
import type { Value } from '../../../../shared/domain/value';
import type { ServedSource } from '../../protocol';
import { flagsOf } from './point-flags';
import { COUNTER_STEPS, heldValue, modulo, nothingOf, servedPoints, type ServedPoint } from './served-point';
import type { StationClock } from './station-clock';
import type { SwitchStates } from './switch-states';
import type { UnitSettings } from './unit-settings';

/** No flag octet: what is there is looked at again. */
const UNKNOWN_FLAGS = -1;

/** What was last put into the database. */
interface Held {
  readonly raw: Value | undefined;
  readonly flags: number;
  readonly shown: PointState;
  /** Counters: what the source counted, and what is taken away since a master cleared them. */
  readonly counted: number;
  readonly base: number;
}

/** A database that follows a source of values: what changes becomes an event by the database's own rules. */
export class FollowedPoints {
  readonly database: Database;
  readonly all: readonly ServedPoint[];
  readonly #held = new Map<ServedPoint, Held>();
  readonly #byPlace: ReadonlyMap<string, ServedPoint>;
  readonly #byId: ReadonlyMap<string, ServedPoint>;

  constructor(
    points: readonly Point[],
    settings: UnitSettings,
    private source: Pick<ServedSource, 'read'>,
    private readonly surroundings: { readonly clock: StationClock; readonly switches: SwitchStates; readonly statistics: readonly PointConfig[] },
  ) {
    // What points show at the start is no event: the database begins with it.
    this.all = servedPoints(points, settings).map((served) => this.#begin(served));
    this.#byPlace = new Map(this.all.map((served) => [placeOf(served.type, served.index), served]));
    this.#byId = new Map(this.all.map((served) => [served.point.id, served]));
    this.database = new Database({ ...configOf(this.all), 'security-statistic': [...surroundings.statistics] });
  }

  byId(pointId: string): ServedPoint | undefined {
    return this.#byId.get(pointId);
  }

  at(type: PointType, index: number): ServedPoint | undefined {
    return this.#byPlace.get(placeOf(type, index));
  }

  /** Asks another source from now on; the points are the same. */
  follow(source: Pick<ServedSource, 'read'>): void {
    this.source = source;
  }

  /** Looks at the values of all but some points. `quietly`: changes are no events. */
  look(now: number, quietly: boolean, but?: ReadonlySet<string>): void {
    for (const served of this.all) if (but?.has(served.point.id) !== true && !this.#isFrozenByMasters(served)) this.#look(served, now, quietly);
  }

  /** What the database shows of these points may be another's work: they are looked at anew. */
  forget(pointIds: ReadonlySet<string>): void {
    for (const [served, held] of this.#held) if (pointIds.has(served.point.id)) this.#held.set(served, { ...held, flags: UNKNOWN_FLAGS });
  }

  /** The point with what it shows at the start. */
  #begin(served: ServedPoint): ServedPoint {
    const held = this.#read(served, 0);
    const begun = { ...served, config: { ...served.config, initial: held.shown } };
    this.#held.set(begun, held);
    return begun;
  }

  #look(served: ServedPoint, now: number, quietly: boolean): void {
    const { type, index } = served;
    const before = this.#held.get(served);
    // A master that cleared the counter counts from there on.
    const cleared = before !== undefined && type === 'counter' && this.database.point(type, index)?.state.value !== before.shown.value;
    const held = this.#read(served, cleared ? before.counted : (before?.base ?? 0), before);
    if (!cleared && before !== undefined && Object.is(before.raw, held.raw) && before.flags === held.flags) return;
    this.#held.set(served, held);
    this.database.update(type, index, held.shown, now, quietly ? 'suppress' : 'detect');
  }

  /** What a point shows now; while its value can't be told, the last one as lost. */
  #read({ type, point }: ServedPoint, base: number, before?: Held): Held {
    const { clock, switches } = this.surroundings;
    const raw = this.source.read(point.id);
    const value = raw === undefined ? null : heldValue(type, raw);
    const flags = value === null ? FLAG.commLost : flagsOf(type, switches.at(point.id));
    const counted = value?.value ?? before?.counted ?? 0;
    const kept = value === null ? (before?.shown ?? nothingOf(type)) : type === 'counter' ? { value: modulo(counted - base, COUNTER_STEPS) } : value;
    return { raw, flags, counted, base, shown: { ...kept, flags: type === 'octet-string' ? 0 : flags, time: clock.now() } };
  }

  /** A frozen point whose running one is here too shows what masters freeze. */
  #isFrozenByMasters({ type, index }: ServedPoint): boolean {
    const running: PointType | null = type === 'frozen-counter' ? 'counter' : type === 'frozen-analog' ? 'analog' : null;
    return running !== null && this.at(running, index) !== undefined;
  }
}

function placeOf(type: PointType, index: number): string {
  return `${type} ${index}`;
}

function configOf(points: readonly ServedPoint[]): Partial<Record<PointType, PointConfig[]>> {
  const config: Partial<Record<PointType, PointConfig[]>> = {};
  for (const { type, config: own } of points) (config[type] ??= []).push(own);
  return config;
}
