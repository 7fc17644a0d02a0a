import { addressOf, pointAddressSchema } from './point-address';
import type { AddressColumns } from '../protocol';

const HEADERS = ['topic', 'payload', 'field', 'time_field', 'qos', 'publish_topic', 'publish_template', 'publish_retain'] as const;
const KEYS: Readonly<Record<string, (typeof HEADERS)[number]>> = {
  topic: 'topic',
  payload: 'payload',
  field: 'field',
  timeField: 'time_field',
  qos: 'qos',
  publishTopic: 'publish_topic',
  publishTemplate: 'publish_template',
  publishRetain: 'publish_retain',
};

/** The columns of an address in files. */
export const addressColumns: AddressColumns = {
  headers: HEADERS,
  spellings: { topic: ['topic filter', 'mqtt topic'], field: ['json field', 'json path', 'path'] },
  format: (point) => {
    const address = addressOf(point);
    if (address === null) return Object.fromEntries(HEADERS.map((header) => [header, '']));
    return {
      topic: address.topic,
      payload: address.payload,
      field: address.field,
      time_field: address.timeField,
      qos: String(address.qos),
      publish_topic: address.publishTopic,
      publish_template: address.publishTemplate,
      publish_retain: address.publishRetain ? 'yes' : 'no',
    };
  },
  parse: (cells) => {
    const cell = (header: (typeof HEADERS)[number]): string => cells[header] ?? '';
    const retain = cell('publish_retain').trim().toLowerCase();
    if (!['', 'yes', 'no', 'true', 'false', '1', '0'].includes(retain)) return { problems: [{ column: 'publish_retain', message: `"${retain}" is neither yes nor no` }] };
    const qos = cell('qos').trim();
    const parsed = pointAddressSchema.safeParse({
      topic: cell('topic'),
      payload: cell('payload').trim().toLowerCase() || undefined,
      field: cell('field').trim(),
      timeField: cell('time_field').trim(),
      qos: qos === '' ? undefined : Number(qos),
      publishTopic: cell('publish_topic'),
      publishTemplate: cell('publish_template'),
      publishRetain: ['yes', 'true', '1'].includes(retain),
    });
    if (parsed.success) return { address: parsed.data };
    return { problems: parsed.error.issues.map((issue) => ({ column: KEYS[String(issue.path[0])] ?? 'topic', message: issue.message })) };
  },
};
