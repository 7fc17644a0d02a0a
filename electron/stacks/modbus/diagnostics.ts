/** Sub-functions of function 8 (V1.1b3, section 6.8, from memory). Others are reserved. */
export const DIAGNOSTICS = {
  returnQueryData: 0,
  restartCommunications: 1,
  returnDiagnosticRegister: 2,
  changeAsciiDelimiter: 3,
  forceListenOnly: 4,
  clearCounters: 10,
  busMessageCount: 11,
  busCommunicationErrorCount: 12,
  busExceptionErrorCount: 13,
  serverMessageCount: 14,
  serverNoResponseCount: 15,
  serverNakCount: 16,
  serverBusyCount: 17,
  busCharacterOverrunCount: 18,
  clearOverrunCounter: 20,
} as const;

export const DIAGNOSTIC_NAMES: Readonly<Record<number, string>> = {
  0: 'Return query data',
  1: 'Restart communications option',
  2: 'Return diagnostic register',
  3: 'Change ASCII input delimiter',
  4: 'Force listen only mode',
  10: 'Clear counters and diagnostic register',
  11: 'Return bus message count',
  12: 'Return bus communication error count',
  13: 'Return bus exception error count',
  14: 'Return server message count',
  15: 'Return server no response count',
  16: 'Return server NAK count',
  17: 'Return server busy count',
  18: 'Return bus character overrun count',
  20: 'Clear overrun counter and flag',
};

/** The name of a sub-function of function 8; reserved ones by number. */
export function diagnosticName(subFunction: number): string {
  return DIAGNOSTIC_NAMES[subFunction] ?? `Sub-function ${subFunction}`;
}
