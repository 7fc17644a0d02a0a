import type { ObjectValue } from './object-value';

/** A control as a master asks for it. */
export interface Command {
  /** 12 (variation 1, CROB) or 41 (variations 1 to 4, analog output). */
  readonly group: 12 | 41;
  readonly variation: number;
  readonly index: number;
  /** CROB: controlCode, count, onMs, offMs. Analog output: value. */
  readonly value: ObjectValue;
}

export type OperateHow = 'selected' | 'direct' | 'direct-no-ack';

/** What an outstation asks of the device it stands for. Called synchronously; answers are command statuses (COMMAND_STATUS). */
export interface OutstationHandler {
  /** Whether the command could be operated. Nothing is operated. */
  select(command: Command): number;
  operate(command: Command, how: OperateHow): number;
  /** Milliseconds since 1970-01-01T00:00Z. */
  currentTime(now: number): number;
  /** A master sets the time; false refuses it. */
  setTime(time: number, now: number): boolean;
  /** A master asks for a restart: in how many ms it is back, or undefined where that is not supported. */
  restart(kind: 'cold' | 'warm'): number | undefined;
  /** Bits of IIN that the device sets itself: localControl, deviceTrouble, configurationCorrupt. */
  indications(): number;
}
