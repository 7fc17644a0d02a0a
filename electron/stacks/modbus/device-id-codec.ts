import type { DeviceIdAccess, ModbusDeviceIdObject } from './device-identification';
import { within } from './field-checks';
import { MAX_PDU_OCTETS } from './limits';
import type { DeviceIdResponse, ModbusRequest } from './pdu';

/** The octets behind function code 43 with MEI type 14 (V1.1b3, section 6.21). */
type DeviceIdRequest = Extract<ModbusRequest, { readonly functionCode: 43 }>;

/** The modbus encapsulated interface type of reading device identification. */
export const MEI_DEVICE_ID = 14;
/** Function code, MEI type, access, conformity level, more follows, next object, count. */
export const DEVICE_ID_HEADER = 7;
const MORE_FOLLOWS = 0xff;

export function checkDeviceIdRequest(request: DeviceIdRequest): string | undefined {
  if (!within(request.access, 1, 4)) return `access code ${String(request.access)} is outside 1 to 4`;
  return within(request.objectId, 0, 255) ? undefined : `object ${request.objectId} is outside 0 to 255`;
}

export function deviceIdRequestBody(request: DeviceIdRequest): number[] {
  return [MEI_DEVICE_ID, request.access, request.objectId];
}

export function readDeviceIdRequest(octets: Uint8Array): DeviceIdRequest | string {
  const access = octets[2] ?? 0;
  return isAccess(access) ? { functionCode: 43, access, objectId: octets[3] ?? 0 } : `access code ${access}; 1 to 4 are allowed`;
}

export function checkDeviceIdResponse(response: DeviceIdResponse): string | undefined {
  const octets = response.objects.reduce((sum, { value }) => sum + 2 + value.length, DEVICE_ID_HEADER);
  if (octets > MAX_PDU_OCTETS || response.objects.some(({ id, value }) => !within(id, 0, 255) || value.length > 245)) return 'the objects do not fit an answer';
  return within(response.conformity, 0, 255) && within(response.nextObjectId ?? 0, 0, 255) ? undefined : 'conformity level or next object out of range';
}

export function deviceIdResponseBody(response: DeviceIdResponse): number[] {
  const { access, conformity, nextObjectId, objects } = response;
  const body = [MEI_DEVICE_ID, access, conformity, nextObjectId === undefined ? 0 : MORE_FOLLOWS, nextObjectId ?? 0, objects.length];
  for (const { id, value } of objects) body.push(id, value.length, ...value);
  return body;
}

/**
 * `octets` begin with the function code and are the whole PDU. The count of objects may be more than there are while more
 * follows: the standard's own example gives that of all answers together (V1.1b3, 6.21, from memory), and devices copied it.
 */
export function readDeviceIdResponse(octets: Uint8Array): DeviceIdResponse | string {
  if (octets.length < DEVICE_ID_HEADER) return 'the answer ends before its objects';
  if (octets[1] !== MEI_DEVICE_ID) return `MEI type ${octets[1]}, not ${MEI_DEVICE_ID}`;
  const access = octets[2] ?? 0;
  if (!isAccess(access)) return `access code ${access}; 1 to 4 are allowed`;
  const more = octets[4] ?? 0;
  if (more !== 0 && more !== MORE_FOLLOWS) return `more follows ${more}; 0 or 255 is allowed`;
  const objects = readObjects(octets);
  if (objects === undefined) return 'an object goes on behind the end of the answer';
  const count = octets[DEVICE_ID_HEADER - 1] ?? 0;
  if (objects.length > count || (objects.length < count && more === 0)) return `${objects.length} objects, announced were ${count}`;
  return { functionCode: 43, access, conformity: octets[3] ?? 0, nextObjectId: more === 0 ? undefined : (octets[5] ?? 0), objects };
}

function readObjects(octets: Uint8Array): ModbusDeviceIdObject[] | undefined {
  const objects: ModbusDeviceIdObject[] = [];
  let at = DEVICE_ID_HEADER;
  while (at + 2 <= octets.length) {
    const end = at + 2 + (octets[at + 1] ?? 0);
    if (end > octets.length) return undefined;
    objects.push({ id: octets[at] ?? 0, value: new Uint8Array(octets.subarray(at + 2, end)) });
    at = end;
  }
  return at === octets.length ? objects : undefined;
}

function isAccess(code: number): code is DeviceIdAccess {
  return code >= 1 && code <= 4;
}
