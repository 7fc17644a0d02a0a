import type { Device } from '../../shared/domain/device';
import type { Point } from '../../shared/domain/point';
import type { Protocol } from '../protocols/protocol';

/** A point's address in the notation in which its device is shown. */
export function shownAddress(protocol: Protocol, { settings }: Pick<Device, 'settings'>, point: Point): string {
  const at = protocol.description.addressNotations.findIndex((notation) => notation === settings['addressNotation']);
  return protocol.addressTexts(point)[Math.max(0, at)] ?? '';
}
