import { z } from 'zod';
import type { RawRequest } from '../../../shared/contract/device-requests';
import type { RequestFunction } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import { settingProblems, withDefaults } from '../../components/setting/setting-values';

/** A request as it was sent before, with what came of it in few words. */
export const pastRequestSchema = z.object({
  function: z.string(),
  values: z.record(z.string(), z.json()),
  broadcast: z.boolean(),
  /** Microseconds since 1970. */
  time: z.number(),
  operation: z.string(),
  outcome: z.enum(['answered', 'refused', 'no_answer', 'not_sent', 'sent']),
  message: z.string(),
});
export type PastRequest = z.infer<typeof pastRequestSchema>;

/** As many are kept; the oldest go. */
export const MOST_PAST = 50;

/** The form of a function: what was typed into fields of the same name before stays. */
export function draftFor(wanted: RequestFunction, before: Opaque): RawRequest {
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => wanted.fields.some((field) => field.key === key && sameKind(field.defaultValue, before[key]))));
  return { function: wanted.id, values: withDefaults(kept, wanted.fields), broadcast: false };
}

function sameKind(one: unknown, other: unknown): boolean {
  return typeof one === typeof other;
}

/** The first thing that is wrong with the fields of a request; empty when nothing is. */
export function draftProblem(wanted: RequestFunction, draft: RawRequest): string {
  const [first] = Object.entries(settingProblems(wanted.fields, draft.values));
  if (first === undefined) return '';
  const label = wanted.fields.find(({ key }) => key === first[0])?.label ?? first[0];
  return `${label}: ${first[1]}`;
}

/** The newest first, none twice. */
export function withPast(past: readonly PastRequest[], one: PastRequest): PastRequest[] {
  const same = (other: PastRequest): boolean => other.function === one.function && other.broadcast === one.broadcast && JSON.stringify(other.values) === JSON.stringify(one.values);
  return [one, ...past.filter((other) => !same(other))].slice(0, MOST_PAST);
}
