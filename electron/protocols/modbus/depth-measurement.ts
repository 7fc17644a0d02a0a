import type { DepthResult } from '../../../shared/contract/device-requests';
import type { ModbusRequest } from '../../stacks/modbus';
import type { Clock, DepthCapability } from '../protocol';
import { hasTransactions } from './line-settings';
import type { LineSettings } from './line-settings';
import type { Link } from './link';
import { ReferenceValues, wordsOf } from './reference-values';
import type { ExchangeResult, LineUser } from './request-queue';

type Step = DepthResult['steps'][number];

/** Depths that are tried, one after the other. */
const DEPTHS = [1, 2, 3, 4, 6, 8, 12, 16] as const;
const REQUESTS_A_STEP = 60;
/** How often each read is made alone beforehand: what is the same each time is taken for steady. */
const ALONE = 2;
/** A depth that brings less than this over a smaller one is not worth what may go wrong with it. */
const WORTHWHILE = 1.1;

export interface DepthDependencies {
  readonly lineSettings: LineSettings;
  readonly link: Link;
  readonly clock: Clock;
  readonly unitId: number;
  readonly timeoutMs: number;
  /** Reads that the device answers, in whatever order. */
  readonly reads: () => readonly ModbusRequest[];
}

/** One answer of a step, and which read of the list it was given to. */
interface Answered {
  readonly read: number;
  readonly result: ExchangeResult;
}

/**
 * Measures how many requests at once a device takes: step by step, until an answer is lost, wrong or refused. Requests
 * that are on the wire together ask for different quantities where the device has them, so that an answer given to the
 * wrong request shows by its length; and each answer is held against what the same read gave alone. One that differs is
 * wrong when the read, made alone once more, gives the old values again; else the values have changed. It shares the line
 * with the devices that work; they may miss a poll.
 */
export class DepthMeasurement implements DepthCapability {
  readonly #d: DepthDependencies;
  #last: DepthResult | null = null;

  constructor(dependencies: DepthDependencies) {
    this.#d = dependencies;
  }

  last(): DepthResult | null {
    return this.#last;
  }

  async measure(progress: (step: string, done: number, total: number) => void, signal: AbortSignal): Promise<DepthResult> {
    const reads = this.#d.reads();
    const steps: Step[] = [];
    const references = new ReferenceValues(reads);
    if (reads.length > 0 && hasTransactions(this.#d.lineSettings)) {
      progress('each read alone', 0, DEPTHS.length);
      for (let round = 0; round < ALONE; round += 1) for (const read of reads.keys()) await this.#alone(read, reads, references, signal);
      for (const [at, depth] of DEPTHS.entries()) {
        signal.throwIfAborted();
        progress(`${depth} at once`, at, DEPTHS.length);
        const step = await this.#step(depth, reads, references, signal);
        signal.throwIfAborted();
        steps.push(step);
        if (!isClean(step)) break;
      }
    }
    progress('', DEPTHS.length, DEPTHS.length);
    this.#last = this.#resultOf(steps, reads.length, references.untellable());
    return this.#last;
  }

  async #submit(read: number, reads: readonly ModbusRequest[], user: LineUser, signal: AbortSignal): Promise<Answered | null> {
    const request = reads[read];
    if (request === undefined) return null;
    return { read, result: await this.#d.link.submit({ user, request, timeoutMs: this.#d.timeoutMs, rank: 'poll', clearsDoubt: true, signal }) };
  }

  /** Makes one read with nothing else of this device on the wire; its values, where there was an answer. */
  async #alone(read: number, reads: readonly ModbusRequest[], references: ReferenceValues, signal: AbortSignal): Promise<readonly number[] | null> {
    signal.throwIfAborted();
    const request = reads[read];
    const answered = await this.#submit(read, reads, { unitId: this.#d.unitId, pipelineDepth: 1 }, signal);
    const words = request === undefined || answered === null ? null : wordsOf(request, answered.result);
    if (words !== null) references.learn(read, words);
    return words;
  }

