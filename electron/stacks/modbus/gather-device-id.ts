import type { DeviceIdAccess, ModbusDeviceIdentification, ModbusDeviceIdObject } from './device-identification';
import type { ModbusNormalResponse, ModbusRequest } from './pdu';
import type { ModbusResult } from './result';

type Ask = (request: ModbusRequest) => Promise<ModbusResult<ModbusNormalResponse | undefined>>;

/**
 * Reads a device identification over as many answers as it takes (V1.1b3, section 6.21). A device that says "more
 * follows" without getting on to a greater object would be asked for ever: that is a bad frame. Objects are 256, so it ends.
 */
export async function gatherDeviceId(ask: Ask, access: DeviceIdAccess): Promise<ModbusResult<ModbusDeviceIdentification>> {
  const objects: ModbusDeviceIdObject[] = [];
  let objectId = 0;
  for (;;) {
    const answer = await ask({ functionCode: 43, access, objectId });
    if (!answer.ok) return answer;
    const response = answer.value;
    if (response?.functionCode !== 43) return { ok: false, failure: { kind: 'invalid-request', message: 'A broadcast is answered by nobody.' }, exchange: answer.exchange };
    objects.push(...response.objects);
    const next = response.nextObjectId;
    if (next === undefined) return { ok: true, value: { conformity: response.conformity, objects }, exchange: answer.exchange };
    const last = response.objects.at(-1)?.id ?? -1;
    if (next <= objectId || next <= last) {
      const octets = answer.exchange.response ?? new Uint8Array(0);
      const message = `Unit ${answer.exchange.unit} says that more of its identification follows from object ${next} on, which it has sent already; its answer was not used.`;
      return { ok: false, failure: { kind: 'bad-frame', octets, message }, exchange: answer.exchange };
    }
    objectId = next;
  }
}
