import { COMMAND_STATUS } from './crob';
import { FUNCTION } from './function-codes';
import { IIN } from './iin';
import type { ObjectBlock } from './object-block';
import type { Command, OperateHow, OutstationHandler } from './outstation-handler';
import { isPaired, isPatternControl, isPatternMask, patternCommands } from './pattern-control';

export interface ControlSettings {
  /** How long a select holds, in ms. */
  readonly selectTimeoutMs: number;
  /** Controls beyond this number in one request are refused. */
  readonly maxControls: number;
}

/** The objects of the answer, and internal indications that go with them. */
export interface ControlAnswer {
  readonly blocks: readonly ObjectBlock[];
  readonly iin: number;
}

interface Selection {
  readonly sequence: number;
  readonly objects: Uint8Array;
  readonly at: number;
}

/**
 * Select and operate of one master. An operate counts only when it follows its select in sequence, within the time, with
 * the same octets; whatever else comes between ends the selection (rules from memory of IEEE 1815, select-before-operate).
 */
export class OutstationControls {
  readonly #settings: ControlSettings;
  readonly #handler: OutstationHandler;
  readonly #operated: (command: Command, status: number, now: number) => void;
  #selection: Selection | undefined;

  /** @param operated told of every command that the device was given, with the status it answered */
  constructor(settings: ControlSettings, handler: OutstationHandler, operated: (command: Command, status: number, now: number) => void) {
    this.#settings = settings;
    this.#handler = handler;
    this.#operated = operated;
  }

  /** Any other request ends a selection. */
  forget(): void {
    this.#selection = undefined;
  }

  /** @param objects the octets behind the header, for comparing an operate with its select */
  request(functionCode: number, sequence: number, blocks: readonly ObjectBlock[], objects: Uint8Array, now: number): ControlAnswer {
    const selection = this.#selection;
    this.#selection = undefined;
    if (blocks.length === 0) return { blocks: [], iin: IIN.parameterError };
    for (const [at, block] of blocks.entries()) {
      const fault = blockFault(block, blocks[at - 1], blocks[at + 1]);
      if (fault !== 0) return { blocks: [], iin: fault };
    }
    if (functionCode === FUNCTION.select) return this.#select(sequence, blocks, objects, now);
    if (functionCode === FUNCTION.operate) {
      const refused = this.#refusal(selection, sequence, objects, now);
      return refused === undefined ? this.#operate(blocks, 'selected', now) : answer(blocks, () => refused);
    }
    return this.#operate(blocks, functionCode === FUNCTION.directOperate ? 'direct' : 'direct-no-ack', now);
  }

  #select(sequence: number, blocks: readonly ObjectBlock[], objects: Uint8Array, now: number): ControlAnswer {
    const result = this.#limited(blocks, (command) => this.#handler.select(command));
    const all = result.blocks.every(({ entries }) => entries.every(({ value }) => (value.status ?? COMMAND_STATUS.success) === COMMAND_STATUS.success));
    if (all) this.#selection = { sequence, objects: Uint8Array.from(objects), at: now };
    return result;
  }

  #refusal(selection: Selection | undefined, sequence: number, objects: Uint8Array, now: number): number | undefined {
    if (selection === undefined || ((selection.sequence + 1) & 0x0f) !== sequence || Buffer.compare(selection.objects, objects) !== 0) return COMMAND_STATUS.noSelect;
    return now - selection.at > this.#settings.selectTimeoutMs ? COMMAND_STATUS.timeout : undefined;
  }

  #operate(blocks: readonly ObjectBlock[], how: OperateHow, now: number): ControlAnswer {
    const operate = (command: Command): number => {
      const status = this.#handler.operate(command, how) & 0x7f;
      this.#operated(command, status, now);
      return status;
    };
    return this.#limited(blocks, operate, how === 'selected' ? undefined : (command) => this.#handler.select(command));
  }

  /** @param first asked of all outputs of a pattern before any of them is operated, so that a refusal of one leaves the others alone */
  #limited(blocks: readonly ObjectBlock[], ask: Ask, first?: Ask): ControlAnswer {
    let left = this.#settings.maxControls;
    return answer(blocks, (commands) => {
      if (commands.length === 0) return COMMAND_STATUS.formatError;
      if (commands.length > left) return COMMAND_STATUS.tooManyOperations;
      left -= commands.length;
      const refused = first === undefined || commands.length === 1 ? COMMAND_STATUS.success : together(commands, first);
      return refused === COMMAND_STATUS.success ? together(commands, ask) : refused;
    });
  }
}

type Ask = (command: Command) => number;

/** All are asked; the first status that is not success counts for all. */
function together(commands: readonly Command[], ask: Ask): number {
  return commands.map((command) => ask(command) & 0x7f).find((status) => status !== COMMAND_STATUS.success) ?? COMMAND_STATUS.success;
}

/** The indication that answers a block which is no command, or 0. */
function blockFault(block: ObjectBlock, before: ObjectBlock | undefined, after: ObjectBlock | undefined): number {
  if (isPatternControl(block) || isPatternMask(block)) return isPaired(block, before, after) ? 0 : IIN.parameterError;
  if (block.group !== 12 && block.group !== 41) return IIN.objectUnknown;
  return block.range.kind === 'indexed' ? 0 : IIN.parameterError;
}

/** The request's objects with their statuses; a mask has none. "Not supported" is told by an internal indication too. */
function answer(blocks: readonly ObjectBlock[], statusOf: (commands: readonly Command[]) => number): ControlAnswer {
  let iin = 0;
  const answered = blocks.map((block, at) => {
    if (isPatternMask(block)) return block;
    const { group, variation } = block;
    return {
      ...block,
      entries: block.entries.map(({ index, value }) => {
        const status = statusOf(isPatternControl(block) ? patternCommands(value, blocks[at + 1]) : [{ group: group === 12 ? 12 : 41, variation, index, value }]) & 0x7f;
        if (status === COMMAND_STATUS.notSupported) iin |= IIN.parameterError;
        return { index, value: { ...value, status } };
      }),
    };
  });
  return { blocks: answered, iin };
}
