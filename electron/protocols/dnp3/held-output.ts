import type { CommandResult, SelectedOutput } from '../protocol';

/** An output that the outstation has selected, as the product sees it until somebody decides or its time is up. */
export class HeldOutput implements SelectedOutput {
  readonly outcome = 'selected' as const;
  readonly durationMs: number;
  readonly holdsMs: number;
  #onResult: (result: CommandResult) => void = () => undefined;
  #onLapsed: (why: string) => void = () => undefined;
  readonly #result = new Promise<CommandResult>((resolve) => {
    this.#onResult = resolve;
  });
  readonly lapsed = new Promise<string>((resolve) => {
    this.#onLapsed = resolve;
  });
  readonly #decide: (what: 'operate' | 'cancel') => void;
  #decided = false;

  constructor(durationMs: number, holdsMs: number, decide: (what: 'operate' | 'cancel') => void) {
    this.durationMs = durationMs;
    this.holdsMs = holdsMs;
    this.#decide = decide;
  }

  operate(): Promise<CommandResult> {
    this.#settle('operate');
    return this.#result;
  }

  cancel(): void {
    this.#settle('cancel');
  }

  /** The task has ended. */
  end(result: CommandResult): void {
    this.#onResult(result);
    if (!this.#decided) this.#onLapsed('message' in result ? result.message : 'It is no longer selected');
    this.#decided = true;
  }

  #settle(what: 'operate' | 'cancel'): void {
    if (this.#decided) return;
    this.#decided = true;
    this.#decide(what);
  }
}
