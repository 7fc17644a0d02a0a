import { z } from 'zod';
import { topicProblem } from './topic-filter';

/** What the product calls a device on a broker: the topics below one base. */
export const deviceSettingsSchema = z.object({
  /** Put before every topic of the device; empty: topics are whole. */
  baseTopic: z
    .string()
    .max(1000)
    .default('')
    .superRefine((topic, context) => {
      const problem = topic === '' ? null : topicProblem(topic);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
  /** How long a write waits for the broker's acknowledgement, milliseconds. */
  writeTimeoutMs: z.number().int().min(100).max(120_000).default(5000),
});
export type DeviceSettings = z.infer<typeof deviceSettingsSchema>;
