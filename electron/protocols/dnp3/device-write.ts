import { commandStatusName, directOperate, selectBeforeOperate } from '../../stacks/dnp3';
import type { Dnp3Line, MasterSession, MasterTask, TaskFailure, TaskOutcome } from '../../stacks/dnp3';
import { commandFields } from './command-octets';
import { commandOf } from './command-of';
import { lineLabel } from './line-settings';
import type { MadeCommand } from './command-of';
import type { DeviceSettings } from './device-settings';
import type { LineSettings } from './line-settings';
import type { Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import type { Clock, CommandResult, PreparedCommand, WriteCapability } from '../protocol';

export interface DeviceWriteParts {
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly line: LineSettings;
  readonly settings: DeviceSettings;
  readonly clock: Clock;
  readonly isConnected: () => boolean;
}

/** Operates outputs, once each: select before operate, or direct operate. */
export class DeviceWrite implements WriteCapability {
  readonly #parts: DeviceWriteParts;

  constructor(parts: DeviceWriteParts) {
    this.#parts = parts;
  }

  prepare(point: Point, rawValue: Value): PreparedCommand {
    const { line, settings } = this.#parts;
    const made = commandOf(point, rawValue, settings);
    if ('problem' in made) return { ok: false, problem: made.problem };
    const shown = commandFields(made);
    if ('problem' in shown) return { ok: false, problem: shown.problem };
    const { outstationAddress, masterAddress } = settings;
    return {
      ok: true,
      operation: `${made.select ? 'Select before operate' : 'Direct operate'}: ${made.title}`,
      connection: `dnp3 ${lineLabel(line)}, master ${masterAddress} to outstation ${outstationAddress}`,
      octets: shown.fields,
      raw: shown.raw,
      consequences: consequencesOf(made),
    };
  }

  async execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult> {
    const { settings, isConnected, clock, session, channel } = this.#parts;
    const made = commandOf(point, rawValue, settings);
    if ('problem' in made) return { outcome: 'not_sent', message: made.problem };
    if (!isConnected()) return { outcome: 'not_sent', message: `There is no connection to outstation ${settings.outstationAddress}` };
    if (signal.aborted) return { outcome: 'not_sent', message: 'Cancelled' };
    const began = clock.monotonicMs();
    let sent = 0;
    const outcome = await new Promise<TaskOutcome>((resolve) => {
      const task = made.select ? selectBeforeOperate([made.command], resolve) : directOperate([made.command], true, resolve);
      const watched: MasterTask = {
        ...task,
        step: (index, previous, now) => {
          if (index === 0 && signal.aborted) return { ok: false, failure: { kind: 'invalid', message: 'Cancelled' } };
          const next = task.step(index, previous, now);
          if (!('ok' in next)) sent += 1;
          return next;
        },
      };
      session.submit(watched, channel.now);
    });
    const durationMs = clock.monotonicMs() - began;
    return outcome.ok ? { outcome: 'accepted', durationMs } : resultOf(outcome.failure, made.select, sent, durationMs);
  }
}

function consequencesOf({ command, select }: MadeCommand): string[] {
  const steps = select ? 'The outstation is asked whether it would (select), then told to (operate). Neither is sent twice.' : 'It is carried out at once. It is not sent twice.';
  const { controlCode = 0, count = 1, onMs = 0 } = command.value;
  const pulses = command.group === 12 && (controlCode & 0x0f) < 3 ? [`The output goes back by itself after ${onMs} ms${count > 1 ? `, ${count} times` : ''}.`] : [];
  return [steps, ...pulses];
}

/** `sent`: how many requests of the command went out. */
function resultOf(failure: TaskFailure, select: boolean, sent: number, durationMs: number): CommandResult {
  switch (failure.kind) {
    case 'command': {
      const status = failure.statuses.find((each) => each !== 0) ?? 127;
      return { outcome: 'refused', exception: `Command status ${status}, ${commandStatusName(status)}${select ? ` (at ${failure.stage})` : ''}`, durationMs };
    }
    case 'refused':
    case 'authentication':
      return { outcome: 'refused', exception: failure.message.replace(/\.$/, ''), durationMs };
    case 'busy':
    case 'invalid':
      return sent > 1 ? { outcome: 'no_answer', message: failure.message, durationMs } : { outcome: 'not_sent', message: failure.message };
    default:
      break;
  }
  if (sent === 0) return { outcome: 'not_sent', message: failure.message };
  if (select && sent === 1) return { outcome: 'refused', exception: `The select was not answered as it must be, so nothing was operated. ${failure.message.replace(/ It may have been carried out\.$/, '').replace(/\.$/, '')}`, durationMs };
  return { outcome: 'no_answer', message: failure.message.replace(/ It may have been carried out\.$/, ''), durationMs };
}
