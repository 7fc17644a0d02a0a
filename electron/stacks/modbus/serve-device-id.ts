import { DEVICE_ID_HEADER } from './device-id-codec';
import { DEVICE_ID_ACCESS, DEVICE_ID_LAST, type ModbusDeviceIdObject } from './device-identification';
import { MAX_PDU_OCTETS } from './limits';
import type { ModbusRequest, ModbusResponse } from './pdu';

const SINGLE_OBJECTS = 0x80;

/**
 * Answers function 43/14 from a unit's objects: as many as fit, and which one to ask for next. An identifier that no
 * object has begins at the first object; asked for by itself it is exception 2.
 */
export function serveDeviceId(request: Extract<ModbusRequest, { readonly functionCode: 43 }>, all: readonly ModbusDeviceIdObject[]): ModbusResponse {
  const { access, objectId } = request;
  const conformity = conformityOf(all) | SINGLE_OBJECTS;
  if (access === DEVICE_ID_ACCESS.specific) {
    const object = all.find(({ id }) => id === objectId);
    if (object === undefined) return { functionCode: 43, exception: 2 };
    return { functionCode: 43, access, conformity, nextObjectId: undefined, objects: [object] };
  }
  const last = access === DEVICE_ID_ACCESS.basic ? DEVICE_ID_LAST.basic : access === DEVICE_ID_ACCESS.regular ? DEVICE_ID_LAST.regular : DEVICE_ID_LAST.extended;
  const stream = all.filter(({ id }) => id <= last);
  const from = Math.max(0, stream.findIndex(({ id }) => id === objectId));
  const objects: ModbusDeviceIdObject[] = [];
  let octets = DEVICE_ID_HEADER;
  for (const object of stream.slice(from)) {
    octets += 2 + object.value.length;
    if (octets > MAX_PDU_OCTETS) return { functionCode: 43, access, conformity, nextObjectId: objects.length === 0 ? undefined : object.id, objects: objects.length === 0 ? [object] : objects };
    objects.push(object);
  }
  return { functionCode: 43, access, conformity, nextObjectId: undefined, objects };
}

/** The highest category of which there is an object. */
function conformityOf(all: readonly ModbusDeviceIdObject[]): number {
  if (all.some(({ id }) => id > DEVICE_ID_LAST.regular)) return DEVICE_ID_ACCESS.extended;
  return all.some(({ id }) => id > DEVICE_ID_LAST.basic) ? DEVICE_ID_ACCESS.regular : DEVICE_ID_ACCESS.basic;
}
