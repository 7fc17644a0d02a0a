import type { ContractError, ErrorCode } from '../../shared/contract/answer';

/** The HTTP status of each code of the contract. */
export const statusOf: Readonly<Record<ErrorCode, number>> = {
  bad_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  cancelled: 409,
  too_large: 413,
  refused: 422,
  too_many: 429,
  internal: 500,
  unreachable: 502,
  timeout: 503,
  no_answer: 504,
};

const TITLES: Readonly<Record<ErrorCode, string>> = {
  bad_input: 'The input does not fit',
  unauthenticated: 'Not logged in',
  forbidden: 'Not permitted',
  not_found: 'Not found',
  conflict: 'The state forbids it',
  cancelled: 'Cancelled',
  too_large: 'Too large',
  refused: 'The device refused',
  too_many: 'Too many at once',
  internal: 'Failed inside the product',
  unreachable: 'The device could not be reached',
  timeout: 'Took too long',
  no_answer: 'The device did not answer',
};

/** The body of an error: RFC 9457 with `error` and `code` added, as existing clients read them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly error: string;
  readonly code: ErrorCode;
  readonly fields?: { path: string; message: string }[];
  readonly exception?: string;
  readonly reason?: string;
  readonly error_id?: string;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export function problemOf(error: ContractError): Problem {
  const { fields, exception, reason } = error.details;
  return {
    type: `urn:thermacore:problem:${error.code}`,
    title: TITLES[error.code],
    status: statusOf[error.code],
    detail: error.message,
    error: error.message,
    code: error.code,
    ...(fields ? { fields } : {}),
    ...(exception === undefined ? {} : { exception }),
    ...(reason === undefined ? {} : { reason }),
    ...(error.errorId === null ? {} : { error_id: error.errorId }),
  };
}
