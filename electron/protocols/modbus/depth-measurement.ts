import type { DepthResult } from '../../../shared/contract/device-requests';
import type { ModbusRequest } from '../../stacks/modbus';
import type { Clock, DepthCapability } from '../protocol';
import { hasTransactions } from './line-settings';
import type { LineSettings } from './line-settings';
import type { Link } from './link';
import type { ExchangeResult, LineUser } from './request-queue';

type Step = DepthResult['steps'][number];

/** Depths that are tried, one after the other. */
const DEPTHS = [1, 2, 3, 4, 6, 8, 12, 16] as const;
const REQUESTS_A_STEP = 60;
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

/**
 * Measures how many requests at once a device takes: step by step, until an answer is lost, wrong or refused. Requests
 * that are on the wire together ask for different quantities where the device has them, so that an answer given to the
 * wrong request shows by its length. It shares the line with the devices that work; they may miss a poll.
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
    if (reads.length > 0 && hasTransactions(this.#d.lineSettings)) {
      for (const [at, depth] of DEPTHS.entries()) {
        signal.throwIfAborted();
        progress(`${depth} at once`, at, DEPTHS.length);
        const step = await this.#step(depth, reads, signal);
        signal.throwIfAborted();
        steps.push(step);
        if (!isClean(step)) break;
      }
    }
    progress('', DEPTHS.length, DEPTHS.length);
    this.#last = this.#resultOf(steps, reads.length);
    return this.#last;
  }

  async #step(depth: number, reads: readonly ModbusRequest[], signal: AbortSignal): Promise<Step> {
    const { link, clock, unitId, timeoutMs } = this.#d;
    const user: LineUser = { unitId, pipelineDepth: depth };
    const results: ExchangeResult[] = [];
    let next = 0;
    let clean = true;
    const startedMs = clock.monotonicMs();
    const worker = async (): Promise<void> => {
      while (next < REQUESTS_A_STEP && clean && !signal.aborted) {
        const request = reads[next % reads.length];
        next += 1;
        if (request === undefined) return;
        const result = await link.submit({ user, request, timeoutMs, rank: 'poll', clearsDoubt: true, signal });
        results.push(result);
        clean = clean && result.ok;
      }
    };
    await Promise.all(Array.from({ length: depth }, worker));
    return summary(depth, results, clock.monotonicMs() - startedMs);
  }

  #resultOf(steps: readonly Step[], reads: number): DepthResult {
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
    return { ...base, safeDepth: best.depth, message: `${end} ${gain}`, settings: { pipelineDepth: best.depth } };
  }
}

function summary(depth: number, results: readonly ExchangeResult[], tookMs: number): Step {
  const kind = (...kinds: string[]): number => results.filter((result) => !result.ok && kinds.includes(result.failure.kind)).length;
  const trips = results.flatMap(({ exchange }) => (exchange.roundTripMs === undefined ? [] : [exchange.roundTripMs])).sort((one, other) => one - other);
  const answered = results.filter(({ ok }) => ok).length;
  return {
    depth,
    requests: results.filter(({ exchange }) => exchange.attempts > 0).length,
    answered,
    lost: kind('timeout', 'closed', 'busy'),
    wrong: kind('bad-frame', 'invalid-request'),
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
