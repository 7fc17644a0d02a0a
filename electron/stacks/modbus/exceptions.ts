/** Exception codes of Modbus Application Protocol V1.1b3, section 7. Code 7 (negative acknowledge) is of older documents. */
export const MODBUS_EXCEPTIONS = {
  1: { name: 'Illegal function', meaning: 'The device does not support this function code.' },
  2: { name: 'Illegal data address', meaning: 'An address in the request does not exist in the device.' },
  3: { name: 'Illegal data value', meaning: 'The device refuses a value or a quantity in the request.' },
  4: { name: 'Server device failure', meaning: 'The device failed while it carried out the request.' },
  5: { name: 'Acknowledge', meaning: 'The device accepted the request and needs a long time for it.' },
  6: { name: 'Server device busy', meaning: 'The device is busy with another request; send it again later.' },
  8: { name: 'Memory parity error', meaning: 'The device found a parity error in its extended memory.' },
  10: { name: 'Gateway path unavailable', meaning: 'The gateway has no path to this unit, or it is overloaded or misconfigured.' },
  11: { name: 'Gateway target device failed to respond', meaning: 'The device behind the gateway did not answer the gateway.' },
} as const;

export type ModbusExceptionCode = keyof typeof MODBUS_EXCEPTIONS;

/** Whether V1.1b3 defines this exception code. */
export function isModbusExceptionCode(code: number): code is ModbusExceptionCode {
  return Object.hasOwn(MODBUS_EXCEPTIONS, code);
}

/** The standard's name of an exception code; codes it does not define are named by number. */
export function exceptionName(code: number): string {
  return isModbusExceptionCode(code) ? MODBUS_EXCEPTIONS[code].name : `Undefined exception ${code}`;
}

/** One sentence on what the device means by it. */
export function exceptionMeaning(code: number): string {
  return isModbusExceptionCode(code) ? MODBUS_EXCEPTIONS[code].meaning : 'The standard does not define this code; see the manual of the device.';
}
