import type { CommandRun } from '../../../shared/contract/commands';
import { ProcedureError } from '../../../shared/contract/answer';
import { encodeValue, type WireValue } from '../../../shared/domain/value';
import type { Call } from '../../doors/contract-engine';
import type { CommandResult, Protocol, SelectedOutput } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { CommandLog } from '../writing/command-log';
import { commandForm, concludeCommand, mustBeReady, prepareCommand, readyCommand, watchFeedback } from '../writing/command-point';
import { CommandRuns, type RememberedCommand } from '../writing/command-runs';
import { mustBeArmed } from './must-be-armed';

type Names = 'point.commandForm' | 'point.prepareCommand' | 'point.command' | 'point.operate' | 'point.cancelCommand' | 'point.commandRun';

/** Commands with options: given once, followed step by step, in one guarded step or in two. */
export function commandHandlers(services: Services): HandlersOf<Names> {
  const { tenant, clock } = services;
  const runs = new CommandRuns();
  const protocolOf = (project: ActiveProject, pointId: string): Protocol => {
    const { device } = project.point(pointId);
    const protocol = services.protocol(device.protocol);
    if (!protocol) throw new ProcedureError('conflict', `This version does not know the protocol "${device.protocol}".`);
    return protocol;
  };
  const writable = (call: Call): ActiveProject => {
    const project = tenant(call).current();
    project.mustHoldConnections();
    mustBeArmed(services, call);
    return project;
  };
  const written = ({ log, ready }: RememberedCommand, oldValue: WireValue, newValue: WireValue) => ({ command: log.run.id, pointId: ready.point.id, oldValue, newValue });
  const oldValueOf = (project: ActiveProject, pointId: string): WireValue => {
    const sample = project.cache.latest(pointId);
    return sample === null ? null : encodeValue(sample.value);
  };
  const tell = (call: Call, { log, ready }: RememberedCommand): CommandRun => {
    const { run } = log;
    const good = run.verdict === null || run.verdict === 'feedback' || run.verdict === 'accepted' || run.verdict === 'sent';
    const what = run.verdict === null ? 'Selected, waits for its second step' : run.message;
    tenant(call).log.write(good ? 'info' : 'warning', ready.device.deviceId, `${ready.point.name}, ${run.operation}: ${what} (${call.session.user})`, { deviceId: ready.device.id });
    return run;
  };
  /** Watches from before the operate, sends it by `act`, and notes what came of it. */
  const operate = async (call: Call, project: ActiveProject, run: RememberedCommand, act: () => Promise<CommandResult>): Promise<CommandRun> => {
    const { log, ready, feedback } = run;
    const write = written(run, oldValueOf(project, ready.point.id), ready.expected);
    await call.audit.announce([write]);
    const watch = watchFeedback(project, feedback, log);
    try {
      await concludeCommand(log, ready, await act(), { feedback: watch, withinMs: feedback?.withinMs ?? 0 }, call.signal);
    } catch (cause) {
      // It was on its way: that nothing was sent can't be said any more.
      log.end('no_answer', 'It could not be followed to its end. It may have been carried out', 'Look at the feedback before commanding again');
      throw cause;
    } finally {
      watch?.close();
      call.audit.writes.push({ ...write, outcome: log.run.verdict ?? '' });
    }
    return tell(call, run);
  };

  return {
    'point.commandForm': ({ pointId }, call) => ({ form: commandForm(tenant(call).current(), pointId) }),
    'point.prepareCommand': (choice, call) => {
      const project = tenant(call).current();
      return prepareCommand(project, protocolOf(project, choice.pointId), choice);
    },
    'point.command': async ({ commandId, feedback, ...choice }, call) => {
      const project = writable(call);
      const ready = mustBeReady(readyCommand(project, choice));
      if (feedback !== null) project.point(feedback.pointId);
      const { device, point, prepared, capability, raw, options } = ready;
      const log = new CommandLog(clock, commandId, point.id, prepared.operation);
      const run: RememberedCommand = { tenantId: call.tenantId, user: call.session.user, log, ready, feedback, selected: null };
      runs.add(run);
      call.audit.target = `${device.deviceId} ${point.name}: ${prepared.operation}`;
      const watch = { signal: call.signal, onSelected: () => log.add('selected', 'Selected: the device would do it') };
      try {
        if (!prepared.twoSteps) {
          return await operate(call, project, run, () => {
            log.state('operating');
            return capability.execute(point, raw, options, watch);
          });
        }
        await call.audit.announce([]);
        const answer = await capability.select(point, raw, options, watch);
        if (answer.outcome !== 'selected') await concludeCommand(log, ready, answer, { feedback: null, withinMs: 0 }, call.signal);
        else {
          run.selected = answer;
          log.state('selected', clock.nowMicros() + answer.holdsMs * 1000);
          void answer.lapsed.then((why) => {
            run.selected = null;
            log.end('cancelled', `Nothing was operated: ${why.replace(/\.$/, '')}`);
          });
        }
        return tell(call, run);
      } catch (cause) {
        log.end('not_sent', 'Nothing was sent');
        throw cause;
      }
    },
    'point.operate': ({ commandId }, call) => {
      const project = writable(call);
      const { run, selected } = runs.take(call.tenantId, call.session.user, commandId);
      const { device, point, prepared } = run.ready;
      call.audit.target = `${device.deviceId} ${point.name}: operate, ${prepared.operation}`;
      run.log.state('operating');
      return orCancel(operate(call, project, run, () => selected.operate()), run, selected);
    },
    'point.cancelCommand': ({ commandId }, call) => {
      const { run, selected } = runs.take(call.tenantId, call.session.user, commandId);
      call.audit.target = `${run.ready.device.deviceId} ${run.ready.point.name}: cancelled, ${run.ready.prepared.operation}`;
      selected.cancel();
      run.log.add('cancelled', 'Cancelled; the device forgets the select by itself');
      run.log.end('cancelled', 'Cancelled: nothing was operated');
      return {};
    },
    'point.commandRun': ({ commandId }, call) => ({ run: runs.get(call.tenantId, commandId)?.log.run ?? null }),
  };
}

/** What can't even be recorded is not operated, and holds up nobody. */
async function orCancel(operated: Promise<CommandRun>, { log }: RememberedCommand, selected: SelectedOutput): Promise<CommandRun> {
  try {
    return await operated;
  } catch (cause) {
    selected.cancel();
    log.end('not_sent', 'Nothing was operated');
    throw cause;
  }
}
