import { directOperate, HeldCommand, selectBeforeOperate } from '../../stacks/dnp3';
import { commandFailure } from './command-failure';
import { HeldOutput } from './held-output';
import type { Dnp3Line, MasterSession, MasterTask, TaskOutcome } from '../../stacks/dnp3';
import type { Clock, CommandResult, CommandWatch, SelectedOutput } from '../protocol';
import type { MadeCommand } from './command-of';
import type { DeviceSettings } from './device-settings';

export interface CommandSenderParts {
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly settings: DeviceSettings;
  readonly clock: Clock;
  readonly isConnected: () => boolean;
}

/** Sends commands, once each. */
export class CommandSender {
  readonly #parts: CommandSenderParts;

  constructor(parts: CommandSenderParts) {
    this.#parts = parts;
  }

  /** Select and operate as one, or direct operate. Of a command in two steps, both. */
  async send({ command, mode }: MadeCommand, watch: CommandWatch): Promise<CommandResult> {
    const { clock, session, channel } = this.#parts;
    const off = this.#offReason(watch);
    if (off !== null) return { outcome: 'not_sent', message: off };
    const direct = mode === 'direct' || mode === 'direct-no-ack';
    const began = clock.monotonicMs();
    let sent = 0;
    const outcome = await new Promise<TaskOutcome>((resolve) => {
      const task = direct ? directOperate([command], mode === 'direct', resolve) : selectBeforeOperate([command], resolve);
      session.submit(
        watched(task, watch, (index) => {
          sent += 1;
          if (index === 1) watch.onSelected();
        }),
        channel.now,
      );
    });
    const durationMs = clock.monotonicMs() - began;
    if (!outcome.ok) return commandFailure(outcome.failure, !direct, sent, durationMs);
    return mode === 'direct-no-ack' ? { outcome: 'accepted', durationMs, unacknowledged: true } : { outcome: 'accepted', durationMs };
  }

  /** The first of two steps; the session waits for the second one, which must follow within the select timeout of the settings. */
  async select({ command }: MadeCommand, watch: CommandWatch): Promise<CommandResult | SelectedOutput> {
    const { clock, session, channel, settings } = this.#parts;
    const off = this.#offReason(watch);
    if (off !== null) return { outcome: 'not_sent', message: off };
    const began = clock.monotonicMs();
    let sent = 0;
    let operateAt = began;
    return new Promise((resolve) => {
      let output: HeldOutput | null = null;
      const held = new HeldCommand([command], settings.selectTimeoutMs, {
        onSelected: () => {
          output = new HeldOutput(clock.monotonicMs() - began, settings.selectTimeoutMs, (what) => {
            operateAt = clock.monotonicMs();
            held.decide(what);
            session.proceed(task, channel.now);
          });
          watch.onSelected();
          resolve(output);
        },
        done: (outcome) => {
          const durationMs = clock.monotonicMs() - operateAt;
          const result: CommandResult = outcome.ok ? { outcome: 'accepted', durationMs } : commandFailure(outcome.failure, true, sent, durationMs);
          if (output === null) resolve(result);
          else output.end(result);
        },
      });
      const task = watched(held, watch, () => (sent += 1));
      session.submit(task, channel.now);
    });
  }

  #offReason({ signal }: CommandWatch): string | null {
    if (!this.#parts.isConnected()) return `There is no connection to outstation ${this.#parts.settings.outstationAddress}`;
    return signal.aborted ? 'Cancelled' : null;
  }
}

/** A task that begins only while the caller is still there; each request that goes out is told with its place. */
function watched(task: MasterTask, { signal }: CommandWatch, onSent: (index: number) => void): MasterTask {
  return {
    name: task.name,
    priority: task.priority,
    retries: task.retries,
    step: (index, previous, now) => {
      if (index === 0 && signal.aborted) return { ok: false, failure: { kind: 'cancelled', message: 'Cancelled' } };
      const next = task.step(index, previous, now);
      if ('functionCode' in next) onSent(index);
      return next;
    },
    done: (outcome) => task.done(outcome),
  };
}
