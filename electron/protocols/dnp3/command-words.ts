import { durationText } from '../../../shared/domain/duration-text';
import type { CommandMode } from './command-options';
import type { MadeCommand } from './command-of';

const STEPS: Readonly<Record<CommandMode, string>> = {
  select: 'The outstation is asked whether it would (select), then told to (operate). Neither is sent twice.',
  'two-steps': 'The outstation is asked whether it would (select). A second press operates; until then nothing else is asked of it.',
  direct: 'It is carried out at once. It is not sent twice.',
  'direct-no-ack': 'It is carried out at once, and nobody says whether it arrived: only the feedback shows it.',
};

/** What a command would do, in plain words; how it is sent first. */
export function consequencesOf({ command, mode }: MadeCommand): string[] {
  return [STEPS[mode], ...(command.group === 12 ? crobConsequences(command.value) : [])];
}

function crobConsequences({ controlCode = 0, count = 1, onMs = 0, offMs = 0 }: MadeCommand['command']['value']): string[] {
  const operation = controlCode & 0x0f;
  const said: string[] = [];
  if (count === 0) said.push('With a count of 0 nothing is carried out.');
  else if (operation === 1) said.push(pulses('on', onMs, 'off', offMs, count));
  else if (operation === 2) said.push(pulses('off', offMs, 'on', onMs, count));
  else if (operation === 0 && controlCode >> 6 === 0) said.push((controlCode & 0x20) === 0 ? 'An operation of NUL does nothing.' : 'It only ends what runs on the output.');
  if ((controlCode & 0x20) !== 0 && operation !== 0) said.push('What runs on the output is ended first.');
  if ((controlCode & 0x10) !== 0) said.push('Queue is obsolete: outstations refuse it.');
  return said;
}

function pulses(first: string, firstMs: number, then: string, thenMs: number, count: number): string {
  const once = `The output is ${first} for ${durationText(firstMs)} and goes back by itself`;
  return count === 1 ? `${once}.` : `${once}, ${count} times with ${durationText(thenMs)} ${then} between.`;
}
