import { z } from 'zod';
import { deviceStatusSchema } from '../domain/device';
import { wireSampleSchema } from '../domain/sample';
import { jobSchema, logEntrySchema, pointIdsSchema } from './common';
import { lineStatusSchema } from './devices';
import { framesTopic } from './frames';
import { metricsSchema, writingStateSchema } from './system';
import { projectStepSchema } from './project-steps';
import { simulatorTopics } from './simulators';
import type { Permission } from './procedure';

/** One topic of the event stream: what a subscription narrows it to, and what one message carries. */
export interface EventTopic<F extends z.ZodType = z.ZodType, P extends z.ZodType = z.ZodType> {
  readonly filter: F;
  readonly payload: P;
  readonly permission: Permission;
}

function topic<F extends z.ZodType, P extends z.ZodType>(filter: F, payload: P): EventTopic<F, P> {
  return { filter, payload, permission: 'view' };
}

/**
 * The event stream. A subscription first receives the present state, then changes, batched at most 30 times a second.
 * A slow reader gets the newest state of each thing, never a growing queue (log entries: the newest thousand).
 */
export const eventTopics = {
  /** The newest sample of each point that changed. A screen subscribes only to the rows that it shows. */
  samples: topic(z.object({ pointIds: pointIdsSchema }), z.array(wireSampleSchema)),
  devices: topic(z.object({}), z.array(deviceStatusSchema)),
  lines: topic(z.object({}), z.array(lineStatusSchema)),
  /**
   * The project or its file's state changed; null revision: no project is open. With `content` each message carries what
   * is new; without it, fetch `project.current`.
   */
  project: topic(z.object({ content: z.boolean().default(false) }), z.object({ revision: z.number().int().nullable(), step: projectStepSchema.nullable().default(null) })),
  log: topic(z.object({}), z.array(logEntrySchema)),
  jobs: topic(z.object({}), z.array(jobSchema)),
  writing: topic(z.object({}), writingStateSchema),
  metrics: topic(z.object({}), metricsSchema),
  simulators: topic(simulatorTopics.simulators.filter, simulatorTopics.simulators.payload),
  simulatorValues: topic(simulatorTopics.simulatorValues.filter, simulatorTopics.simulatorValues.payload),
  simulatorWrites: topic(simulatorTopics.simulatorWrites.filter, simulatorTopics.simulatorWrites.payload),
  frames: topic(framesTopic.filter, framesTopic.payload),
} as const;

export type TopicName = keyof typeof eventTopics;
export type TopicFilter<T extends TopicName> = z.input<(typeof eventTopics)[T]['filter']>;
export type TopicPayload<T extends TopicName> = z.output<(typeof eventTopics)[T]['payload']>;

export const topicNameSchema = z.enum(['samples', 'devices', 'lines', 'project', 'log', 'jobs', 'writing', 'metrics', 'simulators', 'simulatorValues', 'simulatorWrites', 'frames']);
