/** Internal indications: IIN1 in the low octet, IIN2 in the high one. */
export const IIN = {
  broadcast: 0x0001,
  class1Events: 0x0002,
  class2Events: 0x0004,
  class3Events: 0x0008,
  needTime: 0x0010,
  localControl: 0x0020,
  deviceTrouble: 0x0040,
  deviceRestart: 0x0080,
  functionNotSupported: 0x0100,
  objectUnknown: 0x0200,
  parameterError: 0x0400,
  eventBufferOverflow: 0x0800,
  alreadyExecuting: 0x1000,
  configurationCorrupt: 0x2000,
} as const;

export type IinName = keyof typeof IIN;

const BY_NAME = new Map<IinName, number>([
  ['broadcast', IIN.broadcast],
  ['class1Events', IIN.class1Events],
  ['class2Events', IIN.class2Events],
  ['class3Events', IIN.class3Events],
  ['needTime', IIN.needTime],
  ['localControl', IIN.localControl],
  ['deviceTrouble', IIN.deviceTrouble],
  ['deviceRestart', IIN.deviceRestart],
  ['functionNotSupported', IIN.functionNotSupported],
  ['objectUnknown', IIN.objectUnknown],
  ['parameterError', IIN.parameterError],
  ['eventBufferOverflow', IIN.eventBufferOverflow],
  ['alreadyExecuting', IIN.alreadyExecuting],
  ['configurationCorrupt', IIN.configurationCorrupt],
]);

/** The names of the bits that are set, from IIN1.0 up. The two reserved bits have none. */
export function iinNames(iin: number): IinName[] {
  return [...BY_NAME].filter(([, bit]) => (iin & bit) !== 0).map(([name]) => name);
}

const WORDS: Readonly<Record<IinName, string>> = {
  broadcast: 'a broadcast was received',
  class1Events: 'class 1 events available',
  class2Events: 'class 2 events available',
  class3Events: 'class 3 events available',
  needTime: 'needs time',
  localControl: 'some outputs are under local control',
  deviceTrouble: 'device trouble',
  deviceRestart: 'device restart',
  functionNotSupported: 'function not supported',
  objectUnknown: 'object unknown',
  parameterError: 'parameter error',
  eventBufferOverflow: 'event buffer overflow',
  alreadyExecuting: 'already executing',
  configurationCorrupt: 'configuration corrupt',
};

/** The bits that are set, as the standard numbers and names them: `IIN1.7`, `device restart`. */
export function iinBits(iin: number): { readonly code: string; readonly name: IinName; readonly words: string }[] {
  return [...BY_NAME].flatMap(([name, bit]) => {
    if ((iin & bit) === 0) return [];
    const at = Math.log2(bit);
    return [{ code: `IIN${at < 8 ? 1 : 2}.${at % 8}`, name, words: WORDS[name] }];
  });
}
