import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device, Line } from '../../../shared/domain/device';
import type { IconName } from '../../components/icon';
import { fieldVisible, withDefaults } from '../../components/setting/setting-values';

/** A picture for a device by the words of its label and description; a plain controller when they say nothing. */
export function deviceIcon(device: Pick<Device, 'deviceId' | 'description'>, protocol: ProtocolDescription | undefined): IconName {
  const text = `${device.deviceId} ${device.description}`.toLowerCase();
  if (onlyPushes(protocol)) return 'hub';
  if (/\b(?:blr|boiler|burner|kessel)/.test(text)) return 'boiler';
  if (/\b(?:hm|meter|em)\b|meter/.test(text)) return 'meter';
  if (/\b(?:pmp|pump|vfd|drive|fan)/.test(text)) return 'pump';
  if (/\brtu/.test(text)) return 'rtu';
  return 'plc';
}

/** A picture for a line: a broker, a serial port where its settings ask for one, else a network. */
export function lineIcon(line: Pick<Line, 'settings'>, protocol: ProtocolDescription | undefined): IconName {
  if (onlyPushes(protocol)) return 'hub';
  const fields = protocol?.lineFields ?? [];
  const settings = withDefaults(line.settings, fields);
  return fields.some((field) => field.kind === 'serial-port' && fieldVisible(field, settings)) ? 'serial' : 'net';
}

/** True for protocols that are not asked: something in the middle hands their values out. */
function onlyPushes(protocol: ProtocolDescription | undefined): boolean {
  return protocol !== undefined && protocol.capabilities.includes('subscribe') && !protocol.capabilities.includes('poll');
}
