import { z } from 'zod';
import { isNumeric, typeGroup } from '../../../shared/domain/data-type';
import type { TypeGroup } from '../../../shared/domain/data-type';
import { filterProblem, hasWildcard, joinTopic, topicProblem } from './topic-filter';
import { parseFieldPath } from './json-field';
import type { Point } from '../../../shared/domain/point';

const fieldPath = z.string().max(500).refine((text) => text === '' || parseFieldPath(text) !== null, 'a path such as temperature, data.value or values[0]');

/** Where a point's value is: in which messages, and what of their payload. */
export const pointAddressSchema = z.object({
  /** Topic filter, below the device's base topic. */
  topic: z.string().min(1).superRefine((topic, context) => {
    const problem = filterProblem(topic);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  }),
  payload: z.enum(['number', 'json', 'text', 'boolean']).default('number'),
  /** For JSON: the field with the value; empty: the payload is the value. */
  field: fieldPath.default(''),
  /** For JSON: the field with the time of the value, ISO 8601 or a number since 1970; empty: there is none. */
  timeField: fieldPath.default(''),
  qos: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  /** Where a write is published, below the base topic; empty: to the topic itself. */
  publishTopic: z.string().default(''),
  /** Payload of a write with `{value}` in it; empty: the value alone, or in its JSON field. */
  publishTemplate: z.string().max(10_000).default(''),
  /** Whether the broker keeps a written value for those who come later. */
  publishRetain: z.boolean().default(false),
});
export type PointAddress = z.infer<typeof pointAddressSchema>;

/** The address of a point; null when it is not one of ours. */
export function addressOf(point: Point): PointAddress | null {
  const parsed = pointAddressSchema.safeParse(point.address);
  return parsed.success ? parsed.data : null;
}

/** The topic that a write goes to. */
export function publishTopicOf(address: PointAddress, baseTopic: string): string {
  return joinTopic(baseTopic, address.publishTopic === '' ? address.topic : address.publishTopic);
}

/** Groups of types that tell how octets are laid out. */
const LAYOUTS: readonly TypeGroup[] = ['BCD', 'Fixed point', 'Time'];

/** What is wrong with a point, in plain words; null when nothing is. */
export function pointProblem(point: Point): string | null {
  const parsed = pointAddressSchema.safeParse(point.address);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  const { payload, publishTemplate, publishTopic, topic } = parsed.data;
  const { dataType } = point;
  if (LAYOUTS.includes(typeGroup(dataType))) return `${dataType} says how octets lie in registers, and a payload has none: choose another type`;
  if (payload === 'number' && !isNumeric(dataType)) return `A payload that is a number can't be ${dataType}: choose a numeric type`;
  if (payload === 'boolean' && dataType !== 'boolean') return `A payload that is on or off can't be ${dataType}: choose boolean`;
  if (payload === 'text' && dataType !== 'string') return `A payload that is text can't be ${dataType}: choose string`;
  if (point.access === 'read') return null;
  if (publishTemplate !== '' && !publishTemplate.includes('{value}')) return 'The template of a write needs {value} where the value goes';
  if (publishTopic === '' && hasWildcard(topic)) return 'A write needs a topic of its own: the filter stands for many';
  return topicProblem(publishTopic === '' ? topic : publishTopic);
}
