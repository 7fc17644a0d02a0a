import { ProcedureError } from '../../../shared/contract/answer';
import type { Feedback } from '../../../shared/contract/commands';
import type { SelectedOutput } from '../../protocols/protocol';
import type { CommandLog } from './command-log';
import type { ReadyCommand } from './command-point';

/** Commands that are remembered; the oldest that have ended go first. */
const MOST_RUNS = 100;

export interface RememberedCommand {
  readonly tenantId: string;
  readonly user: string;
  readonly log: CommandLog;
  readonly ready: ReadyCommand;
  readonly feedback: Feedback | null;
  /** While it waits for its second step. */
  selected: SelectedOutput | null;
}

/** The last commands with options, so that their way can be followed and a second step finds its first. */
export class CommandRuns {
  readonly #runs = new Map<string, RememberedCommand>();

  /** @throws ProcedureError `conflict` for an id that is known, `too_many` when too many are under way */
  add(run: RememberedCommand): void {
    const { id } = run.log.run;
    if (this.#runs.has(id)) throw new ProcedureError('conflict', 'This command was given already. Nothing was sent again.', { reason: 'given_before' });
    if (this.#runs.size >= MOST_RUNS) {
      const ended = [...this.#runs.entries()].find(([, { log }]) => log.ended);
      if (ended === undefined) throw new ProcedureError('too_many', `${MOST_RUNS} commands are under way already.`);
      this.#runs.delete(ended[0]);
    }
    this.#runs.set(id, run);
  }

  get(tenantId: string, id: string): RememberedCommand | null {
    const run = this.#runs.get(id);
    return run?.tenantId === tenantId ? run : null;
  }

  /** Takes the output that waits, once. @throws ProcedureError where none waits, or another person selected it */
  take(tenantId: string, user: string, id: string): { readonly run: RememberedCommand; readonly selected: SelectedOutput } {
    const run = this.get(tenantId, id);
    if (run === null) throw new ProcedureError('not_found', 'There is no such command.', { reason: 'no_command' });
    const { selected } = run;
    if (selected === null) throw new ProcedureError('conflict', 'Nothing is selected any more. Nothing was sent.', { reason: 'not_selected' });
    if (run.user !== user) throw new ProcedureError('forbidden', `It was selected by ${run.user}: only they operate it.`, { reason: 'selected_by_another' });
    run.selected = null;
    return { run, selected };
  }
}
