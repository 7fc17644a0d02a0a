import { hexWords } from '../../../shared/domain/value';
import type { OctetField } from '../../../shared/contract/points';
import type { LineSettings } from './line-settings';

export interface Publish {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly version: LineSettings['version'];
}

/**
 * A PUBLISH packet field by field, as it will be sent (MQTT 3.1.1 section 3.3, MQTT 5 section 3.3, from memory). The packet
 * identifier is chosen when it is sent; it is shown as 0000.
 */
export function publishFields({ topic, payload, qos, retain, version }: Publish): OctetField[] {
  const name = new TextEncoder().encode(topic);
  const identifier = qos > 0 ? 2 : 0;
  const properties = version === '5' ? 1 : 0;
  const remaining = 2 + name.length + identifier + properties + payload.length;
  const fields: OctetField[] = [
    field('Fixed header', Uint8Array.of(0x30 | (qos << 1) | (retain ? 1 : 0)), `PUBLISH, QoS ${String(qos)}${retain ? ', retained' : ''}`),
    field('Remaining length', remainingLength(remaining), `${String(remaining)} octets`),
    field('Topic length', Uint8Array.of(name.length >> 8, name.length & 0xff), `${String(name.length)} octets`),
    field('Topic', name, topic),
  ];
  if (identifier > 0) fields.push(field('Packet identifier', new Uint8Array(2), 'chosen when it is sent'));
  if (properties > 0) fields.push(field('Properties', new Uint8Array(1), 'none'));
  fields.push({ name: 'Payload', octets: hexWords(payload), text: new TextDecoder().decode(payload), changed: true });
  return fields;
}

function field(name: string, octets: Uint8Array, text: string): OctetField {
  return { name, octets: hexWords(octets), text, changed: false };
}

/** A variable byte integer: seven bits an octet, the least significant first. */
function remainingLength(length: number): Uint8Array {
  const octets: number[] = [];
  let rest = length;
  do {
    const more = rest >= 128;
    octets.push((rest & 0x7f) | (more ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(octets);
}