  async #step(depth: number, reads: readonly ModbusRequest[], references: ReferenceValues, signal: AbortSignal): Promise<Step> {
    const { clock, unitId } = this.#d;
    const user: LineUser = { unitId, pipelineDepth: depth };
    const answers: Answered[] = [];
    let next = 0;
    let clean = true;
    const startedMs = clock.monotonicMs();
    const worker = async (): Promise<void> => {
      while (next < REQUESTS_A_STEP && clean && !signal.aborted) {
        const read = next % reads.length;
        next += 1;
        const answered = await this.#submit(read, reads, user, signal);
        if (answered === null) return;
        answers.push(answered);
        clean = clean && answered.result.ok;
      }
    };
    await Promise.all(Array.from({ length: depth }, worker));
    const tookMs = clock.monotonicMs() - startedMs;
    const mixed = clean && depth > 1 ? await this.#mixedUp(answers, reads, references, signal) : 0;
    return summary({ depth, results: answers.map(({ result }) => result), tookMs, mixed });
  }

  /** Answers with other values than their read gives alone, before and after. */
  async #mixedUp(answers: readonly Answered[], reads: readonly ModbusRequest[], references: ReferenceValues, signal: AbortSignal): Promise<number> {
    const differing = answers.flatMap(({ read, result }) => {
      const request = reads[read];
      const words = request === undefined ? null : wordsOf(request, result);
      return words !== null && references.differs(read, words) ? [{ read, words }] : [];
    });
    // Reading them again unlearns what has changed by itself; what still differs then was never the value of that read.
    for (const read of new Set(differing.map((each) => each.read))) await this.#alone(read, reads, references, signal);
    return differing.filter(({ read, words }) => references.differs(read, words)).length;
  }

  #resultOf(steps: readonly Step[], reads: number, untellable: number): DepthResult {
    const time = this.#d.clock.nowMicros();
    const base = { time, steps: [...steps] };
    if (reads === 0) return { ...base, safeDepth: null, message: 'The device has no point that can be read. Add one, and measure again.', settings: {} };
    if (!hasTransactions(this.#d.lineSettings)) return { ...base, safeDepth: 1, message: 'On this transport one request at a time is all there is: its answers do not say which request they belong to.', settings: {} };
    const good = steps.filter(isClean);
    const failed = steps.find((step) => !isClean(step));
    const best = bestOf(good);
    if (best === null) return { ...base, safeDepth: null, message: `Not even one request at a time went well: ${failed === undefined ? 'nothing was measured' : troubleOf(failed)}. Look at the connection first.`, settings: {} };
    const end = failed === undefined ? `All depths up to ${DEPTHS.at(-1) ?? 0} went well.` : `At ${failed.depth} at once: ${troubleOf(failed)}.`;
    const gain = best.depth === 1 ? 'More at once brings nothing here.' : `${best.depth} at once bring ${best.perSecond.toFixed(0)} requests a second, one at a time ${(good[0]?.perSecond ?? 0).toFixed(0)}.`;
    if (best.depth > 1 && reads === 1) return { ...base, safeDepth: 1, message: `${end} The points take one read only, so an answer given to the wrong request could not show, and more than one at a time cannot be called safe. Add points at other addresses, and measure again.`, settings: { pipelineDepth: 1 } };
    if (best.depth > 1 && untellable === reads) return { ...base, safeDepth: 1, message: `${end} But all reads gave the same or changing values, so an answer given to the wrong request could not show, and more than one at a time cannot be called safe. Add points with different values, and measure again.`, settings: { pipelineDepth: 1 } };
    const doubt = best.depth === 1 || untellable === 0 ? '' : ` ${untellable} of ${reads} reads have the length and the values of another one: had their answers been mixed up, it would not show.`;
    return { ...base, safeDepth: best.depth, message: `${end} ${gain}${doubt}`, settings: { pipelineDepth: best.depth } };
  }
}

function summary({ depth, results, tookMs, mixed }: { readonly depth: number; readonly results: readonly ExchangeResult[]; readonly tookMs: number; readonly mixed: number }): Step {
  const kind = (...kinds: string[]): number => results.filter((result) => !result.ok && kinds.includes(result.failure.kind)).length;
  const trips = results.flatMap(({ exchange }) => (exchange.roundTripMs === undefined ? [] : [exchange.roundTripMs])).sort((one, other) => one - other);
  const answered = results.filter(({ ok }) => ok).length;
  return {
    depth,
    requests: results.filter(({ exchange }) => exchange.attempts > 0).length,
    answered,
    lost: kind('timeout', 'closed', 'busy'),
    wrong: kind('bad-frame', 'invalid-request') + mixed,
    refused: kind('exception'),
    perSecond: tookMs > 0 ? Math.round((answered * 1000) / tookMs) : 0,
    p95Ms: trips[Math.ceil(0.95 * (trips.length - 1))] ?? null,
  };
}

function isClean({ answered, lost, wrong, refused }: Step): boolean {
  return answered > 0 && lost + wrong + refused === 0;
}

/** The smallest depth that none of the greater ones beats by enough. */
function bestOf(good: readonly Step[]): Step | null {
  let best: Step | null = null;
  for (const step of good) if (best === null || step.perSecond > best.perSecond * WORTHWHILE) best = step;
  return best;
}

function troubleOf({ lost, wrong, refused, requests }: Step): string {
  const parts = [
    ...(lost > 0 ? [`${lost} of ${requests} went unanswered`] : []),
    ...(wrong > 0 ? [`${wrong} of ${requests} were answered wrongly`] : []),
    ...(refused > 0 ? [`${refused} of ${requests} were refused`] : []),
  ];
  return parts.join(', ') || 'nothing was answered';
}
