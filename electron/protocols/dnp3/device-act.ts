import { assignClass, clearRestart, eventPoll, freeze, header, integrityPoll, PRIORITY, read, restart, timeSync, unsolicited, writeDeadbands } from '../../stacks/dnp3';
import { durationText } from '../../../shared/domain/duration-text';
import { ACTION_IDS } from './actions';
import { failedAction, parseValues } from './action-outcome';
import { measureClock } from './clock-measurement';
import { runTask } from './session-task';
import type { Dnp3Line, MasterSession, MasterTask, ObjectBlock, TaskOutcome } from '../../stacks/dnp3';
import type { ActionRequest, ActionResult } from '../../../shared/contract/device-actions';
import type { ActCapability, Clock } from '../protocol';
import type { ActionAnswer, ActionValues } from './action-outcome';
import type { ActionId } from './actions';
import type { ClockMeasurement } from './clock-measurement';
import type { Explanation } from './silence-doctor';

export interface DeviceActParts {
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly clock: Clock;
  readonly isConnected: () => boolean;
  readonly explain: (signal: AbortSignal) => Promise<Explanation>;
  readonly onClock: (measured: ClockMeasurement) => void;
}

/** What is done with an outstation by hand; see `actions` for what there is. */
export class DeviceAct implements ActCapability {
  readonly #parts: DeviceActParts;

  constructor(parts: DeviceActParts) {
    this.#parts = parts;
  }

  async run({ action, values: given }: ActionRequest, signal: AbortSignal): Promise<ActionResult> {
    const { clock, isConnected } = this.#parts;
    const began = clock.monotonicMs();
    const answer = async (): Promise<ActionAnswer> => {
      const id = ACTION_IDS.find((each) => each === action);
      if (id === undefined) return { outcome: 'not_sent', message: `DNP3 has no action ${action}` };
      const values = parseValues(given);
      if ('problem' in values) return { outcome: 'not_sent', message: values.problem };
      return isConnected() ? this.#do(id, values, signal) : { outcome: 'not_sent', message: 'The line to the outstation is not open' };
    };
    const { outcome, message, rows = [], suggestions = [] } = await answer();
    return { outcome, message, rows: [...rows], suggestions: [...suggestions], durationMs: clock.monotonicMs() - began, time: clock.nowMicros() };
  }

