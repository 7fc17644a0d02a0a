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

export type ManageAction = 'initialize-data' | 'initialize-application' | 'start-application' | 'stop-application' | 'save-configuration' | 'activate-configuration';

/** A time and an interval by index (group 50 variation 4). */
export interface TimeInterval {
  /** 0 to 65535. */
  readonly index: number;
  /** Milliseconds since 1970-01-01T00:00Z, 48 bits. */
  readonly time: number;
  /** Whole, 0 to 4,294,967,295, in the unit that `units` says. */
  readonly interval: number;
  /** The octet of the standard's table of interval units. */
  readonly units: number;
}

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
  /**
   * Initialize data or an application, start or stop an application, save or activate a configuration: in how many ms it
   * is done, or undefined where the device does not do this. `what` are the octets behind the function code.
   */
  manage?(action: ManageAction, what: Uint8Array): number | undefined;
  /** A master writes an octet string (1 to 255 octets); false refuses it. Without this none is written. */
  writeString?(index: number, octets: Uint8Array): boolean;
  /**
   * A master types into a virtual terminal (1 to 255 octets); false refuses it. What the terminal says are updates of its
   * point of type `virtual-terminal`. Without this nothing is taken.
   */
  writeTerminal?(port: number, octets: Uint8Array): boolean;
  /** Times and intervals by index, in the order of the indexes. Without this there are none to read. */
  timeIntervals?(): readonly TimeInterval[];
  /** A master writes a time and interval; false refuses it. Without this none is written. */
  writeTimeInterval?(interval: TimeInterval): boolean;
  /** Bits of IIN that the device sets itself: localControl, deviceTrouble, configurationCorrupt. */
  indications(): number;
}
