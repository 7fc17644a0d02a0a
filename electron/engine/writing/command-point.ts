import { ProcedureError } from '../../../shared/contract/answer';
import type { CommandForm, Feedback, PreparedPointCommand } from '../../../shared/contract/commands';
import { durationText } from '../../../shared/domain/duration-text';
import type { Device } from '../../../shared/domain/device';
import type { Opaque, Point } from '../../../shared/domain/point';
import { encodeValue, type Value, type WireValue } from '../../../shared/domain/value';
import { engineeringValue } from '../../acquisition/scaling';
import type { CommandCapability, CommandResult, PreparedOutput, Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { HELD_ELSEWHERE } from '../devices/held-elsewhere';
import type { CommandLog } from './command-log';
import { FeedbackWatch } from './feedback-watch';
import { rawFromEngineering } from './raw-from-engineering';
import { valueText } from './write-point';

export interface CommandChoice {
  readonly pointId: string;
  readonly value: WireValue;
  readonly options: Opaque;
}

/** A command as it can be sent. */
export interface ReadyCommand {
  readonly device: Device;
  readonly point: Point;
  readonly capability: CommandCapability;
  readonly raw: Value;
  readonly options: Opaque;
  readonly prepared: PreparedOutput & { readonly ok: true };
  /** What the feedback should show, in engineering units. */
  readonly expected: WireValue;
}

/** What can be chosen of a command to a point; null where a value is all there is. */
export function commandForm(project: ActiveProject, pointId: string): CommandForm | null {
  const { device, point } = project.point(pointId);
  const capability = project.running.device(device.id)?.driver?.command;
  const form = capability?.form(point) ?? null;
  if (form === null || capability === undefined) return null;
  return { ...form, feedbackPointId: device.points.find((other) => capability.isFeedbackOf(point, other))?.id ?? null };
}

/** What a command would send, and why it can't be where it can't. Nothing is sent. */
export function prepareCommand(project: ActiveProject, protocol: Protocol, choice: CommandChoice): PreparedPointCommand {
  const { point } = project.point(choice.pointId);
  const address = protocol.addressTexts(point)[0] ?? '';
  const nothing = { operation: '', connection: '', address, octets: [], consequences: [], twoSteps: false, expected: null };
  if (project.heldElsewhere) return { ...nothing, problem: HELD_ELSEWHERE };
  const ready = readyCommand(project, choice);
  if ('problem' in ready) return { ...nothing, problem: ready.problem };
  const { operation, connection, octets, consequences, twoSteps } = ready.prepared;
  return { operation, connection, address, octets: [...octets], consequences: [...consequences], twoSteps, expected: ready.expected, problem: '' };
}

export function readyCommand(project: ActiveProject, { pointId, value, options }: CommandChoice): ReadyCommand | { readonly problem: string } {
  const { device, point } = project.point(pointId);
  const driver = project.running.device(device.id)?.driver;
  if (point.access === 'read') return { problem: `${point.name} is read-only in the point list. Set its access to read-write if the device allows it.` };
  if (!driver) return { problem: `${device.deviceId} does not run at the moment.` };
  const form = driver.command?.form(point) ?? null;
  if (!driver.command || form === null) return { problem: `Nothing can be chosen of a command to ${point.name}: write a value.` };
  const scaled = form.takesValue ? rawFromEngineering(point, value) : { ok: true as const, raw: null };
  if (!scaled.ok) return { problem: scaled.problem };
  const prepared = driver.command.prepare(point, scaled.raw, options);
  if (!prepared.ok) return { problem: prepared.problem };
  return { device, point, capability: driver.command, raw: scaled.raw, options, prepared, expected: encodeValue(engineeringValue(prepared.expected, point)) };
}

/** A watch on the feedback, where one is wanted. @throws ProcedureError `not_found` for a point that is not there */
export function watchFeedback(project: ActiveProject, feedback: Feedback | null, log: CommandLog): FeedbackWatch | null {
  return feedback === null ? null : new FeedbackWatch(project, feedback, () => log.afterMs);
}

/** What the device said, then what the feedback shows: the verdict. */
export async function concludeCommand(log: CommandLog, { point }: ReadyCommand, result: CommandResult, watch: { readonly feedback: FeedbackWatch | null; readonly withinMs: number }, signal: AbortSignal): Promise<void> {
  const { feedback, withinMs } = watch;
  if (result.outcome !== 'accepted') {
    feedback?.close();
    return failCommand(log, point, result);
  }
  const sent = result.unacknowledged === true;
  log.add(sent ? 'sent' : 'accepted', sent ? 'Sent; nobody acknowledges it' : 'Accepted by the device');
  const acceptedMs = log.afterMs;
  if (feedback === null) return log.end(sent ? 'sent' : 'accepted', sent ? 'Sent; nobody acknowledges it, and no feedback was watched' : 'Accepted; no feedback was watched');
  log.state('watching');
  const seen = await feedback.wait(signal);
  const { name } = feedback.point;
  if (seen !== null) {
    const shows = valueText(seen.sample.value, feedback.point);
    log.add('feedback', `${name} shows ${shows}`, seen.atMs);
    const already = feedback.before !== null && feedback.before.quality.level !== 'bad' && feedback.before.value === seen.sample.value;
    const after = durationText(Math.max(0, seen.atMs - acceptedMs));
    return log.end('feedback', already ? `Accepted; ${name} shows ${shows}, as it did before` : `Feedback seen after ${after}: ${name} shows ${shows}`);
  }
  if (signal.aborted) return log.end('no_feedback', 'Accepted; its feedback was not awaited to the end', 'Look at the feedback');
  const { last } = feedback;
  const now = last === null || last.quality.level === 'bad' ? `could not be read (${last?.quality.reason ?? 'no value'})` : `shows ${valueText(last.value, feedback.point)}`;
  log.end('no_feedback', `${sent ? 'Sent' : 'Accepted'}, but ${name} did not change as it should within ${durationText(withinMs)}: it ${now}`, 'Look at the equipment before commanding again. The command is not repeated by itself');
}

function failCommand(log: CommandLog, point: Point, result: Exclude<CommandResult, { outcome: 'accepted' }>): void {
  switch (result.outcome) {
    case 'refused':
      log.add('refused', result.exception);
      return log.end('refused', `The device refused: ${result.exception}. ${point.name} is unchanged`, result.advice ?? '');
    case 'no_answer':
      log.add('failed', result.message);
      return log.end('no_answer', `${result.message.replace(/\.$/, '')}. It may have been carried out`, 'Look at the feedback before commanding again');
    default:
      log.add('failed', result.message);
      return log.end('not_sent', `Nothing was operated: ${result.message.replace(/\.$/, '')}`);
  }
}

/** @throws ProcedureError `bad_input` where it can't be commanded */
export function mustBeReady(ready: ReadyCommand | { readonly problem: string }): ReadyCommand {
  if ('problem' in ready) throw new ProcedureError('bad_input', ready.problem, { fields: [{ path: 'options', message: ready.problem }] });
  return ready;
}
