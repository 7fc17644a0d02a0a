import type { ModbusDeviceIdObject } from '../../../stacks/modbus';
import type { ServerContext } from '../../protocol';
import type { UnitSettings } from './unit-settings';

const MOST_SERVER_ID_OCTETS = 251;

/** What function 17 answers behind its byte count: an identifier, the run indicator, and text. */
export function serverIdOf(settings: UnitSettings, identity: ServerContext['identity']): Uint8Array {
  const words = Buffer.from(settings.serverText === '' ? identity.name : settings.serverText);
  return Uint8Array.of(settings.serverId, settings.running ? 0xff : 0, ...words).subarray(0, MOST_SERVER_ID_OCTETS);
}

/** The objects of function 43/14: three basic ones, and product and model name. */
export function deviceIdentificationOf(settings: UnitSettings, identity: ServerContext['identity']): ModbusDeviceIdObject[] {
  const objects: readonly (readonly [id: number, text: string])[] = [
    [0, settings.vendorName || identity.product],
    [1, settings.productCode || 'Simulator'],
    [2, settings.revision || identity.version],
    [4, settings.productName || identity.product],
    [5, settings.modelName || identity.name],
  ];
  return objects.map(([id, text]) => ({ id, value: Buffer.from(text) }));
}