  #do(id: ActionId, values: ActionValues, signal: AbortSignal): Promise<ActionAnswer> {
    const { classes } = values;
    const words = classes.join(', ');
    switch (id) {
      case 'integrity-poll':
        return this.#task(signal, 'Everything was read', (done) => byHand(integrityPoll(done, PRIORITY.request)));
      case 'class-poll':
        return this.#task(signal, `The events of class ${words} were read`, (done) => byHand(eventPoll(classes, done, PRIORITY.request)));
      case 'clear-restart':
        return this.#task(signal, 'The restart indication is cleared', clearRestart);
      case 'enable-unsolicited':
      case 'disable-unsolicited':
        return this.#task(signal, `Unsolicited responses of class ${words} are ${id === 'enable-unsolicited' ? 'enabled' : 'disabled'}`, (done) => unsolicited(classes, id === 'enable-unsolicited', done));
      case 'time-sync':
        return this.#task(signal, "Its clock is set by this computer's", (done) => timeSync(values.how, () => this.#parts.clock.nowMicros() / 1000, done));
      case 'measure-delay':
        return this.#measure(signal);
      case 'freeze':
        return this.#freeze(values, signal);
      case 'assign-class':
        return this.#assign(values, signal);
      case 'write-deadband':
        return this.#task(signal, `The deadband of analog input ${values.index} is ${values.deadband}`, (done) => writeDeadbands(values.variation, [{ index: values.index, deadband: values.deadband }], done));
      case 'warm-restart':
      case 'cold-restart':
        return this.#restart(id === 'cold-restart' ? 'cold' : 'warm', signal);
      case 'explain-silence':
        return this.#explain(signal);
      default:
        return id satisfies never;
    }
  }

  async #task(signal: AbortSignal, message: string, make: (done: (outcome: TaskOutcome) => void) => MasterTask): Promise<ActionAnswer> {
    const outcome = await runTask(this.#parts.session, this.#parts.channel, signal, make);
    return outcome?.ok === true ? { outcome: 'done', message } : failedAction(outcome?.failure ?? null);
  }

  async #freeze({ points, clear }: ActionValues, signal: AbortSignal): Promise<ActionAnswer> {
    const analog = points === 30;
    const group = analog ? 30 : 20;
    const frozen = await this.#task(signal, `All ${analog ? 'analog inputs' : 'counters'} are frozen${clear ? ' and cleared' : ''}`, (done) => freeze([header(group, 0)], clear, done));
    if (frozen.outcome !== 'done') return frozen;
    const copies = await this.#task(signal, '', (done) => read([header(group + 1, 0)], done, { name: 'read what was frozen' }));
    return { outcome: 'done', message: `${frozen.message}; ${copies.outcome === 'done' ? 'the frozen values were read' : `the frozen values could not be read: ${copies.message}`}` };
  }

  #assign({ points, from, to, eventClass }: ActionValues, signal: AbortSignal): Promise<ActionAnswer> {
    if (to < from) return Promise.resolve({ outcome: 'not_sent', message: `There are no indexes from ${from} to ${to}` });
    const block: ObjectBlock = header(points, 0, { kind: 'range', size: to > 0xff ? 2 : 1, start: from, stop: to });
    return this.#task(signal, `Indexes ${from} to ${to} are in class ${eventClass}`, (done) => assignClass(eventClass, [block], done));
  }

  async #restart(kind: 'cold' | 'warm', signal: AbortSignal): Promise<ActionAnswer> {
    const outcome = await runTask(this.#parts.session, this.#parts.channel, signal, (done) => restart(kind, done));
    if (outcome?.ok !== true) return failedAction(outcome?.failure ?? null);
    const block = outcome.response.blocks.find(({ group }) => group === 52);
    const delay = block?.entries[0]?.value.delay;
    return { outcome: 'done', message: `It restarts${delay === undefined ? '' : `, and is back in ${durationText(delay * (block?.variation === 1 ? 1000 : 1))} as it says`}` };
  }

  async #measure(signal: AbortSignal): Promise<ActionAnswer> {
    const { session, channel, clock, onClock } = this.#parts;
    const measured = await measureClock(session, channel, clock, signal);
    if (measured === null || 'kind' in measured) return failedAction(measured);
    onClock(measured);
    const { roundTripMs, processingMs, offsetMs } = measured;
    const ms = (value: number): string => `${value.toFixed(1)} ms`;
    const oneWay = processingMs === null ? null : Math.max(0, (roundTripMs - processingMs) / 2);
    return {
      outcome: 'done',
      message: offsetMs === null ? 'The delay is measured; the outstation does not tell its time' : `Its clock is ${ms(Math.abs(offsetMs))} ${offsetMs < 0 ? 'behind' : 'ahead of'} this computer's, give or take ${ms(roundTripMs / 2)}`,
      rows: [
        { label: 'Round trip', value: ms(roundTripMs) },
        { label: 'Of it in the outstation', value: processingMs === null ? 'not told' : ms(processingMs) },
        { label: 'One way', value: oneWay === null ? 'not known' : ms(oneWay) },
        { label: 'Clock, ahead of this computer', value: offsetMs === null ? 'not told' : ms(offsetMs) },
      ],
    };
  }

  async #explain(signal: AbortSignal): Promise<ActionAnswer> {
    const { tried, diagnosis, suggestions } = await this.#parts.explain(signal);
    return { outcome: 'done', message: diagnosis ?? 'Nobody answered to anything that was tried', rows: tried.map(({ name, message }) => ({ label: name, value: message })), suggestions };
  }
}

/** So that what it brings is told from what the polls of the settings bring. */
function byHand(task: MasterTask): MasterTask {
  return { ...task, name: `${task.name} by hand` };
}
