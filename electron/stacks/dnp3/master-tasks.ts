import { FUNCTION } from './function-codes';
import { IIN, iinNames } from './iin';
import type { ObjectBlock } from './object-block';
import type { ObjectRange } from './object-range';
import type { ObjectValue } from './object-value';
import type { TimeInterval } from './outstation-handler';
import { PRIORITY, type MasterTask, type RequestSpec, type TaskOutcome, type TaskPriority, type TaskResponse } from './master-task';

type Done = (outcome: TaskOutcome) => void;
const ALL: ObjectRange = { kind: 'all' };
const REFUSALS = IIN.functionNotSupported | IIN.objectUnknown | IIN.parameterError | IIN.alreadyExecuting;
const DEFAULT_RETRIES = 3;

/** A header that names points, without data. */
export function header(group: number, variation: number, range: ObjectRange = ALL): ObjectBlock {
  return { group, variation, range, entries: [] };
}

/** A header with one object behind a count, as times are written. */
export function oneObject(group: number, variation: number, value: ObjectValue): ObjectBlock {
  return { group, variation, range: { kind: 'count', size: 1, count: 1 }, entries: [{ index: 0, value }] };
}

/** How a response reads as an outcome. */
export function outcomeOf(name: string, response: TaskResponse): TaskOutcome {
  if ((response.iin & REFUSALS) === 0) return { ok: true, response };
  return { ok: false, failure: { kind: 'refused', iin: response.iin, message: `The outstation refused "${name}": ${iinNames(response.iin & REFUSALS).join(', ')}.` } };
}

/** A task of one request. */
export function request(name: string, spec: RequestSpec, done: Done, options: { readonly priority?: TaskPriority; readonly retries?: number } = {}): MasterTask {
  return {
    name,
    priority: options.priority ?? PRIORITY.request,
    retries: options.retries ?? DEFAULT_RETRIES,
    step: (index, previous) => (index === 0 ? spec : outcomeOf(name, previous ?? { iin: 0, blocks: [] })),
    done,
  };
}

export function read(blocks: readonly ObjectBlock[], done: Done, options: { readonly name?: string; readonly priority?: TaskPriority } = {}): MasterTask {
  return request(options.name ?? 'read', { functionCode: FUNCTION.read, blocks }, done, { priority: options.priority ?? PRIORITY.request });
}

/** All events, then all static data. */
export function integrityPoll(done: Done, priority: TaskPriority = PRIORITY.poll): MasterTask {
  return read([2, 3, 4, 1].map((variation) => header(60, variation)), done, { name: 'integrity poll', priority });
}

export function eventPoll(classes: readonly (1 | 2 | 3)[], done: Done, priority: TaskPriority = PRIORITY.events): MasterTask {
  return read(classes.map((eventClass) => header(60, eventClass + 1)), done, { name: `event poll of class ${classes.join(', ')}`, priority });
}

export function clearRestart(done: Done): MasterTask {
  const blocks: ObjectBlock[] = [{ group: 80, variation: 1, range: { kind: 'range', size: 1, start: 7, stop: 7 }, entries: [{ index: 7, value: { value: 0 } }] }];
  return request('clear the restart indication', { functionCode: FUNCTION.write, blocks }, done, { priority: PRIORITY.upkeep });
}

export function unsolicited(classes: readonly (1 | 2 | 3)[], enabled: boolean, done: Done): MasterTask {
  const functionCode = enabled ? FUNCTION.enableUnsolicited : FUNCTION.disableUnsolicited;
  return request(`${enabled ? 'enable' : 'disable'} unsolicited responses`, { functionCode, blocks: classes.map((eventClass) => header(60, eventClass + 1)) }, done, { priority: PRIORITY.upkeep });
}

/** Assigns a class to the points that the headers name. */
export function assignClass(eventClass: 0 | 1 | 2 | 3, points: readonly ObjectBlock[], done: Done): MasterTask {
  return request('assign class', { functionCode: FUNCTION.assignClass, blocks: [header(60, eventClass + 1), ...points] }, done);
}

/** Writes the deadbands of analog inputs: group 34, variation 1 to 3. */
export function writeDeadbands(variation: 1 | 2 | 3, deadbands: readonly { readonly index: number; readonly deadband: number }[], done: Done): MasterTask {
  const entries = deadbands.map(({ index, deadband }) => ({ index, value: { value: deadband } }));
  return request('write deadbands', { functionCode: FUNCTION.write, blocks: [{ group: 34, variation, range: { kind: 'indexed', size: 2, prefix: 2, count: entries.length }, entries }] }, done);
}

