import type { Point } from '../../shared/domain/point';
import type { Protocol } from '../protocols/protocol';

/** What a comparison of maps needs of a protocol. */
export type MapProtocol = Pick<Protocol, 'addressColumns' | 'addressKey' | 'addressTexts' | 'addressSpace' | 'checkPoint' | 'pointAddress'>;

/** Where a point lies, as a text that two points of the same place have in common, however they are read. */
export function placeKey(protocol: Pick<MapProtocol, 'addressSpace' | 'addressKey'>, point: Point): string {
  const span = protocol.addressSpace?.span(point) ?? null;
  return span === null ? protocol.addressKey(point) : `${span.table}:${span.from}${span.bits === null ? '' : `.${span.bits}`}`;
}
