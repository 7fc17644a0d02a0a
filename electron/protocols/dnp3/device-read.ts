import { header, integrityPoll, POINT_FACTS, PRIORITY, read } from '../../stacks/dnp3';
import type { Dnp3Line, MasterSession, Report, TaskFailure, TaskOutcome } from '../../stacks/dnp3';
import { bad, NO_ANSWER, NOT_CONNECTED } from '../../../shared/domain/quality';
import { addressOf, TYPE_FACTS, valueKey } from './point-address';
import { readingOf } from './point-readings';
import { runTask } from './session-task';
import type { PointAddress } from './point-address';
import type { Point } from '../../../shared/domain/point';
import type { Quality } from '../../../shared/domain/quality';
import type { Clock, PollCapability, Reading } from '../protocol';

/** So many points are asked for one by one, with a header each; more by an integrity poll. */
const MOST_HEADERS = 20;

export interface DeviceReadParts {
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly clock: Clock;
  readonly isConnected: () => boolean;
}

/** What one read waits for: the newest report of each point it wants. */
class Collector {
  readonly reports = new Map<string, Report>();
  readonly #wanted: ReadonlySet<string>;

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  take(report: Report): void {
    if (report.type === undefined) return;
    const key = valueKey(report.type, report.index);
    if (this.#wanted.has(key)) this.reports.set(key, report);
  }
}

/** Reads on demand: a few points by name, many by an integrity poll. What comes is pushed as well. */
export class DeviceRead implements PollCapability {
  readonly #parts: DeviceReadParts;
  readonly #collectors = new Set<Collector>();

  constructor(parts: DeviceReadParts) {
    this.#parts = parts;
  }

  /** Every report of the session goes through here. */
  take(reports: readonly Report[]): void {
    for (const collector of this.#collectors) for (const report of reports) collector.take(report);
  }

  async read(points: readonly Point[], { signal }: { readonly urgent: boolean; readonly signal: AbortSignal }): Promise<Reading[]> {
    const asked = points.map((point) => ({ point, address: addressOf(point) }));
    const addresses = asked.flatMap(({ address }) => (address === null ? [] : [address]));
    const missing = (quality: Quality): Reading[] => asked.map(({ point }) => this.#without(point, quality));
    if (!this.#parts.isConnected()) return missing(bad(NOT_CONNECTED));
    if (addresses.length === 0) return missing(bad('The address is not one of DNP3'));
    const collector = new Collector(new Set(addresses.map(keyOf)));
    this.#collectors.add(collector);
    const outcome = await this.#ask(addresses, signal);
    this.#collectors.delete(collector);
    const receivedTime = this.#parts.clock.nowMicros();
    const failed = outcome === null ? bad('Cancelled') : outcome.ok ? bad('The outstation has no such point') : failureQuality(outcome.failure);
    return asked.map(({ point, address }) => {
      if (address === null) return this.#without(point, bad('The address is not one of DNP3'));
      const report = collector.reports.get(keyOf(address));
      return report === undefined ? this.#without(point, failed) : readingOf(point, report, receivedTime);
    });
  }

  /** Null when the caller has given up. */
  #ask(addresses: readonly PointAddress[], signal: AbortSignal): Promise<TaskOutcome | null> {
    const { session, channel } = this.#parts;
    return runTask(session, channel, signal, (done) => (addresses.length > MOST_HEADERS ? integrityPoll(done, PRIORITY.request) : read(addresses.map(headerOf), done, { name: 'read points' })));
  }

  #without(point: Point, quality: Quality): Reading {
    return { pointId: point.id, value: null, raw: null, quality, sourceTime: null, receivedTime: this.#parts.clock.nowMicros() };
  }
}

function keyOf({ type, index }: PointAddress): string {
  return valueKey(TYPE_FACTS[type].stack, index);
}

/** The point alone, in the variation that the outstation has as its default. */
function headerOf({ type, index }: PointAddress) {
  return header(POINT_FACTS[TYPE_FACTS[type].stack].staticGroup, 0, { kind: 'range', size: index > 0xff ? 2 : 1, start: index, stop: index });
}

function failureQuality(failure: TaskFailure): Quality {
  if (failure.kind === 'timeout') return bad(NO_ANSWER);
  if (failure.kind === 'closed') return bad(NOT_CONNECTED);
  if (failure.kind === 'refused') return bad('The outstation has no such point', ['REFUSED']);
  return bad(failure.message);
}
