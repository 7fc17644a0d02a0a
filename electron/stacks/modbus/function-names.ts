import type { ModbusFunctionCode } from './pdu';

/** The standard's names (V1.1b3, section 6). */
export const MODBUS_FUNCTIONS: Readonly<Record<ModbusFunctionCode, string>> = {
  1: 'Read coils',
  2: 'Read discrete inputs',
  3: 'Read holding registers',
  4: 'Read input registers',
  5: 'Write single coil',
  6: 'Write single register',
  7: 'Read exception status',
  8: 'Diagnostics',
  11: 'Get comm event counter',
  12: 'Get comm event log',
  15: 'Write multiple coils',
  16: 'Write multiple registers',
  17: 'Report server id',
  20: 'Read file record',
  21: 'Write file record',
  22: 'Mask write register',
  23: 'Read/write multiple registers',
  24: 'Read FIFO queue',
  43: 'Read device identification',
};

/** Whether this library codes the function. */
export function isModbusFunctionCode(code: number): code is ModbusFunctionCode {
  return Object.hasOwn(MODBUS_FUNCTIONS, code);
}

/** The name of a function code, without its exception bit; others by number. */
export function functionName(code: number): string {
  const plain = code & 0x7f;
  return isModbusFunctionCode(plain) ? MODBUS_FUNCTIONS[plain] : `Function ${plain}`;
}
