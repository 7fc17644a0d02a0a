/** Application layer function codes by number. */
export const FUNCTION = {
  confirm: 0,
  read: 1,
  write: 2,
  select: 3,
  operate: 4,
  directOperate: 5,
  directOperateNoAck: 6,
  immediateFreeze: 7,
  immediateFreezeNoAck: 8,
  freezeClear: 9,
  freezeClearNoAck: 10,
  freezeAtTime: 11,
  freezeAtTimeNoAck: 12,
  coldRestart: 13,
  warmRestart: 14,
  initializeData: 15,
  initializeApplication: 16,
  startApplication: 17,
  stopApplication: 18,
  saveConfiguration: 19,
  enableUnsolicited: 20,
  disableUnsolicited: 21,
  assignClass: 22,
  delayMeasure: 23,
  recordCurrentTime: 24,
  openFile: 25,
  closeFile: 26,
  deleteFile: 27,
  getFileInfo: 28,
  authenticateFile: 29,
  abortFile: 30,
  activateConfiguration: 31,
  authenticateRequest: 32,
  authenticateRequestNoAck: 33,
  response: 129,
  unsolicitedResponse: 130,
  authenticateResponse: 131,
} as const;

const NAMES = new Map<number, string>(Object.entries(FUNCTION).map(([name, code]) => [code, name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)]));

/** A function code's name in plain words, "function 77" when it has none. */
export function functionName(code: number): string {
  return NAMES.get(code) ?? `function ${code}`;
}

/** Whether a fragment with this function code carries internal indications. */
export function isResponse(code: number): boolean {
  return code >= FUNCTION.response;
}

/** Requests that are never answered, whatever becomes of them. */
export function isWithoutAck(code: number): boolean {
  return (
    code === FUNCTION.confirm ||
    code === FUNCTION.directOperateNoAck ||
    code === FUNCTION.immediateFreezeNoAck ||
    code === FUNCTION.freezeClearNoAck ||
    code === FUNCTION.freezeAtTimeNoAck ||
    code === FUNCTION.authenticateRequestNoAck
  );
}

/**
 * Whether objects follow the headers of a group in such a fragment. A read names points without their data, unless it
 * reads a file's block; a freeze at a time carries the time, not the counters.
 */
export function carriesData(code: number, group: number): boolean {
  if (isResponse(code)) return true;
  switch (code) {
    case FUNCTION.read:
    case FUNCTION.openFile:
    case FUNCTION.closeFile:
    case FUNCTION.deleteFile:
    case FUNCTION.getFileInfo:
    case FUNCTION.authenticateFile:
    case FUNCTION.abortFile:
      return group === 70;
    case FUNCTION.write:
    case FUNCTION.select:
    case FUNCTION.operate:
    case FUNCTION.directOperate:
    case FUNCTION.directOperateNoAck:
    case FUNCTION.authenticateRequest:
    case FUNCTION.authenticateRequestNoAck:
      return true;
    case FUNCTION.freezeAtTime:
    case FUNCTION.freezeAtTimeNoAck:
      return group === 50;
    case FUNCTION.activateConfiguration:
      return group === 70 || group === 110;
    default:
      return false;
  }
}