/** Writes times and intervals by index: group 50 variation 4. */
export function writeTimeIntervals(intervals: readonly TimeInterval[], done: Done): MasterTask {
  const entries = intervals.map(({ index, time, interval, units }) => ({ index, value: { time, interval, intervalUnits: units } }));
  return request('write times and intervals', { functionCode: FUNCTION.write, blocks: [{ group: 50, variation: 4, range: { kind: 'indexed', size: 2, prefix: 2, count: entries.length }, entries }] }, done);
}

/** Freezes the counters or analogs that the headers name. Never sent twice with clear: the counts would be lost. */
export function freeze(points: readonly ObjectBlock[], clear: boolean, done: Done): MasterTask {
  return request(clear ? 'freeze and clear' : 'freeze', { functionCode: clear ? FUNCTION.freezeClear : FUNCTION.immediateFreeze, blocks: points }, done, clear ? { retries: 0 } : {});
}

/** Freezes at a time (ms since 1970-01-01T00:00Z, 0 for now) and then every `everyMs`, 0 for once. */
export function freezeAtTime(points: readonly ObjectBlock[], at: number, everyMs: number, done: Done): MasterTask {
  return request('freeze at a time', { functionCode: FUNCTION.freezeAtTime, blocks: [oneObject(50, 2, { time: at, interval: everyMs }), ...points] }, done, { retries: 0 });
}

/** Writes octet strings of 1 to 255 octets, each under a header of its own. */
export function writeStrings(strings: readonly { readonly index: number; readonly octets: Uint8Array }[], done: Done): MasterTask {
  const blocks = strings.map(({ index, octets }): ObjectBlock => ({ group: 110, variation: octets.length, range: { kind: 'range', size: 2, start: index, stop: index }, entries: [{ index, value: { octets } }] }));
  return request('write octet strings', { functionCode: FUNCTION.write, blocks }, done);
}

/**
 * Types 1 to 255 octets into a virtual terminal (group 112; that its index is the port, from memory of IEEE 1815). Never
 * sent twice: a terminal would take it twice. What it says comes as events of group 113.
 */
export function writeTerminal(port: number, octets: Uint8Array, done: Done): MasterTask {
  const blocks: ObjectBlock[] = [{ group: 112, variation: octets.length, range: { kind: 'range', size: 2, start: port, stop: port }, entries: [{ index: port, value: { octets } }] }];
  return request('write to a virtual terminal', { functionCode: FUNCTION.write, blocks }, done, { retries: 0 });
}

/** Never sent twice. The answer tells the delay by group 52. */
export function restart(kind: 'cold' | 'warm', done: Done): MasterTask {
  return request(`${kind} restart`, { functionCode: kind === 'cold' ? FUNCTION.coldRestart : FUNCTION.warmRestart, blocks: [] }, done, { retries: 0 });
}

/**
 * Sets the outstation's time. LAN: it records when a request came, then is told what time that was. Not LAN: the delay of
 * the line is measured, then the time is written with it added. The clock is asked when a request goes out.
 */
export function timeSync(how: 'lan' | 'non-lan', clock: (now: number) => number, done: Done): MasterTask {
  let asked = 0;
  const first: RequestSpec = { functionCode: how === 'lan' ? FUNCTION.recordCurrentTime : FUNCTION.delayMeasure, blocks: [] };
  return {
    name: 'time synchronization',
    priority: PRIORITY.upkeep,
    retries: 0,
    step: (index, previous, now) => {
      if (index === 0) {
        asked = now;
        return first;
      }
      const response = previous ?? { iin: 0, blocks: [] };
      const outcome = outcomeOf('time synchronization', response);
      if (index > 1 || !outcome.ok) return outcome;
      if (how === 'lan') return { functionCode: FUNCTION.write, blocks: [oneObject(50, 3, { time: Math.round(clock(asked)) })] };
      const delay = delayOf(response.blocks);
      if (delay === undefined) return { ok: false, failure: { kind: 'bad-response', message: 'The outstation did not tell its delay.' } };
      const oneWay = Math.max(0, (now - asked - delay) / 2);
      return { functionCode: FUNCTION.write, blocks: [oneObject(50, 1, { time: Math.round(clock(now) + oneWay) })] };
    },
    done,
  };
}

function delayOf(blocks: readonly ObjectBlock[]): number | undefined {
  const block = blocks.find(({ group }) => group === 52);
  const delay = block?.entries[0]?.value.delay;
  return delay === undefined ? undefined : delay * (block?.variation === 1 ? 1000 : 1);
}
