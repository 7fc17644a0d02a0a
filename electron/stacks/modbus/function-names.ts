import type { ModbusFunctionCode } from './pdu';

/** The standard's names (V1.1b3, section 6). */
export const MODBUS_FUNCTIONS: Readonly<Record<ModbusFunctionCode, string>> = {
  1: 'Read coils',
  2: 'Read discrete inputs',
  3: 'Read holding registers',
  4: 'Read input registers',
  5: 'Write single coil',
  6: 'Write single register',
  15: 'Write multiple coils',
  16: 'Write multiple registers',
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
