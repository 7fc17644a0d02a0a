import type { Point } from '../../shared/domain/point';
import type { Behaviour, Recording, SimulatedUnit, ValueSource } from '../../shared/domain/simulator';
import type { Value } from '../../shared/domain/value';
import { makeSource, type SourceSurroundings } from './make-source';
import { engineeringOf, rawOf } from './raw-value';
import { readRecording, type RecordingTable } from './recording';
import type { RunningSource, SourceInputs, SourceValue } from './running-source';

export type ValueOrigin = 'behaviour' | 'written' | 'set';

/** What a simulated point shows. */
export interface SimulatedReading {
  /** Engineering value; null when there is none. */
  readonly value: Value;
  readonly origin: ValueOrigin;
  /** Why there is none; empty when all is well. */
  readonly problem: string;
}

/** What became of a client's write. */
export type WriteOutcome = 'stored' | 'ignored' | 'refused';

interface Held {
  readonly raw: Value;
  readonly origin: 'written' | 'set';
  /** When it gives way to the behaviour again; null: at the next reset. */
  readonly until: number | null;
}

interface Simulated {
  readonly point: Point;
  readonly behaviour: Behaviour | null;
  readonly source: RunningSource | null;
  /** When its source began. */
  readonly since: number;
  held: Held | null;
  /** What its source said at `seenAt`. */
  seen: SourceValue;
  seenAt: number;
}

const NOTHING: readonly never[] = [];
/** Each costs some frames of the stack. */
const MOST_DEEP = 200;
/** Kinds whose value may be missing; the others always have one. */
const MAY_FAIL: ReadonlySet<ValueSource['kind']> = new Set(['constant', 'lag', 'recording', 'expression', 'live']);

/**
 * The values of a simulator's points over time. It knows no clock and does no I/O: {@link advance} brings the time, and
 * between two calls of it every value stands still, so that what one request reads fits together.
 */
export class Simulation {
  private points = new Map<string, Simulated>();
  private recordings: readonly Recording[] = NOTHING;
  private tables = new Map<string, RecordingTable | { readonly problem: string }>();
  /** Points that are computed from others. */
  private computed: string[] = [];
  private now = 0;
  /** How many points are being looked at, each for the one before it. */
  private depth = 0;
  private readonly surroundings: SourceSurroundings;

  constructor(live: SourceInputs['live']) {
    this.surroundings = {
      point: (id) => this.engineering(id),
      live,
      typeOf: (id) => this.points.get(id)?.point.dataType ?? null,
      recording: (id) => this.table(id),
    };
  }

  /** Takes the units as they are now. Points whose definition is the same go on; what was written to points that stay is kept. */
  define(units: readonly Pick<SimulatedUnit, 'points' | 'behaviours'>[], recordings: readonly Recording[]): void {
    const before = this.points;
    const sameRecordings = recordings === this.recordings;
    if (!sameRecordings) this.tables = new Map();
    this.recordings = recordings;
    this.points = new Map();
    this.computed = [];
    const fresh: { id: string; source: ValueSource }[] = [];
    for (const { points, behaviours } of units) {
      for (const point of points) {
        const known = before.get(point.id);
        const behaviour = behaviours[point.id] ?? null;
        const { source } = behaviour ?? {};
        if (source?.kind === 'expression') this.computed.push(point.id);
        if (known && known.behaviour?.source === source && isAlike(known.point, point) && (sameRecordings || source?.kind !== 'recording')) {
          this.points.set(point.id, { ...known, point, behaviour });
          continue;
        }
        this.points.set(point.id, { point, behaviour, source: null, since: this.now, held: known && isAlike(known.point, point) ? known.held : null, seen: { value: 0 }, seenAt: NaN });
        if (source) fresh.push({ id: point.id, source });
      }
    }
    // Made only when every point is there: sources ask for the types of others.
    for (const { id, source } of fresh) this.begin(id, source);
  }

  /** Goes on to a time, milliseconds since the start; never back. Values that build on their past are brought along. */
  advance(ms: number): void {
    this.now = Math.max(this.now, ms);
    for (const simulated of this.points.values()) {
      if (simulated.held?.until !== undefined && simulated.held.until !== null && simulated.held.until <= this.now) simulated.held = null;
      const kind = simulated.behaviour?.source.kind;
      if (kind === 'lag' || kind === 'live') this.look(simulated);
    }
  }

