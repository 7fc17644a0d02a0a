import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import { textOf } from '../../components/setting/setting-values';
import { groupingField } from '../register-map/build-rows';
import { countingField } from '../register-map/point-series';

/** Where a point lies, in words: `Holding register 100`, counted as on the wire. */
export function addressWords({ address }: Point, protocol: ProtocolDescription): string {
  const grouping = groupingField(protocol);
  const counting = countingField(protocol.addressFields);
  const table = grouping?.choices.find((choice) => choice.value === textOf(address[grouping.key]))?.label.replace(/s$/, '') ?? '';
  const number = counting === null ? '' : textOf(address[counting.key]);
  const words = [table, number].filter((part) => part !== '').join(' ');
  return words === '' ? Object.values(address).map((part) => textOf(part)).join(' ') : words;
}
