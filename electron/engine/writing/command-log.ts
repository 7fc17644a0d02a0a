import type { CommandEvent, CommandRun } from '../../../shared/contract/commands';
import type { Clock } from '../../protocols/protocol';

type Verdict = NonNullable<CommandRun['verdict']>;

/** One command step by step, with the time of each. */
export class CommandLog {
  #run: CommandRun;
  readonly #clock: Clock;
  readonly #beganMs: number;

  constructor(clock: Clock, id: string, pointId: string, operation: string) {
    this.#clock = clock;
    this.#beganMs = clock.monotonicMs();
    this.#run = { id, pointId, operation, state: 'selecting', events: [], selectedUntil: null, verdict: null, message: '', advice: '' };
    this.add('prepared', operation);
  }

  get run(): CommandRun {
    return this.#run;
  }

  get ended(): boolean {
    return this.#run.verdict !== null;
  }

  /** Milliseconds since the command was given. */
  get afterMs(): number {
    return this.#clock.monotonicMs() - this.#beganMs;
  }

  /** @param afterMs where it happened before it is told */
  add(step: CommandEvent['step'], text: string, afterMs = this.afterMs): void {
    const time = this.#clock.nowMicros() - Math.round((this.afterMs - afterMs) * 1000);
    this.#run = { ...this.#run, events: [...this.#run.events, { step, text, time, afterMs }] };
  }

  state(state: CommandRun['state'], selectedUntil: CommandRun['selectedUntil'] = null): void {
    this.#run = { ...this.#run, state, selectedUntil };
  }

  /** The first end counts. */
  end(verdict: Verdict, message: string, advice = ''): void {
    if (this.ended) return;
    this.add('verdict', message);
    this.#run = { ...this.#run, state: 'ended', selectedUntil: null, verdict, message, advice };
  }
}