  /** The present value of a point; null when there is no such point. */
  read(pointId: string): SimulatedReading | null {
    const simulated = this.points.get(pointId);
    if (!simulated) return null;
    const { held, point } = simulated;
    if (held) return { value: engineeringOf(held.raw, point), origin: held.origin, problem: '' };
    const seen = this.look(simulated);
    if ('problem' in seen) return { value: null, origin: 'behaviour', problem: seen.problem };
    const raw = rawOf(seen.value, point);
    if (raw === null) return { value: null, origin: 'behaviour', problem: `${String(seen.value)} is no value of the type ${point.dataType}` };
    // Seen through the registers: what is rounded or cut off there shows.
    return { value: engineeringOf(raw, point), origin: 'behaviour', problem: '' };
  }

  /** What the device has in its registers; undefined while its behaviour is in trouble or there is no such point. */
  raw(pointId: string): Value | undefined {
    const simulated = this.points.get(pointId);
    if (!simulated) return undefined;
    if (simulated.held) return simulated.held.raw;
    const seen = this.look(simulated);
    return 'problem' in seen ? undefined : (rawOf(seen.value, simulated.point) ?? undefined);
  }

  /** A client writes. */
  write(pointId: string, raw: Value): WriteOutcome {
    const simulated = this.points.get(pointId);
    const rule = simulated?.behaviour?.onWrite ?? { kind: 'hold' };
    if (!simulated || rule.kind === 'refuse') return 'refused';
    if (rule.kind === 'ignore') return 'ignored';
    this.hold(simulated, { raw, origin: 'written', until: rule.kind === 'hold-for' ? this.now + rule.durationMs : null });
    return 'stored';
  }

  /** A person sets a raw value, until the next reset or a client's write; null gives the point back to its behaviour. */
  set(pointId: string, raw: Value): void {
    const simulated = this.points.get(pointId);
    if (!simulated) return;
    this.hold(simulated, raw === null ? null : { raw, origin: 'set', until: null });
  }

  /** Takes back what was written and set, and begins every behaviour anew. */
  reset(): void {
    for (const [id, simulated] of this.points) {
      this.points.set(id, { ...simulated, source: null, since: this.now, held: null, seenAt: NaN });
      if (simulated.behaviour) this.begin(id, simulated.behaviour.source);
    }
  }

  /** Points whose behaviour says no value at the moment. */
  pointsInTrouble(): number {
    let count = 0;
    for (const simulated of this.points.values()) {
      const { held, behaviour } = simulated;
      if (!held && behaviour && MAY_FAIL.has(behaviour.source.kind) && 'problem' in this.look(simulated)) count += 1;
    }
    return count;
  }

  private hold(simulated: Simulated, held: Held | null): void {
    simulated.held = held;
    // What is computed from it must follow at once: a client that writes and reads back expects it.
    for (const id of this.computed) {
      const each = this.points.get(id);
      if (each) each.seenAt = NaN;
    }
  }

  private begin(id: string, source: ValueSource): void {
    const simulated = this.points.get(id);
    if (simulated) this.points.set(id, { ...simulated, source: makeSource(source, simulated.point, this.surroundings) });
  }

  private engineering(pointId: string): SourceValue {
    const read = this.read(pointId);
    if (!read) return { problem: 'there is no such point' };
    return read.problem === '' ? { value: read.value } : { problem: read.problem };
  }

  private look(simulated: Simulated): SourceValue {
    if (simulated.seenAt === this.now) return simulated.seen;
    if (this.depth >= MOST_DEEP) return { problem: `More than ${MOST_DEEP} points are made from each other in a chain` };
    // Set first: should a circle have got in, it reads the value of before and ends.
    simulated.seenAt = this.now;
    this.depth += 1;
    simulated.seen = simulated.source?.at(this.now - simulated.since) ?? { value: zeroOf(simulated.point) };
    this.depth -= 1;
    return simulated.seen;
  }

  private table(id: string): RecordingTable | { readonly problem: string } {
    const known = this.tables.get(id);
    if (known) return known;
    const recording = this.recordings.find((each) => each.id === id);
    const table = recording ? readRecording(recording.csv) : { problem: 'The recording is not in this simulator' };
    this.tables.set(id, table);
    return table;
  }
}

/** What a point shows that nobody has said anything about. */
function zeroOf({ dataType, offset }: Point): Value {
  if (dataType === 'boolean') return false;
  return dataType === 'string' ? '' : offset;
}

/** Whether a value of one is a value of the other. */
function isAlike(a: Point, b: Point): boolean {
  return a === b || (a.dataType === b.dataType && a.scale === b.scale && a.offset === b.offset);
}
