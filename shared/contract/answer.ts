import { z } from 'zod';

/** Stable codes of errors. The REST door maps each to one HTTP status. */
export const errorCodes = [
  'bad_input', // 400
  'unauthenticated', // 401
  'forbidden', // 403
  'not_found', // 404
  'conflict', // 409: the state forbids it
  'refused', // 422: the device refused
  'unreachable', // 502: the device as a whole could not be reached
  'no_answer', // 504: the device did not answer
  'too_large', // 413
  'too_many', // 429
  'cancelled', // 409
  'timeout', // 503: the product itself took too long
  'internal', // 500: with an id that the log knows
] as const;
export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

export const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });

/** An error as it crosses a boundary: what happened, where, what to do. Never an Error object, never a stack. */
export const contractErrorSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  details: z.object({
    /** Each bad field of the input. */
    fields: z.array(fieldErrorSchema).optional(),
    /** The protocol's own exception, such as `Modbus exception 2, illegal data address`. */
    exception: z.string().optional(),
    /** A finer code such as `project_newer`, stable for tests and help. */
    reason: z.string().optional(),
  }),
  /** Set for unknown errors: the id under which the log keeps the cause. */
  errorId: z.string().nullable(),
});
export type ContractError = z.infer<typeof contractErrorSchema>;

export type Answer<T> = { ok: true; value: T } | { ok: false; error: ContractError };

/** Thrown inside the engine for an outcome that the caller must be told; the gate turns it into an {@link Answer}. */
export class ProcedureError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ContractError['details'] = {},
    /** What the log is to keep, in the system's own words; people see the id under which it stands there. */
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ProcedureError';
  }
}
