import { hexWords, encodeValue } from '../../shared/domain/value';
import type { Sample, WireSample } from '../../shared/domain/sample';

/** A sample as the contract carries it. */
export function wireSample(sample: Sample): WireSample {
  return {
    pointId: sample.pointId,
    value: encodeValue(sample.value),
    raw: sample.raw === null ? null : hexWords(sample.raw),
    quality: sample.quality,
    sourceTime: sample.sourceTime,
    receivedTime: sample.receivedTime,
  };
}
