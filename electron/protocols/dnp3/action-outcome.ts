import { z } from 'zod';
import { classesOf } from './device-settings';
import { oneOf } from '../setting-schemas';
import { indicationAdvice } from './indication-words';
import type { TaskFailure } from '../../stacks/dnp3';
import type { ActionResult } from '../../../shared/contract/device-actions';
import type { Opaque } from '../../../shared/domain/point';

export type ActionAnswer = Pick<ActionResult, 'outcome' | 'message'> & { readonly rows?: ActionResult['rows']; readonly suggestions?: readonly ActionResult['suggestions'][number][] };

const index = z.number().int().min(0).max(65_535).default(0);

/** The fields of all actions together; each takes its own. */
const valuesSchema = z.object({
  classes: z.enum(['1', '2', '3', '1,2', '1,3', '2,3', '1,2,3']).default('1,2,3').transform(classesOf),
  how: z.enum(['lan', 'non-lan']).default('lan'),
  points: oneOf([1, 3, 10, 20, 21, 30, 40], 20),
  from: index,
  to: index,
  eventClass: oneOf([0, 1, 2, 3], 2).transform((value) => ([0, 1, 2, 3] as const).find((each) => each === value) ?? 0),
  index,
  deadband: z.number().min(0).max(4_294_967_295).default(0),
  variation: oneOf([1, 2, 3], 1).transform((value) => ([1, 2, 3] as const).find((each) => each === value) ?? 1),
  clear: z.boolean().default(false),
});
export type ActionValues = z.output<typeof valuesSchema>;

/** What a person filled in; in plain words what is wrong with it. */
export function parseValues(given: Opaque): ActionValues | { readonly problem: string } {
  const parsed = valuesSchema.safeParse(given);
  return parsed.success ? parsed.data : { problem: parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ') };
}

/** An action that did not go well; null: the caller gave it up. */
export function failedAction(failure: TaskFailure | null): ActionAnswer {
  if (failure === null) return { outcome: 'no_answer', message: 'It was given up before an answer came, and may have been carried out' };
  const message = failure.message.replace(/\.$/, '');
  if (failure.kind === 'refused') return { outcome: 'refused', message, suggestions: indicationAdvice(failure.iin) };
  if (failure.kind === 'timeout' || failure.kind === 'closed') return { outcome: 'no_answer', message };
  return { outcome: failure.kind === 'busy' || failure.kind === 'invalid' || failure.kind === 'cancelled' ? 'not_sent' : 'refused', message };
}
