import type { Point } from '../../../shared/domain/point';
import { bad, GOOD, NO_ANSWER, NOT_CONNECTED } from '../../../shared/domain/quality';
import type { Quality } from '../../../shared/domain/quality';
import { exceptionName } from '../../stacks/modbus';
import type { ModbusExchange, ModbusNormalResponse, ModbusRequest } from '../../stacks/modbus';
import type { Clock, DeviceContext, Reading } from '../protocol';
import type { Notation } from './address-notation';
import type { DeviceSession } from './device-session';
import type { DeviceSettings } from './device-settings';
import type { AddressFindings } from './findings';
import { forbiddenIn, rangesOf } from './forbidden-ranges';
import type { ForbiddenRange } from './forbidden-ranges';
import { MuteBlocks } from './mute-blocks';
import { planReads, splitBlock } from './planner';
import type { Plan, ReadBlock, ReadItem } from './planner';
import { isBitTable } from './point-address';
import { layoutOf } from './point-layout';
import type { PointLayout } from './point-layout';
import { readFunction } from './read-function';
import type { ExchangeResult } from './request-queue';
import { decodeRegisters } from './value-codec';
import type { DecodedPoint } from './value-codec';

/** One place to read, with the points that lie exactly there (a status word and its bits share one). */
interface Place extends ReadItem {
  readonly layouts: PointLayout[];
}

type PlaceBlock = ReadBlock<Place>;

/** The answer in which a point's value came, and where in it its octets are. */
export interface LastAnswer {
  readonly exchange: ModbusExchange;
  readonly request: { readonly functionCode: number; readonly address: number; readonly quantity: number };
  /** Registers or bits from the block's first. */
  readonly offset: number;
  /** Registers or bits that the point takes. */
  readonly count: number;
}

export interface ReaderDependencies {
  readonly settings: DeviceSettings;
  readonly session: DeviceSession;
  readonly findings: AddressFindings;
  readonly context: DeviceContext;
  readonly clock: Clock;
}

interface PreparedPlan {
  readonly version: number;
  readonly places: readonly Place[];
  readonly problems: readonly { point: Point; problem: string }[];
  /** Of the places that are not refused. */
  readonly plan: Plan<Place>;
}

/** Reads points in blocks and finds out, where a block is refused, which of its addresses it is. */
export class BlockReader {
  readonly #d: ReaderDependencies;
  readonly #plans = new WeakMap<readonly Point[], PreparedPlan>();
  readonly #layouts = new WeakMap<Point, ReturnType<typeof layoutOf>>();
  readonly #answers = new Map<string, LastAnswer>();
  readonly #mute: MuteBlocks;
  readonly #forbidden: readonly ForbiddenRange[];

  constructor(dependencies: ReaderDependencies) {
    this.#d = dependencies;
    this.#forbidden = rangesOf(dependencies.settings);
    this.#mute = new MuteBlocks(dependencies.clock);
  }

  lastAnswer(pointId: string): LastAnswer | null {
    return this.#answers.get(pointId) ?? null;
  }

  /** The points are others now: what belongs to those that are no more is forgotten, and what was mute is asked again. */
  pointsChanged(gone: Iterable<string>): void {
    for (const id of gone) this.#answers.delete(id);
    this.#mute.clear();
  }

