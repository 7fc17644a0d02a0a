import { COMMAND_STATUS, commandStatusName } from './crob';
import { FUNCTION } from './function-codes';
import { outcomeOf } from './master-tasks';
import { PRIORITY, type MasterTask, type TaskOutcome, type TaskResponse } from './master-task';
import type { ObjectBlock, ObjectEntry } from './object-block';
import type { ObjectValue } from './object-value';
import type { Command } from './outstation-handler';
import { patternBlocks, type PatternCommand } from './pattern-control';

/** Commands one by one, or one for many outputs at once. */
export type Commands = readonly Command[] | PatternCommand;

/** Commands of one object type go into one header. Two-octet indexes only where one octet does not do. */
export function blocksOf(commands: Commands): ObjectBlock[] {
  if ('indexes' in commands) return patternBlocks(commands);
  const blocks: (ObjectBlock & { entries: ObjectEntry[] })[] = [];
  for (const { group, variation, index, value } of commands) {
    const last = blocks.at(-1);
    const entry = { index, value: { ...value, status: COMMAND_STATUS.success } };
    if (last !== undefined && last.group === group && last.variation === variation && last.entries.length < 255) last.entries.push(entry);
    else blocks.push({ group, variation, range: { kind: 'all' }, entries: [entry] });
  }
  return blocks.map(({ group, variation, entries }) => {
    const size = entries.every(({ index }) => index <= 0xff) ? 1 : 2;
    return { group, variation, entries, range: { kind: 'indexed', size, prefix: size, count: entries.length } };
  });
}

/** Select, then operate with the next sequence number; nothing is sent twice. An operate without answer may have been carried out. */
export function selectBeforeOperate(commands: Commands, done: (outcome: TaskOutcome) => void): MasterTask {
  const blocks = blocksOf(commands);
  return {
    name: 'select before operate',
    priority: PRIORITY.command,
    retries: 0,
    step: (index, previous) => {
      if (index === 0) return { functionCode: FUNCTION.select, blocks };
      const outcome = verdict(blocks, previous, index === 1 ? 'select' : 'operate');
      return index === 1 && outcome.ok ? { functionCode: FUNCTION.operate, blocks } : outcome;
    },
    done,
  };
}

/** Direct operate; without acknowledgement the outcome says only that it was sent. */
export function directOperate(commands: Commands, acknowledged: boolean, done: (outcome: TaskOutcome) => void): MasterTask {
  const blocks = blocksOf(commands);
  return {
    name: 'direct operate',
    priority: PRIORITY.command,
    retries: 0,
    step: (index, previous) => {
      if (index === 0) return { functionCode: acknowledged ? FUNCTION.directOperate : FUNCTION.directOperateNoAck, blocks };
      return acknowledged ? verdict(blocks, previous, 'operate') : { ok: true, response: { iin: 0, blocks: [] } };
    },
    done,
  };
}

/** The answer has to repeat every command as it was sent, with a status of its own. */
export function verdict(sent: readonly ObjectBlock[], response: TaskResponse | undefined, stage: 'select' | 'operate'): TaskOutcome {
  if (response === undefined) return { ok: false, failure: { kind: 'bad-response', message: 'There was no answer to the command.' } };
  const answered = response.blocks.flatMap((block) => block.entries.map((entry) => ({ block, entry })));
  const asked = sent.flatMap((block) => block.entries.map((entry) => ({ block, entry })));
  const refused = outcomeOf(stage, response);
  if (answered.length === 0 && !refused.ok) return refused;
  const echoed =
    asked.length === answered.length &&
    asked.every(({ block, entry }, i) => {
      const other = answered[i];
      return other !== undefined && other.block.group === block.group && other.block.variation === block.variation && other.entry.index === entry.index && same(entry.value, other.entry.value);
    });
  if (!echoed) return { ok: false, failure: { kind: 'bad-response', message: `The outstation's answer to the ${stage} does not repeat the command; ${stage === 'select' ? 'nothing was operated' : 'look at the feedback point'}.` } };
  // The mask of a pattern has no status.
  const statuses = answered.flatMap(({ entry }) => entry.value.status ?? []);
  const bad = statuses.find((status) => status !== COMMAND_STATUS.success);
  if (bad === undefined) return refused.ok ? { ok: true, response } : refused;
  return { ok: false, failure: { kind: 'command', stage, statuses, message: `The outstation refused the ${stage}: ${commandStatusName(bad)}.` } };
}

function same(a: ObjectValue, b: ObjectValue): boolean {
  const single = (value: number | undefined): number | undefined => (value === undefined ? undefined : Math.fround(value));
  // A single precision value comes back rounded to what was on the wire.
  return a.controlCode === b.controlCode && a.count === b.count && a.onMs === b.onMs && a.offMs === b.offMs && (Object.is(a.value, b.value) || Object.is(single(a.value), b.value));
}
