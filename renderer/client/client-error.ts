import { contractErrorSchema, type ContractError } from '../../shared/contract/answer';

/** What a call that failed throws: the engine's own words, or that the engine could not be reached. */
export class ClientError extends Error {
  constructor(readonly error: ContractError) {
    super(error.message);
    this.name = 'ClientError';
  }

  get code(): ContractError['code'] {
    return this.error.code;
  }

  /** What is wrong with a field of the input, or undefined. `path` as the engine names it: `settings.port`. */
  field(path: string): string | undefined {
    return this.error.details.fields?.find((field) => field.path === path)?.message;
  }
}

/** Codes of calls whose end nobody saw, or whose answer says nothing of what was done before. */
const UNSURE: readonly ContractError['code'][] = ['internal', 'timeout', 'cancelled'];

/** The title over the failure of a call that would have changed something: `notDone`, unless it may have been done. */
export function failureTitle({ error, code }: ClientError, notDone: string): string {
  return error.details.reason === 'engine_gone' || UNSURE.includes(code) ? 'It is not known whether it was done' : notDone;
}

/** Makes a {@link ClientError} of whatever came. */
export function toClientError(cause: unknown): ClientError {
  if (cause instanceof ClientError) return cause;
  const parsed = contractErrorSchema.safeParse(cause);
  if (parsed.success) return new ClientError(parsed.data);
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ClientError({ code: 'internal', message, details: {}, errorId: null });
}

/** The engine went while it was asked; whether it was done is not known. */
export function engineGone(): ClientError {
  return new ClientError({
    code: 'unreachable',
    message: 'The engine does not answer. The connection is sought again; what was asked may have been done.',
    details: { reason: 'engine_gone' },
    errorId: null,
  });
}

/** The engine is not there to be asked. */
export function engineAway(): ClientError {
  return new ClientError({ code: 'unreachable', message: 'The engine is not there. The connection is sought again; nothing was asked of it.', details: { reason: 'engine_away' }, errorId: null });
}
