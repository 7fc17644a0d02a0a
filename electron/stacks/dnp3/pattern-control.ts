import type { ObjectBlock } from './object-block';
import type { ObjectValue } from './object-value';
import type { Command } from './outstation-handler';

/**
 * One control relay output block for many outputs at once: a pattern control block (group 12 variation 2, behind a count
 * of one), and behind it a mask (variation 3, a range of bits) of the outputs it is for (from memory of IEEE 1815).
 */
export interface PatternCommand {
  /** CROB: controlCode, count, onMs, offMs. */
  readonly value: ObjectValue;
  /** 0 to 65535, in any order; at least one. */
  readonly indexes: readonly number[];
}

const COMMAND_GROUP = 12;
const CONTROL = 2;
const MASK = 3;

export function isPatternControl({ group, variation }: ObjectBlock): boolean {
  return group === COMMAND_GROUP && variation === CONTROL;
}

export function isPatternMask({ group, variation }: ObjectBlock): boolean {
  return group === COMMAND_GROUP && variation === MASK;
}

/** Whether a block of a pattern stands where it belongs: one control, and its mask behind it. */
export function isPaired(block: ObjectBlock, before: ObjectBlock | undefined, after: ObjectBlock | undefined): boolean {
  if (isPatternMask(block)) return block.range.kind === 'range' && before !== undefined && isPatternControl(before);
  return block.range.kind === 'count' && block.entries.length === 1 && after !== undefined && isPatternMask(after);
}

/** What a pattern asks of each output: the same CROB of all whose bit is set. */
export function patternCommands(value: ObjectValue, mask: ObjectBlock | undefined): Command[] {
  return (mask?.entries ?? []).filter((bit) => bit.value.value === 1).map(({ index }) => ({ group: COMMAND_GROUP, variation: 1, index, value }));
}

/** The two blocks of a pattern. The mask reaches from the lowest index to the highest. */
export function patternBlocks({ value, indexes }: PatternCommand): ObjectBlock[] {
  const wanted = new Set(indexes);
  const start = Math.min(...wanted);
  const stop = Math.max(...wanted);
  const entries = Array.from({ length: Math.max(0, stop - start + 1) }, (_, i) => ({ index: start + i, value: { value: wanted.has(start + i) ? 1 : 0 } }));
  return [
    { group: COMMAND_GROUP, variation: CONTROL, range: { kind: 'count', size: 1, count: 1 }, entries: [{ index: 0, value: { ...value, status: 0 } }] },
    { group: COMMAND_GROUP, variation: MASK, range: { kind: 'range', size: stop <= 0xff ? 1 : 2, start, stop }, entries },
  ];
}
