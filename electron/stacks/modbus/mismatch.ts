import { octetsForBits } from './bits';
import { DEVICE_ID_ACCESS } from './device-identification';
import { DIAGNOSTICS } from './diagnostics';
import { functionCodeOf, isException, type FileRecordWrite, type ModbusNormalResponse, type ModbusRequest, type ModbusResponse } from './pdu';

/**
 * Why this answer cannot be the one to the request (other function, byte count, or echoed fields), or undefined.
 * An exception with the request's function code always can.
 */
export function mismatch(request: ModbusRequest, response: ModbusResponse): string | undefined {
  const code = functionCodeOf(request);
  const answered = functionCodeOf(response);
  if (answered !== code) return `it answers function ${answered}, not ${code}`;
  if (isException(response)) return undefined;
  switch (request.functionCode) {
    case 1:
    case 2: {
      const wanted = octetsForBits(request.quantity);
      const octets = 'bits' in response ? response.bits.length / 8 : 0;
      return octets === wanted ? undefined : `byte count ${octets}, expected ${wanted}`;
    }
    case 3:
    case 4:
    case 23: {
      const octets = 'registers' in response ? response.registers.length * 2 : 0;
      return octets === request.quantity * 2 ? undefined : `byte count ${octets}, expected ${request.quantity * 2}`;
    }
    case 5:
    case 6:
      return addressDiffers(request.address, response) ?? ('value' in response ? differs('value', response.value, request.value) : undefined);
    case 15:
    case 16:
      return addressDiffers(request.address, response) ?? ('quantity' in response ? differs('quantity', response.quantity, request.values.length) : undefined);
    default:
      return otherMismatch(request, response);
  }
}

type OtherRequest = Exclude<ModbusRequest, { readonly functionCode: 1 | 2 | 3 | 4 | 5 | 6 | 15 | 16 | 23 }>;

function otherMismatch(request: OtherRequest, response: ModbusNormalResponse): string | undefined {
  switch (request.functionCode) {
    case 8:
      if (response.functionCode !== 8) return undefined;
      if (response.subFunction !== request.subFunction) return `it answers sub-function ${response.subFunction}, not ${request.subFunction}`;
      return request.subFunction === DIAGNOSTICS.returnQueryData && !sameOctets(request.data, response.data) ? 'it echoes other query data' : undefined;
    case 20: {
      if (response.functionCode !== 20) return undefined;
      const fits = response.records.length === request.records.length && request.records.every(({ quantity }, i) => response.records[i]?.length === quantity);
      return fits ? undefined : 'it carries other records than asked for';
    }
    case 21:
      return response.functionCode !== 21 || sameWrites(request.records, response.records) ? undefined : 'it echoes other records';
    case 22:
      if (response.functionCode !== 22) return undefined;
      return (
        addressDiffers(request.address, response) ?? differs('AND mask', response.andMask, request.andMask) ?? differs('OR mask', response.orMask, request.orMask)
      );
    case 43: {
      if (response.functionCode !== 43) return undefined;
      if (request.access !== DEVICE_ID_ACCESS.specific) return differs('access code', response.access, request.access);
      return response.objects.length === 1 && response.objects[0]?.id === request.objectId ? undefined : `it does not carry object ${request.objectId}`;
    }
    default:
      return undefined;
  }
}

function addressDiffers(address: number, response: ModbusNormalResponse): string | undefined {
  return 'address' in response ? differs('address', response.address, address) : undefined;
}

function differs(what: string, echoed: number | boolean, sent: number | boolean): string | undefined {
  return echoed === sent ? undefined : `it echoes ${what} ${echoed}, not ${sent}`;
}

function sameOctets(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => value === b[i]);
}

function sameWrites(sent: readonly FileRecordWrite[], echoed: readonly FileRecordWrite[]): boolean {
  return (
    sent.length === echoed.length &&
    sent.every((write, i) => {
      const echo = echoed[i];
      return echo !== undefined && write.file === echo.file && write.record === echo.record && sameOctets(write.registers, echo.registers);
    })
  );
}
