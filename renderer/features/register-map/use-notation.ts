import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useStorePart } from '../../client/store';

/**
 * The way in which a device's addresses are written, as an index into the protocol's notations: what the person chose,
 * else what the device's settings say.
 */
export function useNotation(device: Device | undefined, description: ProtocolDescription | undefined): [number, (notation: number) => void] {
  const { appearance } = useApp();
  const protocol = device?.protocol ?? '';
  const chosen = useStorePart(appearance.settings, (settings) => settings.addressNotation[protocol]);
  const notations = description?.addressNotations ?? [];
  const ofDevice = Object.values(device?.settings ?? {}).find((value) => typeof value === 'string' && notations.includes(value));
  const notation = chosen ?? (typeof ofDevice === 'string' ? notations.indexOf(ofDevice) : 0);
  const choose = (next: number): void => {
    appearance.change({ addressNotation: { ...appearance.settings.get().addressNotation, [protocol]: next } });
  };
  return [Math.min(notation, Math.max(0, notations.length - 1)), choose];
}
