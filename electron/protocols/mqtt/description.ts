import type { ProtocolDescription } from '../../../shared/contract/devices';
import { field } from '../setting-field';

const WITH_TLS = { tls: ['true'] };
const WITH_JSON = { payload: ['json'] };

/** What the screens are told about MQTT. */
export const mqttDescription: ProtocolDescription = {
  name: 'mqtt',
  title: 'MQTT',
  pointListTitle: 'Topics',
  capabilities: ['subscribe', 'write', 'prepare-write', 'test'],
  lineFields: [
    field({ key: 'host', label: 'Broker', kind: 'text', group: 'Connection', defaultValue: '', help: 'Name or address' }),
    field({ key: 'port', label: 'Port', kind: 'integer', group: 'Connection', defaultValue: 1883, minimum: 1, maximum: 65_535, help: '1883 is usual, 8883 with TLS' }),
    field({ key: 'version', label: 'MQTT version', kind: 'choice', group: 'Connection', defaultValue: '3.1.1', choices: [['3.1.1', '3.1.1'], ['5', '5']] }),
    field({ key: 'clientId', label: 'Client id', kind: 'text', group: 'Connection', defaultValue: '', help: 'Empty: one is made up' }),
    field({ key: 'username', label: 'User name', kind: 'text', group: 'Login', defaultValue: '', help: 'Empty: anonymous' }),
    field({ key: 'password', label: 'Password', kind: 'secret', group: 'Login', defaultValue: '' }),
    field({ key: 'tls', label: 'TLS', kind: 'switch', group: 'Security', defaultValue: false }),
    field({ key: 'ca', label: 'Trusted authority', kind: 'pem', group: 'Security', defaultValue: '', help: "PEM; empty: this computer's list", visibleWhen: WITH_TLS }),
    field({ key: 'certificate', label: 'Own certificate', kind: 'pem', group: 'Security', defaultValue: '', help: 'PEM, where the broker asks for one', visibleWhen: WITH_TLS }),
    field({ key: 'key', label: 'Own key', kind: 'secret-pem', group: 'Security', defaultValue: '', help: 'PEM', visibleWhen: WITH_TLS }),
    field({ key: 'serverName', label: 'Server name', kind: 'text', group: 'Security', defaultValue: '', help: 'Where the certificate has another name than the host', visibleWhen: WITH_TLS }),
    field({ key: 'cleanSession', label: 'Clean session', kind: 'switch', group: 'Timing', defaultValue: true, help: 'Off: the broker keeps messages of QoS 1 and 2 while the connection is lost' }),
    field({ key: 'keepAliveS', label: 'Keep alive', kind: 'integer', group: 'Timing', defaultValue: 30, unit: 's', minimum: 0, maximum: 65_535, help: '0 for never' }),
    field({ key: 'connectTimeoutMs', label: 'Connection timeout', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 100, maximum: 60_000 }),
  ],
  deviceFields: [
    field({ key: 'baseTopic', label: 'Base topic', kind: 'text', group: 'Topics', defaultValue: '', help: 'Put before every topic; may be empty' }),
    field({ key: 'writeTimeoutMs', label: 'Acknowledgement within', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 100, maximum: 120_000 }),
  ],
  addressFields: [
    field({ key: 'topic', label: 'Topic filter', kind: 'text', group: 'Address', defaultValue: '', help: '+ stands for one level, # for all that follow' }),
    field({ key: 'payload', label: 'Payload', kind: 'choice', group: 'Address', defaultValue: 'number', choices: [['number', 'Number'], ['json', 'JSON'], ['text', 'Text'], ['boolean', 'On or off']] }),
    field({ key: 'field', label: 'Field', kind: 'text', group: 'Address', defaultValue: '', help: 'temperature, data.value, values[0]', visibleWhen: WITH_JSON }),
    field({ key: 'timeField', label: 'Time field', kind: 'text', group: 'Address', defaultValue: '', help: 'ISO 8601, or a number since 1970', visibleWhen: WITH_JSON }),
    field({ key: 'qos', label: 'QoS', kind: 'integer', group: 'Address', defaultValue: 0, minimum: 0, maximum: 2 }),
    field({ key: 'publishTopic', label: 'Topic of writes', kind: 'text', group: 'Writing', defaultValue: '', help: 'Empty: the topic itself' }),
    field({ key: 'publishTemplate', label: 'Payload of writes', kind: 'text', group: 'Writing', defaultValue: '', help: '{value} stands for the value; empty: the value alone, or in its field' }),
    field({ key: 'publishRetain', label: 'Retain writes', kind: 'switch', group: 'Writing', defaultValue: false }),
  ],
  dataTypes: ['float64', 'float32', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'boolean', 'string'],
  addressNotations: ['Topic'],
  // Nothing is polled; the age after which a value is stale counts in it.
  defaultPollIntervalMs: 60_000,
};
