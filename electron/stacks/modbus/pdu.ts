/** Function codes held here. Others: see README. */
export type BitReadFunction = 1 | 2;
export type RegisterReadFunction = 3 | 4;
export type ModbusFunctionCode = BitReadFunction | RegisterReadFunction | 5 | 6 | 15 | 16;

/** A request's protocol data unit. Addresses are 0-based as on the wire, 0 to 65535. */
export type ModbusRequest =
  | { readonly functionCode: BitReadFunction | RegisterReadFunction; readonly address: number; readonly quantity: number }
  | { readonly functionCode: 5; readonly address: number; readonly value: boolean }
  | { readonly functionCode: 6; readonly address: number; readonly value: number }
  | { readonly functionCode: 15; readonly address: number; readonly values: ArrayLike<boolean> }
  | { readonly functionCode: 16; readonly address: number; readonly values: ArrayLike<number> };

/** An answer that carries what was asked. Bits come in whole octets: the request's quantity says how many count. */
export type ModbusNormalResponse =
  | { readonly functionCode: BitReadFunction; readonly bits: readonly boolean[] }
  | { readonly functionCode: RegisterReadFunction; readonly registers: Uint16Array }
  | { readonly functionCode: 5; readonly address: number; readonly value: boolean }
  | { readonly functionCode: 6; readonly address: number; readonly value: number }
  | { readonly functionCode: 15 | 16; readonly address: number; readonly quantity: number };

/** An exception answer: to which function code, and the exception code as received, also where V1.1b3 does not define it. */
export interface ModbusExceptionResponse {
  readonly functionCode: number;
  readonly exception: number;
}

export type ModbusResponse = ModbusNormalResponse | ModbusExceptionResponse;

/** Tells an exception answer from a normal one. */
export function isException(response: ModbusResponse): response is ModbusExceptionResponse {
  return 'exception' in response;
}
