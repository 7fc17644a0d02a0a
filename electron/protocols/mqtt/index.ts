import { addressColumns } from './address-columns';
import { mqttDescription } from './description';
import { deviceSettingsSchema } from './device-settings';
import { MqttLine } from './line';
import { lineKey, lineLabel, lineSettingsSchema, peerKey } from './line-settings';
import { addressOf, pointAddressSchema, pointProblem } from './point-address';
import type { Protocol } from '../protocol';

/** MQTT for the product: a client of a broker, which pushes. */
export function createMqttProtocol(): Protocol {
  return {
    description: mqttDescription,
    lineSettings: lineSettingsSchema,
    deviceSettings: deviceSettingsSchema,
    pointAddress: pointAddressSchema,
    lineKey: (settings) => lineKey(lineSettingsSchema.parse(settings)),
    peerKey: (settings) => peerKey(lineSettingsSchema.parse(settings)),
    lineLabel: (settings) => lineLabel(lineSettingsSchema.parse(settings)),
    checkPoint: pointProblem,
    addressTexts: (point) => [topicText(addressOf(point))],
    addressKey: (point) => topicText(addressOf(point)),
    addressColumns,
    apiMetrics: ({ requests, responses }) => ({ messages_sent: requests, messages_received: responses }),
    createLine: (settings, context) => new MqttLine(lineSettingsSchema.parse(settings), context),
  };
}

/** `boiler/1/state data.temperature`: the topic, and the field where there is one. */
function topicText(address: ReturnType<typeof addressOf>): string {
  if (address === null) return '';
  return address.field === '' ? address.topic : `${address.topic} ${address.field}`;
}
