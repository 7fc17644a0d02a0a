import { COMMAND_STATUS } from './crob';
import { FUNCTION } from './function-codes';
import { IIN } from './iin';
import type { ObjectBlock } from './object-block';
import type { ObjectValue } from './object-value';
import type { Command, OperateHow, OutstationHandler } from './outstation-handler';

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
    for (const { group, variation, range } of blocks) {
      if ((group !== 12 || variation !== 1) && group !== 41) return { blocks: [], iin: IIN.objectUnknown };
      if (range.kind !== 'indexed') return { blocks: [], iin: IIN.parameterError };
    }
    if (functionCode === FUNCTION.select) return this.#select(sequence, blocks, objects, now);
    if (functionCode === FUNCTION.operate) {
      const refused = this.#refusal(selection, sequence, objects, now);
      return refused === undefined ? this.#operate(blocks, 'selected', now) : answer(blocks, () => refused);
    }
    return this.#operate(blocks, functionCode === FUNCTION.directOperate ? 'direct' : 'direct-no-ack', now);
  }

  #select(sequence: number, blocks: readonly ObjectBlock[], objects: Uint8Array, now: number): ControlAnswer {
    const result = this.#limited(blocks, (group, variation, index, value) => this.#handler.select({ group, variation, index, value }));
    const all = result.blocks.every(({ entries }) => entries.every(({ value }) => value.status === COMMAND_STATUS.success));
    if (all) this.#selection = { sequence, objects: Uint8Array.from(objects), at: now };
    return result;
  }

  #refusal(selection: Selection | undefined, sequence: number, objects: Uint8Array, now: number): number | undefined {
    if (selection === undefined || ((selection.sequence + 1) & 0x0f) !== sequence || Buffer.compare(selection.objects, objects) !== 0) return COMMAND_STATUS.noSelect;
    return now - selection.at > this.#settings.selectTimeoutMs ? COMMAND_STATUS.timeout : undefined;
  }

  #operate(blocks: readonly ObjectBlock[], how: OperateHow, now: number): ControlAnswer {
    return this.#limited(blocks, (group, variation, index, value) => {
      const command = { group, variation, index, value };
      const status = this.#handler.operate(command, how) & 0x7f;
      this.#operated(command, status, now);
      return status;
    });
  }

  #limited(blocks: readonly ObjectBlock[], ask: (group: 12 | 41, variation: number, index: number, value: ObjectValue) => number): ControlAnswer {
    let left = this.#settings.maxControls;
    return answer(blocks, (group, variation, index, value) => {
      if (left === 0) return COMMAND_STATUS.tooManyOperations;
      left -= 1;
      return ask(group, variation, index, value);
    });
  }
}

/** The request's objects with their statuses. "Not supported" is told by an internal indication too. */
function answer(blocks: readonly ObjectBlock[], status: (group: 12 | 41, variation: number, index: number, value: ObjectValue) => number): ControlAnswer {
  let iin = 0;
  const answered = blocks.map((block) => ({
    ...block,
    entries: block.entries.map(({ index, value }) => {
      const own = status(block.group === 12 ? 12 : 41, block.variation, index, value) & 0x7f;
      if (own === COMMAND_STATUS.notSupported) iin |= IIN.parameterError;
      return { index, value: { ...value, status: own } };
    }),
  }));
  return { blocks: answered, iin };
}
