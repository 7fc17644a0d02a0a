import { bad } from '../../../shared/domain/quality';
import type { ActCapability, Clock, CommandCapability, CommandResult, Driver, PollCapability, Reading, WriteCapability } from '../../protocols/protocol';

const FAILED = 'Driver failed';
const FAILED_UNDER_WAY = 'The driver failed while the command was under way';

/**
 * A driver whose thrown errors and rejections are the supervisor's business: `fail` is told, the caller gets what the
 * interface promises (bad readings, a command that was not sent or may have been). Nothing else changes.
 */
export function superviseDriver(driver: Driver, clock: Clock, fail: (cause: unknown) => void): Driver {
  const attempt = <T>(action: () => T, otherwise: T): T => {
    try {
      return action();
    } catch (cause) {
      fail(cause);
      return otherwise;
    }
  };
  const settle = async (action: () => Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (cause) {
      fail(cause);
    }
  };
  return {
    connect: () => attempt(() => driver.connect(), undefined),
    disconnect: () => settle(() => driver.disconnect()),
    setPoints: (points) => attempt(() => driver.setPoints(points), undefined),
    diagnostics: () => driver.diagnostics(),
    roundTripMs: () => attempt(() => driver.roundTripMs(), null),
    close: () => settle(() => driver.close()),
    ...(driver.poll ? { poll: supervisePoll(driver.poll, clock, fail) } : {}),
    ...(driver.push ? { push: driver.push } : {}),
    ...(driver.write ? { write: superviseWrite(driver.write, fail) } : {}),
    ...(driver.inspect ? { inspect: driver.inspect } : {}),
    ...(driver.browse ? { browse: driver.browse } : {}),
    ...(driver.request ? { request: driver.request } : {}),
    ...(driver.identify ? { identify: driver.identify } : {}),
    ...(driver.depth ? { depth: driver.depth } : {}),
    ...(driver.act ? { act: superviseAct(driver.act, clock, fail) } : {}),
    ...(driver.command ? { command: superviseCommand(driver.command, fail) } : {}),
    ...(driver.eventPath ? { eventPath: driver.eventPath } : {}),
    ...(driver.inventory ? { inventory: driver.inventory } : {}),
    ...(driver.files ? { files: driver.files } : {}),
  };
}

function supervisePoll(poll: PollCapability, clock: Clock, fail: (cause: unknown) => void): PollCapability {
  return {
    ...(poll.requestsFor ? { requestsFor: (points) => poll.requestsFor?.(points) ?? 0 } : {}),
    read: async (points, options) => {
      try {
        return await poll.read(points, options);
      } catch (cause) {
        if (!options.signal.aborted) fail(cause);
        const receivedTime = clock.nowMicros();
        return points.map((point): Reading => ({ pointId: point.id, value: null, raw: null, quality: bad(FAILED), sourceTime: null, receivedTime }));
      }
    },
  };
}

function superviseWrite(write: WriteCapability, fail: (cause: unknown) => void): WriteCapability {
  return {
    prepare: (point, rawValue, current) => write.prepare(point, rawValue, current),
    execute: async (point, rawValue, signal): Promise<CommandResult> => {
      try {
        return await write.execute(point, rawValue, signal);
      } catch (cause) {
        if (!signal.aborted) fail(cause);
        return { outcome: 'no_answer', message: `${FAILED_UNDER_WAY}; it may have been carried out.`, durationMs: 0 };
      }
    },
  };
}

function superviseCommand(command: CommandCapability, fail: (cause: unknown) => void): CommandCapability {
  const whole = async <T>(action: () => Promise<T>): Promise<T | CommandResult> => {
    try {
      return await action();
    } catch (cause) {
      fail(cause);
      return { outcome: 'no_answer', message: FAILED_UNDER_WAY, durationMs: 0 };
    }
  };
  return {
    form: (point) => command.form(point),
    isFeedbackOf: (point, other) => command.isFeedbackOf(point, other),
    prepare: (point, rawValue, options) => command.prepare(point, rawValue, options),
    execute: (point, rawValue, options, watch) => whole(() => command.execute(point, rawValue, options, watch)),
    select: (point, rawValue, options, watch) =>
      whole(async () => {
        const answer = await command.select(point, rawValue, options, watch);
        if (answer.outcome !== 'selected') return answer;
        const { outcome, durationMs, holdsMs, lapsed } = answer;
        return { outcome, durationMs, holdsMs, lapsed, operate: () => whole(() => answer.operate()), cancel: () => answer.cancel() };
      }),
  };
}

function superviseAct(act: ActCapability, clock: Clock, fail: (cause: unknown) => void): ActCapability {
  return {
    run: async (request, signal) => {
      try {
        return await act.run(request, signal);
      } catch (cause) {
        fail(cause);
        return { outcome: 'no_answer', message: 'The driver failed while this was under way; it may have been carried out.', durationMs: 0, time: clock.nowMicros(), rows: [], suggestions: [] };
      }
    },
  };
}