  /** The request that a probe sends: the first of the points that can be read. Of 60,000 points it looks at one or two. */
  probeFor(points: readonly Point[]): ModbusRequest | null {
    const { settings, findings } = this.#d;
    for (const point of points) {
      const laid = this.#layoutOf(point);
      if ('problem' in laid) continue;
      const item = { table: laid.layout.address.table, address: laid.layout.address.address, count: laid.layout.count };
      const most = isBitTable(item.table) ? settings.maxBitsPerRead : settings.maxRegistersPerRead;
      if (item.count > most || findings.refused(item, this.#now()) !== 'no' || forbiddenIn(this.#forbidden, item) !== undefined) continue;
      return { functionCode: readFunction(item.table), address: item.address, quantity: item.count };
    }
    return null;
  }

  /** Requests that reading these takes now. */
  requestsFor(points: readonly Point[]): number {
    return this.#prepare(points).plan.blocks.length;
  }

  /**
   * Reads that the device answers, for whoever needs some to measure with: each block of the plan, and its beginnings of
   * other lengths, so that an answer to the one is none to the other.
   */
  sampleReads(points: readonly Point[], most: number): ModbusRequest[] {
    const reads: ModbusRequest[] = [];
    for (const block of this.#prepare(points).plan.blocks) {
      for (const item of block.items.toReversed()) {
        if (reads.length >= most) return reads;
        reads.push({ functionCode: readFunction(block.table), address: block.address, quantity: item.address + item.count - block.address });
      }
    }
    return reads;
  }

  async read(points: readonly Point[], urgent: boolean, signal: AbortSignal): Promise<Reading[]> {
    const readings = new Map<string, Reading>();
    const prepared = this.#prepare(points);
    for (const { point, problem } of prepared.problems) this.#put(readings, point, bad('Bad address', [problem]));
    for (const place of prepared.plan.forbidden) this.#putAll(readings, [place], bad('Forbidden address', ['Left out by the settings of the device']));
    for (const place of prepared.plan.tooLong) this.#putAll(readings, [place], bad('Too long for one read'));
    await this.#d.session.settled(signal);
    if (this.#d.session.state.state === 'connected') await this.#readBlocks(this.#due(prepared), readings, urgent, signal);
    const rest = this.#d.session.state.state === 'lost' ? bad(NO_ANSWER) : bad(NOT_CONNECTED);
    for (const place of prepared.places) {
      const known = this.#d.findings.refused(place, this.#now()) !== 'no';
      for (const { point } of place.layouts) if (!readings.has(point.id)) this.#put(readings, point, known ? refusal(2) : rest);
    }
    return points.map((point) => readings.get(point.id) ?? this.#reading(point, rest));
  }

  /** The plan's blocks and those refused addresses, each alone, whose time to be tried again has come. */
  #due(prepared: PreparedPlan): PlaceBlock[] {
    const retries = prepared.places.filter((place) => this.#d.findings.refused(place, this.#now()) === 'due' && forbiddenIn(this.#forbidden, place) === undefined);
    return [...prepared.plan.blocks, ...retries.map((place) => ({ table: place.table, address: place.address, count: place.count, items: [place] }))];
  }

  /** As many at once as the device takes; the rest is left when the device falls silent. */
  async #readBlocks(blocks: PlaceBlock[], readings: Map<string, Reading>, urgent: boolean, signal: AbortSignal): Promise<void> {
    const waiting = [...blocks];
    const work = async (): Promise<void> => {
      for (let block = waiting.shift(); block !== undefined; block = waiting.shift()) {
        if (signal.aborted || this.#d.session.state.state !== 'connected') return;
        await this.#readBlock(block, readings, urgent, signal);
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#d.settings.pipelineDepth, blocks.length) }, work));
  }

  /** True when every item of the block was read. */
  async #readBlock(block: PlaceBlock, readings: Map<string, Reading>, urgent: boolean, signal: AbortSignal): Promise<boolean> {
    if (!urgent && this.#mute.isMute(block)) {
      this.#putAll(readings, block.items, bad(NO_ANSWER));
      return false;
    }
    const request = { functionCode: readFunction(block.table), address: block.address, quantity: block.count } as const;
    const result = await this.#d.session.ask(request, { rank: urgent ? 'urgent' : 'poll', signal });
    if (result.ok) {
      this.#mute.answered(block);
      return this.#decode(block, request, result.value, result.exchange, readings);
    }
    if (result.failure.kind === 'exception' && (result.failure.code === 2 || result.failure.code === 3)) {
      return this.#narrow(block, result.failure.code, readings, urgent, signal);
    }
    if (result.failure.kind === 'timeout' && this.#d.session.state.state === 'connected') this.#mute.silent(block);
    this.#putAll(readings, block.items, qualityOf(result));
    return false;
  }

  /** Halves a refused block until the refused address is alone; learns it, or the boundary that one read may not cross. */
  async #narrow(block: PlaceBlock, code: 2 | 3, readings: Map<string, Reading>, urgent: boolean, signal: AbortSignal): Promise<boolean> {
    const { findings, clock, context } = this.#d;
    const halves = splitBlock(block);
    if (halves === null) {
      this.#putAll(readings, block.items, refusal(code));
      for (const item of code === 2 ? block.items : []) this.#report(findings.refuse(item, this.#now(), clock.nowMicros(), this.#notation));
      return false;
    }
    const [left, right] = halves;
    const leftWhole = await this.#readBlock(left, readings, urgent, signal);
    const rightWhole = await this.#readBlock(right, readings, urgent, signal);
    if (leftWhole && rightWhole) {
      const finding = findings.cut(block.table, right.address, clock.nowMicros(), this.#notation);
      if (finding !== null) context.onFinding(finding);
    }
    return false;
  }

  #decode(block: PlaceBlock, request: LastAnswer['request'], value: ModbusNormalResponse | undefined, exchange: ModbusExchange, readings: Map<string, Reading>): boolean {
    const receivedTime = this.#d.clock.nowMicros();
    for (const place of block.items) {
      const offset = place.address - block.address;
      const untrue = this.#d.findings.answered(place);
      if (untrue !== null) this.#d.context.onFindingGone?.(untrue.kind, untrue.key);
      for (const layout of place.layouts) {
        const decoded = decodePoint(layout, value, offset);
        const quality = decoded === null ? bad('Answer too short') : decoded.problem === '' ? GOOD : bad(`Not ${layout.point.dataType}`, [sentence(decoded.problem)]);
        const { id } = layout.point;
        readings.set(id, { pointId: id, value: decoded?.value ?? null, raw: decoded?.raw ?? null, quality, sourceTime: null, receivedTime });
        this.#answers.set(id, { exchange, request, offset, count: layout.count });
      }
    }
    return true;
  }

  #prepare(points: readonly Point[]): PreparedPlan {
    const { settings, findings } = this.#d;
    const known = this.#plans.get(points);
    if (known?.version === findings.version) return known;
    const places = new Map<string, Place>();
    const problems: { point: Point; problem: string }[] = [];
    for (const point of points) {
      const laid = this.#layoutOf(point);
      if ('problem' in laid) problems.push({ point, problem: laid.problem });
      else addTo(places, laid.layout);
    }
    const all = [...places.values()];
    const limits = { maxRegisters: settings.maxRegistersPerRead, maxBits: settings.maxBitsPerRead, gapTolerance: settings.gapTolerance, forbidden: this.#forbidden };
    const plan = planReads(
      all.filter((place) => findings.refused(place, this.#now()) === 'no'),
      limits,
      (table, address) => findings.isCut(table, address),
    );
    const prepared = { version: findings.version, places: all, problems, plan };
    this.#plans.set(points, prepared);
    return prepared;
  }

  /** Points are immutable, and most of a plan's points were in the plan before. */
  #layoutOf(point: Point): ReturnType<typeof layoutOf> {
    const known = this.#layouts.get(point);
    if (known !== undefined) return known;
    const laid = layoutOf(point, this.#d.settings.byteOrder);
    this.#layouts.set(point, laid);
    return laid;
  }

  #report(finding: ReturnType<AddressFindings['refuse']>): void {
    if (finding !== null) this.#d.context.onFinding(finding);
  }

  get #notation(): Notation {
    return this.#d.settings.addressNotation;
  }

  #now(): number {
    return this.#d.clock.monotonicMs();
  }

  #putAll(readings: Map<string, Reading>, places: readonly Place[], quality: Quality): void {
    for (const place of places) for (const { point } of place.layouts) this.#put(readings, point, quality);
  }

  #put(readings: Map<string, Reading>, point: Point, quality: Quality): void {
    readings.set(point.id, this.#reading(point, quality));
  }

  #reading(point: Point, quality: Quality): Reading {
    return { pointId: point.id, value: null, raw: null, quality, sourceTime: null, receivedTime: this.#d.clock.nowMicros() };
  }
}

function addTo(places: Map<string, Place>, layout: PointLayout): void {
  const { table, address } = layout.address;
  const key = `${table}:${address}+${layout.count}`;
  const place = places.get(key);
  if (place === undefined) places.set(key, { table, address, count: layout.count, layouts: [layout] });
  else place.layouts.push(layout);
}

function decodePoint(layout: PointLayout, response: ModbusNormalResponse | undefined, offset: number): DecodedPoint | null {
  if (response === undefined) return null;
  if ('registers' in response) return decodeRegisters(layout, response.registers, offset);
  if (!('bits' in response)) return null;
  const bit = response.bits[offset];
  return bit === undefined ? null : { value: bit, raw: Uint8Array.of(bit ? 1 : 0), problem: '' };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `Exception 2`, with the standard's name as flag. */
function refusal(code: number): Quality {
  return bad(`Exception ${code}`, [exceptionName(code)]);
}

function qualityOf(result: ExchangeResult): Quality {
  if (result.ok) return GOOD;
  switch (result.failure.kind) {
    case 'exception':
      return refusal(result.failure.code);
    case 'timeout':
      return bad(NO_ANSWER);
    case 'bad-frame':
      return bad('Damaged answer');
    case 'closed':
      return bad(NOT_CONNECTED);
    case 'busy':
      return bad('Line busy');
    default:
      return bad('Bad request', [result.failure.message]);
  }
}
