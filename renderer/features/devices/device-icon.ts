import type { Device, Line } from '../../../shared/domain/device';
import type { IconName } from '../../components/icon';

/** A picture for a device by the words of its label and description; a plain controller when they say nothing. */
export function deviceIcon(device: Pick<Device, 'deviceId' | 'description' | 'protocol'>): IconName {
  const text = `${device.deviceId} ${device.description}`.toLowerCase();
  if (device.protocol === 'mqtt') return 'hub';
  if (/\b(?:blr|boiler|burner|kessel)/.test(text)) return 'boiler';
  if (/\b(?:hm|meter|em)\b|meter/.test(text)) return 'meter';
  if (/\b(?:pmp|pump|vfd|drive|fan)/.test(text)) return 'pump';
  if (/\brtu/.test(text)) return 'rtu';
  return 'plc';
}

/** A picture for a line: a serial port, a broker, a network. */
export function lineIcon(line: Pick<Line, 'protocol' | 'settings'>): IconName {
  if (line.protocol === 'mqtt') return 'hub';
  return line.settings['transport'] === 'rtu' ? 'serial' : 'net';
}
