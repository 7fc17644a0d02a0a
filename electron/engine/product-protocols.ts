import { createDnp3Protocol } from '../protocols/dnp3';
import { createModbusProtocol } from '../protocols/modbus';
import { createMqttProtocol } from '../protocols/mqtt';
import type { Protocol } from '../protocols/protocol';
import { withRememberedLineKeys } from './remembered-line-keys';

/** The protocols of the product. Adding one is adding its folder and a line here. */
export function productProtocols(): readonly Protocol[] {
  return [createModbusProtocol(), createDnp3Protocol(), createMqttProtocol()].map((protocol) => withRememberedLineKeys(protocol));
}
