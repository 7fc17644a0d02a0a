import { FUNCTION } from './function-codes';
import { blocksOf, verdict, type Commands } from './master-commands';
import { PRIORITY, type MasterTask, type RequestSpec, type TaskHold, type TaskOutcome, type TaskResponse } from './master-task';
import type { ObjectBlock } from './object-block';

export interface HeldCommandHandler {
  /** The outstation took the select; it waits for `decide` and the session's `proceed` until this time. */
  onSelected(until: number): void;
  done(outcome: TaskOutcome): void;
}

/**
 * Select, then operate when somebody says so: no other request may come between the two, so that the session is held
 * meanwhile. When the time is up nothing is operated. Nothing is sent twice.
 */
export class HeldCommand implements MasterTask {
  readonly name = 'select, then operate';
  readonly priority = PRIORITY.command;
  readonly retries = 0;
  readonly #blocks: readonly ObjectBlock[];
  readonly #holdMs: number;
  readonly #handler: HeldCommandHandler;
  #decision: 'none' | 'operate' | 'cancel' = 'none';
  #until: number | undefined;

  /** @param holdMs how long the outstation keeps a select, at most */
  constructor(commands: Commands, holdMs: number, handler: HeldCommandHandler) {
    this.#blocks = blocksOf(commands);
    this.#holdMs = holdMs;
    this.#handler = handler;
  }

  /** What becomes of it; the first word counts. The session has to be told to proceed. */
  decide(decision: 'operate' | 'cancel'): void {
    if (this.#decision === 'none') this.#decision = decision;
  }

  step(index: number, previous: TaskResponse | undefined, now: number): RequestSpec | TaskOutcome | TaskHold {
    if (this.#decision === 'cancel') return { ok: false, failure: { kind: 'cancelled', message: 'The command was cancelled after the select.' } };
    if (index === 0) return { functionCode: FUNCTION.select, blocks: this.#blocks };
    if (index > 1) return verdict(this.#blocks, previous, 'operate');
    if (this.#until === undefined) {
      const outcome = verdict(this.#blocks, previous, 'select');
      if (!outcome.ok) return outcome;
      this.#until = now + this.#holdMs;
      this.#handler.onSelected(this.#until);
    }
    if (now >= this.#until) return { ok: false, failure: { kind: 'cancelled', message: `The select was not followed by an operate within ${this.#holdMs} ms.` } };
    return this.#decision === 'operate' ? { functionCode: FUNCTION.operate, blocks: this.#blocks } : { holdUntil: this.#until };
  }

  done(outcome: TaskOutcome): void {
    this.#handler.done(outcome);
  }
}
