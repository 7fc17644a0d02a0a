/** The operation in the low half of a control code. */
export const OPERATION = { nul: 0, pulseOn: 1, pulseOff: 2, latchOn: 3, latchOff: 4 } as const;
export type OperationName = keyof typeof OPERATION;
/** The trip-close code in the two top bits. */
export const TRIP_CLOSE = { nul: 0, close: 1, trip: 2, reserved: 3 } as const;
export type TripCloseName = keyof typeof TRIP_CLOSE;

/** A control code taken apart. */
export interface ControlCode {
  readonly operation: OperationName;
  /** Obsolete: outstations refuse it. */
  readonly queue: boolean;
  /** Cancels what runs on the point before this one. */
  readonly clear: boolean;
  readonly tripClose: TripCloseName;
}

const OPERATIONS: readonly OperationName[] = ['nul', 'pulseOn', 'pulseOff', 'latchOn', 'latchOff'];
const TRIP_CLOSES: readonly TripCloseName[] = ['nul', 'close', 'trip', 'reserved'];

export function controlCodeOctet(code: ControlCode): number {
  return OPERATION[code.operation] | (code.queue ? 0x10 : 0) | (code.clear ? 0x20 : 0) | (TRIP_CLOSE[code.tripClose] << 6);
}

/** Undefined for operations 5 to 15, which the standard keeps reserved. */
export function readControlCode(octet: number): ControlCode | undefined {
  const operation = OPERATIONS[octet & 0x0f];
  const tripClose = TRIP_CLOSES[octet >> 6];
  if (operation === undefined || tripClose === undefined) return undefined;
  return { operation, queue: (octet & 0x10) !== 0, clear: (octet & 0x20) !== 0, tripClose };
}

/** Command status codes (from memory of IEEE 1815, control status values of groups 12 and 41). */
export const COMMAND_STATUS = {
  success: 0,
  timeout: 1,
  noSelect: 2,
  formatError: 3,
  notSupported: 4,
  alreadyActive: 5,
  hardwareError: 6,
  local: 7,
  tooManyOperations: 8,
  notAuthorized: 9,
  automationInhibit: 10,
  processingLimited: 11,
  outOfRange: 12,
  downstreamLocal: 13,
  alreadyComplete: 14,
  blocked: 15,
  cancelled: 16,
  blockedOtherMaster: 17,
  downstreamFail: 18,
  nonParticipating: 126,
  undefined: 127,
} as const;
export type CommandStatusName = keyof typeof COMMAND_STATUS;

const STATUS_NAMES = new Map<number, string>(Object.entries(COMMAND_STATUS).map(([name, code]) => [code, name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)]));

/** A command status in plain words. */
export function commandStatusName(status: number): string {
  return STATUS_NAMES.get(status) ?? `status ${status}`;
}
